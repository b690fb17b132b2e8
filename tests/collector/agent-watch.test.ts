/** What agents do not say is found: silence, records that never came, and waits that end without a later event. */
import { afterEach, expect, it } from 'vitest'
import { gapsIn } from '../../collector/agents/gaps.ts'
import { startAgentWatch } from '../../collector/agents/watch.ts'
import { bodyOf } from '../../collector/journal/journal.ts'
import {
  applicationLifecycle,
  type Health,
  type LifecycleActivity,
} from '../../events/agent-health.ts'
import { limits } from '../../events/limits.ts'
import { urgentSeqFirst } from '../../events/wire.ts'
import { fileEvent, origin } from '../events/samples.ts'
import { fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, startRig } from './harness.ts'

afterEach(cleanUp)
const hour = 3_600_000
const health: Health = {
  sensors: [{ name: 'files', state: 'weak', events: 7, lost: 1 }],
  spool: { waiting: 3, bytes: 900, lost: 0 },
  ...{ scans_waiting: 0, memory_bytes: 80e6, cpu_ms: 500, policy_version: 2, keys: 'file' },
}

/** A company with a leaver's endpoint, a clock to turn, and the watch looking by hand. */
async function office() {
  let ahead = 0
  const now = () => Date.now() + ahead
  const rig = await startRig({ now })
  await fillCompany(rig)
  const agent = await enrolAgent(rig)
  const { parts } = rig.collector
  const product = { name: 'Clientkeep', vendor_name: 'Clientkeep', version: 'test' }
  const watch = startAgentWatch({ ...parts, product, log: rig.collector.app.log })
  const device = { ...origin.device, uid: agent.id }
  let seq = 0
  /** Sends as the agent does, whose clock goes with the collector's. */
  const post = async (...events: object[]) => {
    const bearer = await agent.assertion({
      issuedAt: Math.floor(now() / 1000),
      expiresIn: `${Math.floor(ahead / 1000) + 60} s`,
    })
    const records = events.map(event => {
      seq += 1
      return { seq, event }
    })
    expect((await agent.post(records, bearer)).status).toBe(200)
  }
  const say = async (activity: LifecycleActivity, health?: Health) => {
    const fact = { uid: `life-${seq}`, time: now(), activity, ...(health && { health }) }
    await post(applicationLifecycle({ ...origin, device }, fact))
    await eventually(
      () => (parts.agents.lives().some(({ lastAt }) => lastAt >= fact.time) ? true : undefined),
      'the sign of life',
    )
  }
  /** The account at work there is the leaver's. */
  const work = () => post({ ...fileEvent({ time: now(), account: { name: 'anna' } }), device })
  const { journal } = parts
  /** Reasons that the collector itself told of agents. */
  const told = async () => {
    const batches = await journal.readEvents(0, 10_000)
    return batches
      .filter(({ source }) => /^(silent|long-silent|gap):/.test(source))
      .flatMap(({ lines }) => lines.map(line => String(JSON.parse(bodyOf(line)).message)))
  }
  const findings = async (rule: string) => {
    const entries = await journal.readTold(0, 1000, 'finding')
    return entries.filter(({ body }) => JSON.parse(body).finding_info.analytic.name === rule)
  }
  return {
    ...{ rig, agent, watch, say, work, told, findings },
    pass: (ms: number) => {
      ahead += ms
    },
  }
}

it('finds holes within each series and none between the two', () => {
  expect(
    gapsIn([
      [1, 4],
      [7, 9],
      [urgentSeqFirst, urgentSeqFirst + 2],
      [urgentSeqFirst + 4, urgentSeqFirst + 4],
    ]),
  ).toEqual([
    { series: 'routine', from: 5, to: 6 },
    { series: 'urgent', from: urgentSeqFirst + 3, to: urgentSeqFirst + 3 },
  ])
  expect(gapsIn([[5, 9]])).toEqual([])
})

it('tells of an agent that fell silent once, and a rule finds a leaver’s', async () => {
  const { rig, watch, say, work, told, findings, pass } = await office()
  await work()
  await say('Report')
  pass(limits.agentSilentMs - hour)
  await watch.look()
  expect(await told()).toEqual([])
  pass(2 * hour)
  await watch.look()
  await watch.look()
  expect(await told()).toEqual([
    expect.stringMatching(/^agent: silent \(last heard .* 25 hours ago\)$/),
  ])
  await eventually(async () => (await findings('agent.silent-on-leaver'))[0], 'the finding')
  const [endpoint] = rig.collector.parts.agents.list()
  expect(endpoint?.degraded).toMatchObject([{ sensor: 'agent', reason: 'silent' }])
  pass(limits.agentLongSilentMs)
  await watch.look()
  await eventually(async () => (await findings('agent.silent-for-days'))[0], 'the other finding')
  const { agents } = rig.collector.parts
  await say('Report', health)
  expect(agents.list()[0]).toMatchObject({ degraded: [], report: health })
  await say('Start')
  expect(agents.list()[0]).toMatchObject({ version: origin.product.version, report: health })
})

it('misses no agent that said that it stops, nor one that the collector itself could not hear', async () => {
  const { rig, watch, say, told, pass } = await office()
  await say('Stop')
  pass(limits.agentLongSilentMs + hour)
  await watch.look()
  expect(await told()).toEqual([])
  await say('Report')
  pass(limits.agentSilentMs + hour)
  const { parts } = rig.collector
  const product = { name: 'Clientkeep', vendor_name: 'Clientkeep', version: 'test' }
  const started = startAgentWatch({ ...parts, product, log: rig.collector.app.log })
  await started.look()
  expect(await told()).toEqual([])
  pass(limits.agentGapMs + 1)
  await started.look()
  expect(await told()).toHaveLength(1)
})

it('tells of records that never came, but not of those that are late', async () => {
  const { agent, watch, told, findings, pass } = await office()
  const device = { ...origin.device, uid: agent.id }
  const post = (...seqs: number[]) =>
    agent.post(seqs.map(seq => ({ seq, event: { ...fileEvent({ uid: `file-${seq}` }), device } })))
  await post(1, 2, 6, 7, urgentSeqFirst, urgentSeqFirst + 2)
  await watch.look()
  await post(urgentSeqFirst + 1)
  pass(limits.agentGapMs + 1)
  await watch.look()
  await watch.look()
  expect(await told()).toEqual(['agent: sequence gap (routine records 3 to 5 never came)'])
  await eventually(async () => (await findings('agent.sequence-gap'))[0], 'the finding')
})

it('tells what was waited for in vain although nothing else comes', async () => {
  const { watch, say, work, findings, pass } = await office()
  await work()
  await say('Stop')
  pass(2 * 24 * hour)
  await watch.look()
  expect(await findings('agent.stopped-on-leaver')).toEqual([])
  pass(24 * hour + limits.clockTickMs)
  await watch.look()
  pass(limits.clockTickMs)
  await watch.look()
  await eventually(async () => (await findings('agent.stopped-on-leaver'))[0], 'the finding')
})
