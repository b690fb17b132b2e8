/** Deleting one person in a cluster: on every node, and a day later in Kafka. */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { verifyFolder } from '../../collector/audit/verify-folder.ts'
import { restoreBackup } from '../../collector/backup/restore.ts'
import { openKafkaClient } from '../../collector/journal/kafka/client.ts'
import { findTraces } from '../../collector/privacy/find-traces.ts'
import type { DeletionReport } from '../../events/api-people.ts'
import { limits } from '../../events/limits.ts'
import { type Brokers, startBrokers } from '../cluster/brokers.ts'
import { noKafka } from '../cluster/kafka-jars.ts'
import { eventsOf, findingsOf, settled } from '../cluster/load.ts'
import { nodeDir, startNode } from '../cluster/nodes.ts'
import { copyEvent, fillCompany } from '../collector/company.ts'
import {
  cleanUp,
  enrolAgent,
  eventually,
  type Rig,
  startRig,
  tempDir,
} from '../collector/harness.ts'

const reason = noKafka()
if (reason !== undefined) console.warn(`deleting in a cluster is not tested: ${reason}`)
const timeout = 120_000
const words = ['Anna Winter', 'anna@firm.example', 'account-of-anna']

describe.skipIf(reason !== undefined)('a person who is deleted in a cluster', { timeout }, () => {
  let brokers: Brokers
  beforeAll(async () => {
    brokers = await startBrokers()
  }, timeout)
  afterEach(cleanUp)
  afterAll(() => brokers.stop())

  /** All that a topic gives to who reads it from its beginning. */
  async function textsIn(topic: string, partitions: number): Promise<string> {
    const client = openKafkaClient({ brokers: brokers.addresses, clientId: 'test' })
    const reader = client.reader(topic)
    const texts: string[] = []
    for (let partition = 0; partition < partitions; partition += 1)
      for (let next = 0, isEnd = false; !isEnd; ) {
        const reading = reader.read(new Map([[partition, next]]), 500)
        // Where it begins later, each offset before is refused.
        const [read, isCut] = await reading.then(
          ([first]) => [first, false] as const,
          () => [undefined, true] as const,
        )
        next += isCut ? 1 : 0
        if (isCut) continue
        for (const { value } of read?.records ?? []) texts.push(String(value))
        const after = Math.max(read?.start ?? 0, (read?.records.at(-1)?.offset ?? next - 1) + 1)
        isEnd = !read || after === next || after >= read.end
        next = after
      }
    await Promise.all([reader.close(), client.close()])
    return texts.join('\n')
  }

  test('is gone from every node at once, and from Kafka a day later', async () => {
    let ahead = 0
    const now = () => Date.now() + ahead
    const cluster = { brokers: brokers.addresses, prefix: 'forget' }
    const first = await startNode(nodeDir(cluster), { now })
    await fillCompany(first)
    const second = await startNode(nodeDir(cluster, first.dir), { now })
    const anna = first.collector.parts.directory.byEmail('anna@firm.example')?.id ?? ''
    const alias = { alias: 'account-of-anna' }
    await first.call('POST', `/api/v1/people/${anna}/aliases`, alias)
    const agent = await enrolAgent(first)
    const event = (uid: string, account: string) =>
      copyEvent(first, agent.id, { uid, account, count: 40 })
    await agent.post([
      { seq: 1, event: event('hers', 'account-of-anna') },
      { seq: 2, event: event('his', 'olaf') },
    ])
    await Promise.all([settled(first), settled(second)])
    expect(findTraces(second.dir, words).map(({ word }) => word)).toContain('account-of-anna')
    const { status, body } = await first.call<DeletionReport>(
      ...(['POST', `/api/v1/people/${anna}/deletion`, { reason: 'she left long ago' }] as const),
    )
    expect(status).toBe(200)
    expect(body).toMatchObject({ events: 1, alerts: 1 })
    const isGone = ({ dir, collector }: Rig) =>
      eventually(
        () =>
          collector.parts.directory.get(anna) === undefined && findTraces(dir, words).length === 0
            ? true
            : undefined,
        'no trace of her',
      )
    for (const rig of [first, second]) {
      await isGone(rig)
      expect(await eventsOf(rig)).toEqual({ count: 1, repeated: [] })
      expect(verifyFolder(rig.dir, { kept: [] }).faults).toEqual([])
    }
    expect(await findingsOf(second)).toEqual(await findingsOf(first))
    const told = async () => `${await textsIn('forget.log', 1)}${await textsIn('forget.events', 4)}`
    expect(await told()).toContain('account-of-anna')

    // What comes in a little later shows that nothing of before is on its way any more.
    ahead = 3_600_000
    const bearer = await agent.assertion({
      issuedAt: Math.floor(now() / 1000),
      expiresIn: '3660 s',
    })
    await agent.post([{ seq: 3, event: event('soon', 'olaf') }], bearer)
    ahead = limits.clusterDeletedMs
    await eventually(
      async () => ((await told()).includes('account-of-anna') ? undefined : true),
      'Kafka to cut',
    )
    const all = await told()
    for (const word of words) expect(all).not.toContain(word)

    // A node that joins now takes a backup of another: the log does not begin at the beginning any more.
    const late = await startNode(nodeDir(cluster, first.dir)).catch((error: unknown) => error)
    expect(late).toMatchObject({
      code: 'ERR_KAFKA_SETUP',
      message: expect.stringContaining('restore a backup of another node'),
    })
    const [backup, dir] = [join(tempDir(), 'backup'), join(tempDir(), 'third')]
    await first.call('POST', '/api/v1/backups', { to: backup })
    await restoreBackup(backup, dir)
    const third = await startRig({ dir, now })
    const issuedAt = Math.floor(now() / 1000)
    const later = await agent.assertion({ issuedAt, expiresIn: '86460 s' })
    const more = await agent.post([{ seq: 4, event: event('later', 'olaf') }], later)
    expect(more.body.accepted).toBe(1)
    const rigs = [first, second, third]
    await Promise.all(rigs.map(settled))
    for (const rig of rigs) {
      expect(await eventsOf(rig)).toEqual({ count: 3, repeated: [] })
      expect(rig.collector.parts.journal.head).toBe(first.collector.parts.journal.head)
    }
  })

  test('is gone from what detection remembers once Kafka has compacted that', async () => {
    const client = openKafkaClient({ brokers: brokers.addresses, clientId: 'test' })
    // As ours are, but for the time that everything takes.
    const configs = {
      'cleanup.policy': 'compact',
      'segment.ms': '1000',
      'max.compaction.lag.ms': '1000',
      'min.cleanable.dirty.ratio': '0.01',
    }
    await client.createTopic({ name: 'compacted.state', partitions: 4, configs }, 1)
    await client.close()
    let ahead = 0
    const now = () => Date.now() + ahead
    const rig = await startNode(nodeDir({ brokers: brokers.addresses, prefix: 'compacted' }), {
      now,
    })
    await fillCompany(rig)
    const anna = rig.collector.parts.directory.byEmail('anna@firm.example')?.id ?? ''
    await rig.call('POST', `/api/v1/people/${anna}/aliases`, { alias: 'account-of-anna' })
    const agent = await enrolAgent(rig)
    const facts = { uid: 'hers', account: 'account-of-anna', count: 40 }
    await agent.post([{ seq: 1, event: copyEvent(rig, agent.id, facts) }])
    await settled(rig)
    const remembers = async () => (await textsIn('compacted.state', 4)).includes('account-of-anna')
    expect(await remembers()).toBe(true)
    const url = `/api/v1/people/${anna}/deletion`
    const deletion = await rig.call('POST', url, { reason: 'she left long ago' })
    expect(deletion.status).toBe(200)
    const later = async (ms: number, seq: number) => {
      ahead = ms
      const bearer = await agent.assertion({
        issuedAt: Math.floor(now() / 1000),
        expiresIn: `${Math.ceil(ms / 1000) + 60} s`,
      })
      const event = copyEvent(rig, agent.id, { uid: `later-${seq}`, account: 'olaf', count: 0 })
      expect((await agent.post([{ seq, event }], bearer)).body.accepted).toBe(1)
      await settled(rig)
    }
    await later(3_600_000, 2)
    await later(limits.clusterDeletedMs, 3)
    for (const end = Date.now() + 90_000; (await remembers()) && Date.now() < end; )
      await pause(500)
    expect(await remembers()).toBe(false)
  })
})
