/** Collectors on three Kafka brokers while brokers and nodes are killed: what was acknowledged is there once, and the rules say what they say undisturbed. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Brokers, startBrokers } from '../cluster/brokers.ts'
import { noKafka } from '../cluster/kafka-jars.ts'
import {
  type Agent,
  batchOf,
  eventsOf,
  findingsOf,
  insist,
  type Load,
  type Post,
  type Progress,
  settled,
  work,
} from '../cluster/load.ts'
import { type ClusterSettings, nodeDir, startNode } from '../cluster/nodes.ts'
import { fillCompany } from '../collector/company.ts'
import { cleanUp, enrolAgent, type Rig, startRig } from '../collector/harness.ts'
import { startProcess } from './node-process.ts'

const reason = noKafka()
if (reason !== undefined) console.warn(`failures of Kafka are not tested: ${reason}`)

const load: Load = {
  people: ['anna', 'olaf', 'mira', 'stranger'],
  batches: 60,
  perBatch: 10,
  start: Date.now() - 6 * 3_600_000,
}
/** Of both nodes together. */
const killsMin = 16
const events = load.people.length * load.batches * load.perBatch

describe.skipIf(reason !== undefined)('a cluster', () => {
  let brokers: Brokers
  let expected: readonly string[] = []
  let clusters = 0
  const settings = (): ClusterSettings => {
    clusters += 1
    return { brokers: brokers.addresses, prefix: `long-${clusters}`, partitions: 6, replicas: 3 }
  }

  /** Sends everything while `disturb` does its work; then all nodes must agree with the undisturbed run. */
  async function judge(
    rigs: readonly Rig[],
    post: Post,
    disturb: (progress: Progress) => Promise<void> = async () => {},
  ): Promise<Progress> {
    const progress: Progress = { acknowledged: 0, refusals: 0 }
    const [first] = rigs
    if (!first) return progress
    await Promise.all([work(first, load, post, progress), disturb(progress)])
    for (const rig of rigs) {
      await settled(rig)
      expect(await eventsOf(rig)).toEqual({ count: events, repeated: [] })
      expect(await findingsOf(rig)).toEqual(expected)
    }
    return progress
  }

  const turns =
    (rigs: readonly Rig[]): Post =>
    (agent, records, attempt) => {
      const seq = Number(agent.id.charCodeAt(0)) + attempt + Math.floor(Math.random() * rigs.length)
      return agent.post(records, undefined, rigs[seq % rigs.length])
    }

  async function nodes(count: number): Promise<readonly Rig[]> {
    const cluster = settings()
    const first = await startNode(nodeDir(cluster))
    await fillCompany(first)
    const others: Rig[] = []
    while (others.length < count - 1) others.push(await startNode(nodeDir(cluster, first.dir)))
    return [first, ...others]
  }

  beforeAll(async () => {
    brokers = await startBrokers({ count: 3 })
    const alone = await startRig()
    await fillCompany(alone)
    const progress = { acknowledged: 0, refusals: 0 }
    await work(alone, load, (agent, records) => agent.post(records), progress)
    await settled(alone)
    expected = await findingsOf(alone)
    expect(expected.length).toBeGreaterThan(20)
    await cleanUp()
  })
  afterEach(cleanUp)
  afterAll(() => brokers.stop())

  test.each([1, 2, 4])('of %i nodes says what one collector alone says', async count => {
    const rigs = await nodes(count)
    await judge(rigs, turns(rigs))
  })

  test('whose brokers are killed one after the other loses and repeats nothing', async () => {
    const rigs = await nodes(2)
    const { refusals } = await judge(rigs, turns(rigs), async progress => {
      for (const index of [0, 1, 2]) {
        while (progress.acknowledged < (events / 4) * (index + 1)) await pause(20)
        await brokers.kill(index)
        await pause(3000)
        await brokers.restart(index)
        await pause(3000)
      }
    })
    console.info(`brokers killed: ${refusals} batches were refused and came again`)
  })

  test('whose nodes are killed again and again while they work loses and repeats nothing', async () => {
    const cluster = settings()
    const dir = nodeDir(cluster)
    const maker = await startNode(dir)
    await fillCompany(maker)
    const agents: Agent[] = []
    while (agents.length < load.people.length) agents.push(await enrolAgent(maker))
    const { key } = maker.collector.parts.base.filterInputs()
    const company = { collector: { parts: { base: { filterInputs: () => ({ key }) } } } }
    await maker.collector.close()
    const dirs = [dir, nodeDir(cluster, dir)]
    const nodes = await Promise.all(dirs.map(startProcess))
    const progress = { acknowledged: 0, refusals: 0 }
    let isOver = false
    const work = { ...load, start: Date.now() - 5 * 86_400_000 }
    const sending = agents.map(async (agent, who) => {
      const post: Post = async (_, records, attempt) => {
        const node = nodes[(who + attempt) % nodes.length]
        return node ? node.post(agent, records) : { status: 0 }
      }
      let batch = 0
      for (; !isOver; batch += 1) {
        await insist(agent, batchOf(company, work, { agent, who, batch }), post, progress)
        await pause(Math.random() * 40)
      }
      return batch
    })
    const kills: string[] = []
    while (kills.length < killsMin) {
      await pause(Math.random() * 1500)
      // Now and then both at once.
      const chosen = [0, 1].filter(() => Math.random() < 0.6)
      const before = progress.acknowledged
      await Promise.all(chosen.map(index => nodes[index]?.crash()))
      for (const index of chosen) kills.push(`node ${index + 1} after ${before} events`)
    }
    isOver = true
    const batches = await Promise.all(sending)
    for (const node of nodes) await node.end()
    console.info(`${kills.join(', ')}; ${progress.refusals} batches were refused and came again`)
    expect(progress.refusals).toBeGreaterThan(0)

    // The same work at a collector that nobody disturbs.
    const alone = await startRig()
    await fillCompany(alone)
    const done = { acknowledged: 0, refusals: 0 }
    await Promise.all(
      batches.map(async (count, who) => {
        const agent = await enrolAgent(alone)
        for (let batch = 0; batch < count; batch += 1) {
          const records = batchOf(alone, work, { agent, who, batch })
          await insist(agent, records, (_, all) => agent.post(all), done)
        }
      }),
    )
    await settled(alone)
    const undisturbed = await findingsOf(alone)
    expect(done.acknowledged).toBe(progress.acknowledged)
    for (const each of dirs) {
      const rig = await startNode(each)
      await settled(rig)
      expect(await eventsOf(rig)).toEqual({ count: progress.acknowledged, repeated: [] })
      expect(await findingsOf(rig)).toEqual(undisturbed)
    }
    console.info(`${progress.acknowledged} events, ${undisturbed.length} findings`)
  })
})
