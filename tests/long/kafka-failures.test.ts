/** Collectors on three Kafka brokers while brokers and nodes are killed: what was acknowledged is there once, and the rules say what they say undisturbed. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Brokers, startBrokers } from '../cluster/brokers.ts'
import { noKafka } from '../cluster/kafka-jars.ts'
import {
  eventsOf,
  findingsOf,
  type Load,
  type Post,
  type Progress,
  settled,
  work,
} from '../cluster/load.ts'
import { type ClusterSettings, nodeDir, startNode } from '../cluster/nodes.ts'
import { fillCompany } from '../collector/company.ts'
import { cleanUp, type Rig, startRig } from '../collector/harness.ts'
import { startProcess } from './node-process.ts'

const reason = noKafka()
if (reason !== undefined) console.warn(`failures of Kafka are not tested: ${reason}`)

const load: Load = {
  people: ['anna', 'olaf', 'mira', 'stranger'],
  batches: 60,
  perBatch: 10,
  start: Date.now() - 6 * 3_600_000,
}
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

  test('one of whose nodes is killed again and again loses and repeats nothing', async () => {
    const rigs = await nodes(1)
    const [first] = rigs
    if (!first) return
    const dir = nodeDir(
      { brokers: brokers.addresses, prefix: `long-${clusters}`, partitions: 6, replicas: 3 },
      first.dir,
    )
    const other = await startProcess(dir)
    const post: Post = (agent, records, attempt) =>
      attempt % 2 === 0 ? other.post(agent, records) : agent.post(records)
    let kills = 0
    const { refusals } = await judge(rigs, post, async progress => {
      while (progress.acknowledged < events * 0.9) {
        await pause(200 + Math.random() * 2000)
        await other.crash()
        kills += 1
      }
    })
    await other.end()
    console.info(`node killed ${kills} times: ${refusals} batches came again`)
    expect(kills).toBeGreaterThan(0)
    // Its own journal is as whole as that of the node that lived.
    const again = await startNode(dir)
    await settled(again)
    expect(await eventsOf(again)).toEqual({ count: events, repeated: [] })
    expect(await findingsOf(again)).toEqual(expected)
  })
})
