/** Cases: the driver against a real broker: what is written is read back, also after a crash; what cannot be done is said. */
import { createPrivateKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openKafkaClient } from '../../collector/journal/kafka/client.ts'
import { makeAuthority, makeServerCertificate } from '../../collector/tls/certificate.ts'
import { copyEvent } from '../collector/company.ts'
import { enrolAgent, startRig, tempDir } from '../collector/harness.ts'
import type { Brokers } from './brokers.ts'

const span = { now: Date.now(), days: 2 }
const authority = makeAuthority('Brokers', span)
const signer = createPrivateKey(authority.key)
const server = makeServerCertificate(['127.0.0.1'], { issuer: 'Brokers', signer, ...span })
const user = { username: 'clientkeep', password: 'right-and-long' }

/** What the broker must take besides plain connections. */
export const secure = { ...server, ...user }

/** They kill the broker and start it again. */
export function clientCases(brokers: () => Brokers): void {
  const open = () => openKafkaClient({ brokers: brokers().addresses, clientId: 'test' })

  const record = (partition: number, text: string) => ({
    topic: 'things',
    partition,
    key: Buffer.from('a key'),
    value: Buffer.from(text),
    headers: { source: 'agent é' },
  })

  test('gives back what it wrote, partition by partition, from any offset, also after the broker was killed', async () => {
    const client = open()
    await client.createTopic({ name: 'things', partitions: 3, configs: {} }, 1)
    expect(await client.topics(['things', 'others'])).toEqual(
      new Map([['things', { partitions: 3, replicas: 1 }]]),
    )
    const first = [record(0, 'a'), record(0, 'b'), record(2, 'c')]
    // A topic that was just made may refuse at first: what is sent again is then there twice, and the journal takes it once.
    const wrote = await client.produce(first)
    expect([...wrote.keys()].sort()).toEqual([0, 2])
    const [a = -1, c = -1] = [wrote.get(0), wrote.get(2)]
    await brokers().kill(0)
    await brokers().restart(0)
    expect(await client.produce([record(0, 'd')])).toEqual(new Map([[0, a + 2]]))
    const reader = client.reader('things')
    const from = new Map([
      [0, a + 1],
      [2, c],
    ])
    const read = await reader.read(from, 1000)
    const texts = read
      .toSorted((a, b) => a.partition - b.partition)
      .map(({ partition, records, end }) => [
        partition,
        end,
        records.map(({ value }) => `${value}`),
      ])
    expect(texts).toEqual([
      [0, a + 3, ['b', 'd']],
      [2, c + 1, ['c']],
    ])
    expect(read[0]?.records[0]?.headers.get('source')).toBe('agent é')
    await Promise.all([reader.close(), client.close()])
  })

  test('says which topic refuses a record that is too large, and what to raise', async () => {
    const client = open()
    await client.createTopic(
      { name: 'small', partitions: 1, configs: { 'max.message.bytes': '1000' } },
      1,
    )
    expect(await client.config('small', 'max.message.bytes')).toBe('1000')
    const noise = Buffer.from(Array.from({ length: 5000 }, () => Math.floor(Math.random() * 256)))
    await expect(
      client.produce([{ topic: 'small', partition: 0, value: noise }]),
    ).rejects.toMatchObject({
      code: 'ERR_INPUT_TOO_LARGE',
      message: expect.stringMatching(/topic "small".*max\.message\.bytes/),
    })
    await client.close()
  })

  test('names the brokers that do not answer', async () => {
    const client = openKafkaClient({ brokers: ['127.0.0.1:1'], clientId: 'test' })
    await expect(client.brokerCount()).rejects.toMatchObject({
      code: 'ERR_BUSY',
      message: expect.stringContaining('no answer from 127.0.0.1:1'),
    })
    await client.close()
  })

  test.each(['PLAIN', 'SCRAM-SHA-512'] as const)(
    'speaks TLS and signs in with %s; a wrong password and an unknown authority are refused',
    async mechanism => {
      const at = { brokers: brokers().secureAddresses, clientId: 'test' }
      const tls = { ca: authority.certificate }
      const client = openKafkaClient({ ...at, tls, sasl: { mechanism, ...user } })
      expect(await client.brokerCount()).toBe(1)
      await client.createTopic({ name: `safe-${mechanism}`, partitions: 1, configs: {} }, 1)
      const [topic, value] = [`safe-${mechanism}`, Buffer.from('told')]
      const wrote = await client.produce([{ topic, partition: 0, value }])
      const reader = client.reader(topic)
      const [read] = await reader.read(new Map([[0, wrote.get(0) ?? 0]]), 1000)
      expect(String(read?.records[0]?.value)).toBe('told')
      await Promise.all([reader.close(), client.close()])

      const wrong = { mechanism, ...user, password: 'wrong' }
      const guesser = openKafkaClient({ ...at, tls, sasl: wrong })
      await expect(guesser.brokerCount()).rejects.toMatchObject({
        code: 'ERR_KAFKA_SETUP',
        message: expect.stringContaining('user or password is refused'),
      })
      const trusting = openKafkaClient({ ...at, tls: {}, sasl: { mechanism, ...user } })
      await expect(trusting.brokerCount()).rejects.toMatchObject({
        message: expect.stringContaining('certificate'),
      })
      await Promise.all([guesser.close(), trusting.close()])
    },
  )

  test('is configured with files for authority and password, and a collector works through it', async () => {
    const dir = tempDir()
    const [ca_file, password_file] = [join(dir, 'ca.pem'), join(dir, 'password')]
    writeFileSync(ca_file, authority.certificate, { mode: 0o600 })
    writeFileSync(password_file, user.password, { mode: 0o600 })
    const { username } = user
    const kafka = {
      ...{ brokers: brokers().secureAddresses, prefix: 'safe', partitions: 1, replicas: 1 },
      ...{ tls: { ca_file }, sasl: { mechanism: 'SCRAM-SHA-512', username, password_file } },
    }
    writeFileSync(join(dir, 'config.yaml'), JSON.stringify({ journal: { kafka } }))
    const rig = await startRig({ dir })
    const agent = await enrolAgent(rig)
    const event = copyEvent(rig, agent.id, { uid: 'e1', account: 'anna', count: 0 })
    expect((await agent.post([{ seq: 1, event }])).body.accepted).toBe(1)
  })

  test('refuses more replicas than there are brokers in words', async () => {
    const client = open()
    await expect(
      client.createTopic({ name: 'safe', partitions: 1, configs: {} }, 3),
    ).rejects.toMatchObject({ code: 'ERR_KAFKA_SETUP' })
    await client.close()
  })
}
