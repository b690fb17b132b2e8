/** Collectors on a real Kafka broker: the main job, two nodes, decisions at once, restarts. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { AlertList, AlertSummary } from '../../events/api.ts'
import { copyEvent, fillCompany } from '../collector/company.ts'
import { cleanUp, enrolAgent, eventually, type Rig } from '../collector/harness.ts'
import { type Brokers, startBrokers } from './brokers.ts'
import { noKafka } from './kafka-jars.ts'
import { nodeDir, startNode } from './nodes.ts'

const reason = noKafka()
if (reason !== undefined) console.warn(`collectors on Kafka are not tested: ${reason}`)

const alertsOf = async (rig: Rig): Promise<readonly AlertSummary[]> =>
  (await rig.call<AlertList>('GET', '/api/v1/alerts')).body.alerts

const firstAlert = (rig: Rig): Promise<AlertSummary> =>
  eventually(async () => (await alertsOf(rig))[0], 'an alert')

describe.skipIf(reason !== undefined)('collectors on Kafka', () => {
  let brokers: Brokers
  let clusters = 0
  const settings = () => {
    clusters += 1
    return { brokers: brokers.addresses, prefix: `test-${clusters}` }
  }
  beforeAll(async () => {
    brokers = await startBrokers()
  }, 90_000)
  afterEach(cleanUp)
  afterAll(() => brokers.stop())

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
})
