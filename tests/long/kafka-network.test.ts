/** The network between a collector and its brokers is cut and healed: meanwhile nothing is acknowledged, afterwards nothing is lost or there twice. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AlertList } from '../../events/api.ts'
import { type Brokers, startBrokers } from '../cluster/brokers.ts'
import { noKafka } from '../cluster/kafka-jars.ts'
import { eventsOf, findingsOf, type Load, settled, work } from '../cluster/load.ts'
import { nodeDir, startNode } from '../cluster/nodes.ts'
import { fillCompany } from '../collector/company.ts'
import { cleanUp, startRig } from '../collector/harness.ts'
import { type CutNetwork, layCable, noCutNetwork } from './cut-network.ts'

const reason = noCutNetwork() ?? noKafka()
if (reason !== undefined) console.warn(`a cut network is not tested: ${reason}`)

const load: Load = {
  people: ['anna', 'olaf', 'mira'],
  batches: 40,
  perBatch: 10,
  start: Date.now() - 6 * 3_600_000,
}
const events = load.people.length * load.batches * load.perBatch

describe.skipIf(reason !== undefined)('a cluster whose network is cut', () => {
  let network: CutNetwork
  let brokers: Brokers
  beforeAll(async () => {
    network = layCable()
    brokers = await startBrokers(network)
  })
  afterAll(async () => {
    await cleanUp()
    await brokers.stop()
    network.remove()
  })

  test('answers 503, shows what it knows, and goes on where it was when the network heals', async () => {
    const alone = await startRig()
    await fillCompany(alone)
    const progress = { acknowledged: 0, refusals: 0 }
    await work(alone, load, (agent, records) => agent.post(records), progress)
    await settled(alone)
    const expected = await findingsOf(alone)

    const cluster = { brokers: brokers.addresses, prefix: 'cut', partitions: 4 }
    const first = await startNode(nodeDir(cluster))
    await fillCompany(first)
    const second = await startNode(nodeDir(cluster, first.dir))
    const rigs = [first, second]
    const done = { acknowledged: 0, refusals: 0 }
    const statuses = new Set<number>()
    let acknowledgedWhileCut = -1
    async function disturb(): Promise<void> {
      while (done.acknowledged < events / 3) await pause(20)
      network.cut()
      // What was on its way may still have arrived.
      await pause(2000)
      const before = done.acknowledged
      await pause(15_000)
      acknowledgedWhileCut = done.acknowledged - before
      expect((await second.call<AlertList>('GET', '/api/v1/alerts')).status).toBe(200)
      network.heal()
    }
    await Promise.all([
      work(
        first,
        load,
        async (agent, records, attempt) => {
          const answer = await agent.post(records, undefined, rigs[attempt % 2])
          statuses.add(answer.status)
          return answer
        },
        done,
      ),
      disturb(),
    ])
    expect(acknowledgedWhileCut).toBe(0)
    expect([...statuses].sort()).toEqual([200, 503])
    for (const rig of rigs) {
      await settled(rig)
      expect(await eventsOf(rig)).toEqual({ count: events, repeated: [] })
      expect(await findingsOf(rig)).toEqual(expected)
    }
  })
})
