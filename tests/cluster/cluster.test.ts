/** The driver and collectors on a real Kafka broker, one for all of them: the main job, two nodes, decisions at once, restarts. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startAgentWatch } from '../../collector/agents/watch.ts'
import { answerApproval } from '../../collector/approvals/answer.ts'
import type { Principal } from '../../collector/identity/access.ts'
import { clockPrefix } from '../../collector/ingest/records.ts'
import { applicationLifecycle } from '../../events/agent-health.ts'
import type { AlertDetail, AlertList, AlertSummary } from '../../events/api.ts'
import { limits } from '../../events/limits.ts'
import type { AddedProducer } from '../../events/producers.ts'
import { askExport, conditions } from '../collector/approvals/line.ts'
import { copyEvent, fillCompany } from '../collector/company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from '../collector/harness.ts'
import { postAsProducer, producedEvent, producedExport } from '../collector/producer.ts'
import { origin } from '../events/samples.ts'
import { type Brokers, startBrokers } from './brokers.ts'
import { clientCases, secure } from './client-cases.ts'
import { noKafka } from './kafka-jars.ts'
import { eventsOf, findingsOf, settled, work } from './load.ts'
import { nodeDir, startNode } from './nodes.ts'
import { usedOnce } from './once.ts'

const reason = noKafka()
if (reason !== undefined) console.warn(`collectors on Kafka are not tested: ${reason}`)

const alertsOf = async (rig: Rig): Promise<readonly AlertSummary[]> =>
  (await rig.call<AlertList>('GET', '/api/v1/alerts')).body.alerts

const firstAlert = (rig: Rig): Promise<AlertSummary> =>
  eventually(async () => (await alertsOf(rig))[0], 'an alert')

/** An officer who touched a key. */
const officer = (user: string): Principal => ({
  ...{ user, method: 'key', roles: ['officer'], person: null, session: null, key: user },
  expiresAt: Number.MAX_SAFE_INTEGER,
})

/** One officer approves at one node while another refuses at the other: one counts, and both nodes say which. */
async function decideOnExport(first: Rig, second: Rig): Promise<void> {
  const { id, digest: seen } = await askExport(first, { who: 'mira', customers: 0 })
  const rowAt = ({ collector }: Rig) => collector.parts.approvals.get(id)
  const asked = await eventually(() => rowAt(second), 'the request at the other node')
  const touch = '0'.repeat(64)
  const approval = { verdict: 'approve', seen, touch, conditions: conditions(Date.now()) } as const
  const refusal = { verdict: 'refuse', seen, touch, reason: 'a case is open' } as const
  const outcomes = await Promise.allSettled([
    answerApproval(officer('kim'), asked, approval, first.collector.parts),
    answerApproval(officer('lee'), asked, refusal, second.collector.parts),
  ])
  const won = outcomes.findIndex(({ status }) => status === 'fulfilled')
  expect(outcomes[1 - won]).toMatchObject({ reason: { code: 'ERR_CONFLICT' } })
  for (const rig of [first, second]) {
    const fates = () => rig.collector.parts.approvals.answers(id).map(({ by, fate }) => [by, fate])
    await eventually(() => (fates().length === 2 ? true : undefined), 'both answers')
    expect(rowAt(rig)?.state).toBe(won === 0 ? 'approved' : 'refused')
    expect(Object.fromEntries(fates())).toEqual({
      kim: won === 0 ? 'counted' : 'late',
      lee: won === 1 ? 'counted' : 'late',
    })
  }
}

/** A producer hands in at both nodes, numbered and not, a fault in each batch: each event is there once, each fault is named with its place. */
async function produce(first: Rig, second: Rig): Promise<void> {
  const { body } = await first.call<AddedProducer>('POST', '/api/v1/producers', { name: 'siem' })
  const named = new Map<Rig, string[]>()
  const post = async (to: Rig, lines: readonly object[]) => {
    const answer = await postAsProducer(to, body.token, lines)
    const rejected = answer.body.rejected ?? []
    const told = rejected.map(({ index, reason }) => `${index} ${reason.slice(0, 9)}`)
    named.set(to, [...(named.get(to) ?? []), ...told])
    return answer
  }
  const isKnown = async () => (await post(second, [])).status === 200 || undefined
  await eventually(isKnown, 'the token at the other node')
  // People of several lanes in one batch, with a fault in the middle of it.
  const events = (batch: string) => [
    producedExport(`${batch}-export`),
    ...['mira', 'olaf', 'nobody', 'anna'].map((name, place) =>
      producedEvent(`${batch}-${name}`, {
        actor: { user: { name } },
        ...(place === 2 && { type_uid: 1 }),
      }),
    ),
  ]
  const numbered = events('numbered').map((event, place) => ({ seq: place + 1, event }))
  expect((await post(first, numbered)).body).toMatchObject({ accepted: 5, rejected: [] })
  expect((await post(second, events('plain'))).body.accepted).toBe(5)
  await Promise.all([settled(first), settled(second)])
  expect((await post(second, numbered)).body).toMatchObject({ accepted: 0, duplicates: 5 })
  for (const rig of [first, second]) {
    // Whichever node is asked next names all that was refused at either.
    await post(rig, [])
    expect(named.get(rig)).toEqual(['3 /type_uid', '3 /type_uid'])
    const { journal } = rig.collector.parts
    const batches = await journal.readEvents(0, 10_000)
    const produced = batches.filter(({ source }) => source.startsWith('producer:'))
    expect(produced.flatMap(({ lines }) => lines).length).toBe(10)
    const told = await journal.readTold(0, 1000, 'finding')
    expect(told.filter(({ body: text }) => text.includes('export.bulk-by-leaver')).length).toBe(2)
  }
}

/** Brokers and nodes share the machine with whatever else is tested. */
const timeout = 120_000

describe.skipIf(reason !== undefined)('on Kafka', { timeout }, () => {
  let brokers: Brokers
  let clusters = 0
  const settings = () => {
    clusters += 1
    return { brokers: brokers.addresses, prefix: `test-${clusters}` }
  }
  beforeAll(async () => {
    brokers = await startBrokers({ secure })
  }, timeout)
  afterEach(cleanUp)
  afterAll(() => brokers.stop())

  describe('the client', () => clientCases(() => brokers))

  test('one node does the main job, and after a restart everything is there once', async () => {
    const rig = await startNode(nodeDir(settings()))
    await fillCompany(rig)
    const agent = await enrolAgent(rig)
    const event = copyEvent(rig, agent.id, { uid: 'e1', account: 'anna', count: 40 })
    expect(await agent.post([{ seq: 1, event }])).toMatchObject({
      status: 200,
      body: { acknowledged: 1, accepted: 1 },
    })
    const before = await firstAlert(rig)
    expect(before).toMatchObject({ customers: 40, severity: 'critical' })
    const again = await rig.restart()
    expect(await agent.post([{ seq: 1, event }], undefined, again)).toMatchObject({
      body: { accepted: 0, duplicates: 1 },
    })
    expect(await alertsOf(again)).toEqual([before])
  })
  /** Two nodes of one company; the second begins with the first one's key and customers. */
  async function twoNodes() {
    const cluster = settings()
    const first = await startNode(nodeDir(cluster))
    await fillCompany(first)
    const second = await startNode(nodeDir(cluster, first.dir))
    return { first, second, cluster }
  }

  test('two nodes take events in turn, judge them once, both show the whole, and what is used once is used once on both', async () => {
    const { first, second } = await twoNodes()
    const agent = await enrolAgent(first)
    const send = (to: Rig, seq: number, account: string, count: number) =>
      agent.post(
        [{ seq, event: copyEvent(first, agent.id, { uid: `e${seq}`, account, count }) }],
        undefined,
        to,
      )
    expect((await send(first, 1, 'anna', 30)).status).toBe(200)
    expect((await send(second, 2, 'anna', 40)).status).toBe(200)
    expect((await send(first, 3, 'olaf', 35)).status).toBe(200)
    // Once more, at the other node: it counts once.
    expect((await send(second, 1, 'anna', 30)).status).toBe(200)
    const whole = (rig: Rig) =>
      eventually(async () => {
        const alerts = await alertsOf(rig)
        return alerts.length === 2 && alerts.some(({ files }) => files === 2) ? alerts : undefined
      }, 'two alerts, one with two files')
    await Promise.all([settled(first), settled(second)])
    const shown = await whole(first)
    expect(await whole(second)).toEqual(shown)
    expect(shown.map(({ customers }) => customers).sort()).toEqual([35, 40])
    const findings = async (rig: Rig) =>
      (await rig.collector.parts.journal.readTold(0, 500, 'finding')).map(
        ({ source, offset, receivedAt }) => ({ source, offset, receivedAt }),
      )
    expect(await findings(second)).toEqual(await findings(first))
    // Both decide at once: one counts, and on both nodes it is the same one.
    const id = shown[0]?.id ?? ''
    const decide = (rig: Rig, verdict: string) =>
      rig.call('POST', `/api/v1/alerts/${id}/decisions`, { status: 'closed', verdict })
    const answers = await Promise.all([
      decide(first, 'true_positive'),
      decide(second, 'false_positive'),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const verdict = answers[0].status === 200 ? 'true_positive' : 'false_positive'
    for (const rig of [first, second]) {
      const closed = await eventually(async () => {
        const { alert } = (await rig.call<AlertDetail>('GET', `/api/v1/alerts/${id}`)).body
        return alert.status === 'closed' ? alert : undefined
      }, 'the decision on both nodes')
      expect(closed.verdict).toBe(verdict)
    }
    await decideOnExport(first, second)
    await produce(first, second)
    await usedOnce(first, second)
    // The decision that lost is in the chain as well, a moment later on the node that won.
    const headOf = ({ collector }: Rig) => collector.parts.journal.chainHead()
    await eventually(() => headOf(first) === headOf(second) || undefined, 'one chain on both nodes')
  })
  test('what a lane remembers goes to the other node when one stops, and the rules say what one collector says', async () => {
    const load = {
      people: ['anna', 'mira'],
      batches: 16,
      perBatch: 5,
      start: Date.now() - 7_200_000,
    }
    const progress = () => ({ acknowledged: 0, refusals: 0 })
    const alone = await startRig()
    await fillCompany(alone)
    await work(alone, load, (agent, records) => agent.post(records), progress())
    await settled(alone)
    const expected = await findingsOf(alone)
    expect(expected.length).toBeGreaterThan(5)

    const { first, second } = await twoNodes()
    const done = progress()
    let stopped: Promise<void> | undefined
    await work(
      first,
      load,
      async (agent, records) => {
        if (done.acknowledged < 80) return agent.post(records, undefined, second)
        stopped ??= second.collector.close()
        await stopped
        return agent.post(records, undefined, first)
      },
      done,
    )
    await settled(first)
    expect(await eventsOf(first)).toEqual({ count: 160, repeated: [] })
    expect(await findingsOf(first)).toEqual(expected)
  })

  test('the clock of a cluster is told once, and ends waits in every lane', async () => {
    let ahead = 0
    const now = () => Date.now() + ahead
    const cluster = settings()
    const first = await startNode(nodeDir(cluster), { now })
    await fillCompany(first)
    const second = await startNode(nodeDir(cluster, first.dir), { now })
    const watches = [first, second].map(({ collector: { parts, app } }) =>
      startAgentWatch({ ...parts, product: origin.product, log: app.log }),
    )
    for (const account of ['anna', 'olaf']) {
      const agent = await enrolAgent(first)
      const device = { ...origin.device, uid: agent.id, hostname: `pc-${account}` }
      const time = Date.now() - 73 * 3_600_000
      const stop = { uid: `stop-${account}`, time, activity: 'Stop' } as const
      const work = copyEvent(first, agent.id, { uid: account, account, count: 0, time: time - 1 })
      const sent = await agent.post([
        { seq: 1, event: { ...work, device } },
        { seq: 2, event: applicationLifecycle({ ...origin, device }, stop) },
      ])
      expect(sent.body.accepted).toBe(2)
    }
    await Promise.all([settled(first), settled(second)])
    const waits = async ({ collector }: Rig) =>
      (await collector.parts.journal.readTold(0, 500, 'finding')).filter(({ body }) =>
        body.includes('agent.stopped-on-leaver'),
      )
    expect(await waits(first)).toEqual([])
    ahead = limits.clockTickMs
    await Promise.all(watches.map(watch => watch.look()))
    await Promise.all([settled(first), settled(second)])
    const ticks = (await first.collector.parts.journal.readEvents(0, 1000)).filter(({ source }) =>
      source.startsWith(clockPrefix),
    )
    expect(ticks.map(({ lines }) => lines.length)).toEqual([1])
    for (const rig of [first, second]) expect(await waits(rig)).toHaveLength(2)
    for (const watch of watches) await watch.stop()
  })

  test('a node that cannot join is refused with what is wrong and what to do', async () => {
    const cluster = settings()
    const first = await startNode(nodeDir(cluster))
    await fillCompany(first)
    const refused = (dir: string) => startNode(dir).catch((error: unknown) => error)
    expect(await refused(nodeDir(cluster))).toMatchObject({
      code: 'ERR_DATA_MIXED',
      message: expect.stringContaining('signing-key.json'),
    })
    expect(await refused(nodeDir({ ...cluster, partitions: 8 }, first.dir))).toMatchObject({
      code: 'ERR_KAFKA_SETUP',
      message: expect.stringContaining('has 4 partitions, this node wants 8'),
    })
    expect(await refused(nodeDir({ ...cluster, replicas: 2 }, first.dir))).toMatchObject({
      code: 'ERR_KAFKA_SETUP',
      message: expect.stringContaining('1 replicas, this node wants 2'),
    })
    const away = nodeDir({ ...cluster, brokers: ['127.0.0.1:1'] }, first.dir)
    expect(await refused(away)).toMatchObject({
      code: 'ERR_BUSY',
      message: expect.stringContaining('no answer from 127.0.0.1:1'),
    })
    const alone = await startRig()
    await fillCompany(alone)
    const configured = readFileSync(join(first.dir, 'config.yaml'))
    await alone.collector.close()
    writeFileSync(join(alone.dir, 'config.yaml'), configured)
    expect(await refused(alone.dir)).toMatchObject({
      code: 'ERR_DATA_MIXED',
      message: expect.stringContaining('a journal of its own'),
    })
  })
})
