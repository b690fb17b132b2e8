/** All that Clientkeep asks of Apache Kafka, in its own words: topics, records in and out, who reads which partition. The driver's only importer. */
import { setTimeout as pause } from 'node:timers/promises'
import { Admin, Consumer, Producer } from '@platformatic/kafka'
import { kafkaFault } from './faults.ts'
import type { KafkaAccess } from './settings.ts'

export interface TopicPlan {
  readonly name: string
  readonly partitions: number
  readonly configs: Readonly<Record<string, string>>
}

export interface TopicState {
  readonly partitions: number
  readonly replicas: number
}

export interface OutRecord {
  readonly topic: string
  readonly partition: number
  readonly key?: Buffer
  /** Null lets go of what was written under the key before. */
  readonly value: Buffer | null
  readonly headers?: Readonly<Record<string, string>>
}

export interface InRecord {
  readonly offset: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: ReadonlyMap<string, string>
}

export interface PartitionRead {
  readonly partition: number
  /** In order, from the offset that was asked for on. */
  readonly records: readonly InRecord[]
  /** The first offset that the broker still has. */
  readonly start: number
  /** The offset behind the last record that is on enough replicas. */
  readonly end: number
}

/** Reads partitions of one topic from offsets on; a reader waits for its own answers alone. */
export interface TopicReader {
  /** What is there, in one answer a broker; waits up to `waitMs` where there is nothing. Partitions without news may be left out. One after the other. */
  read(from: ReadonlyMap<number, number>, waitMs: number): Promise<readonly PartitionRead[]>
  close(): Promise<void>
}

export interface Membership {
  close(): Promise<void>
}

export interface KafkaClient {
  /** Partitions and replicas of each of these topics that exists. */
  topics(names: readonly string[]): Promise<ReadonlyMap<string, TopicState>>
  brokerCount(): Promise<number>
  createTopic(plan: TopicPlan, replicas: number): Promise<void>
  config(topic: string, name: string): Promise<string | undefined>
  /** Deletes what lies before an offset of each of these partitions. */
  deleteBefore(topic: string, offsets: ReadonlyMap<number, number>): Promise<void>
  /** Resolves when all in-sync replicas have them; gives the offset of the first record of each partition. */
  produce(records: readonly OutRecord[]): Promise<ReadonlyMap<number, number>>
  /** `partitionBytes`: what an answer has of each partition at most, as it is stored. */
  reader(topic: string, partitionBytes?: number): TopicReader
  /** Joins a consumer group over a topic; tells the partitions that this member has, each time that they change. */
  join(
    group: string,
    topic: string,
    assigned: (partitions: readonly number[]) => void,
    failed: (error: unknown) => void,
  ): Promise<Membership>
  close(): Promise<void>
}

interface KafkaSettings extends KafkaAccess {
  readonly brokers: readonly string[]
  readonly clientId: string
}

const partitionBytes = 4 * 1024 * 1024
const fetching = { minBytes: 1, maxBytes: 32 * 1024 * 1024 } as const
const sessionMs = 10_000
const membership = {
  ...{ sessionTimeout: sessionMs, rebalanceTimeout: sessionMs },
  ...{ heartbeatInterval: 1000, heartbeatStallTimeout: sessionMs },
} as const
const rejoinMs = 1000
const closeMs = 3000
/** ConfigResource.Type of Kafka's protocol. */
const topicResource = 2 as const

type FetchResponse = Awaited<ReturnType<Consumer['fetch']>>

/** Every request of it rejects with a Fault that says what and where. Connects at the first request. */
export function openKafkaClient({
  brokers,
  clientId,
  tls,
  namesServer,
  sasl,
}: KafkaSettings): KafkaClient {
  const base = {
    ...(tls && { tls: { ...tls }, tlsServerName: namesServer ?? false }),
    ...(sasl && { sasl: { ...sasl } }),
    clientId,
    bootstrapBrokers: [...brokers],
    connectTimeout: 3000,
    requestTimeout: 15_000,
    retries: 4,
    retryDelay: 250,
    metadataMaxAge: 10_000,
  }
  const where = brokers.join(', ')
  const said = async <T>(what: string, work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      throw kafkaFault(error, what, where)
    }
  }
  const admin = new Admin(base)
  // zstd packs better, but each call of it costs 0.1 ms, and small records are the rule.
  const producer = new Producer({ ...base, acks: -1, compression: 'lz4' })

  return {
    topics: async names => {
      const listed = new Set(await said('list topics', admin.listTopics()))
      const found = names.filter(name => listed.has(name))
      if (found.length === 0) return new Map()
      const { topics } = await said('look at topics', admin.metadata({ topics: found }))
      return new Map(
        [...topics].map(([name, { partitions }]) => [
          name,
          { partitions: partitions.length, replicas: partitions[0]?.replicas.length ?? 0 },
        ]),
      )
    },
    brokerCount: async () =>
      (await said('connect', admin.metadata({ topics: [], forceUpdate: true }))).brokers.size,
    createTopic: async ({ name, partitions, configs }, replicas) => {
      const pairs = Object.entries(configs).map(([key, value]) => ({ name: key, value }))
      const request = { topics: [name], partitions, replicas, configs: pairs }
      await said(`create topic "${name}"`, admin.createTopics(request))
    },
    config: async (topic, name) => {
      const resource = { resourceType: topicResource, resourceName: topic }
      const resources = [{ ...resource, configurationKeys: [name] }]
      const request = admin.describeConfigs({ resources })
      const [found] = await said(`read settings of topic "${topic}"`, request)
      return found?.configs.find(config => config.name === name)?.value ?? undefined
    },
    deleteBefore: async (topic, offsets) => {
      const partitions = [...offsets].map(([partition, at]) => ({ partition, offset: BigInt(at) }))
      const request = admin.deleteRecords({ topics: [{ name: topic, partitions }] })
      await said(`delete records of topic "${topic}"`, request)
    },
    produce: async records => {
      const messages = records.map(({ headers, value, ...record }) => ({
        ...record,
        ...(value && { value }),
        ...(headers && { headers: headersOf(headers) }),
      }))
      const topic = records[0]?.topic ?? ''
      const { offsets = [] } = await said(`append to topic "${topic}"`, producer.send({ messages }))
      return new Map(offsets.map(({ partition, offset }) => [partition, Number(offset)]))
    },
    reader: (topic, bytes = partitionBytes) =>
      openReader(base, { topic, partitionMaxBytes: bytes }, said),
    join: (group, topic, assigned, failed) => join(base, { group, topic, assigned, failed }, said),
    close: async () => {
      await Promise.all([ended(admin.close()), ended(producer.close())])
    },
  }
}

interface Base {
  readonly clientId: string
  readonly bootstrapBrokers: string[]
}

type Said = <T>(what: string, work: Promise<T>) => Promise<T>

/** A close that waits for a broker which is away is not waited for. */
const ended = (work: Promise<unknown>): Promise<unknown> =>
  Promise.race([work.catch(() => {}), pause(closeMs, undefined, { ref: false })])

interface Group {
  readonly group: string
  readonly topic: string
  readonly assigned: (partitions: readonly number[]) => void
  readonly failed: (error: unknown) => void
}

/** A member that has lost its group for good is replaced by a new one; until that is in, it keeps what it had. */
async function join(base: Base, { group, topic, assigned, failed }: Group, said: Said) {
  let member: Consumer | undefined
  let isClosing = false
  let replacing: Promise<void> | undefined

  async function enter(): Promise<void> {
    const next = new Consumer({ ...base, ...membership, groupId: group })
    member = next
    next.topics.track(topic)
    next.on('consumer:group:join', ({ assignments = [] }) => {
      if (next === member)
        assigned(assignments.flatMap(each => (each.topic === topic ? each.partitions : [])))
    })
    const lost = (error: unknown) => {
      if (next === member && !isClosing) replacing ??= replace(error)
    }
    next.on('error', lost)
    next.on('consumer:heartbeat:stalled', ({ lastError }) => lost(lastError))
    await said(`join the consumer group "${group}"`, next.joinGroup())
  }

  async function replace(error: unknown): Promise<void> {
    for (let why = error; !isClosing; ) {
      failed(why)
      if (member) await ended(member.close(true))
      await pause(rejoinMs, undefined, { ref: false })
      try {
        await enter()
        break
      } catch (next) {
        why = next
      }
    }
    replacing = undefined
  }

  await enter()
  return {
    close: async () => {
      isClosing = true
      await replacing
      if (member) await ended(member.close(true))
    },
  }
}

const headersOf = (headers: Readonly<Record<string, string>>): Map<Buffer, Buffer> =>
  new Map(Object.entries(headers).map(([name, value]) => [Buffer.from(name), Buffer.from(value)]))

function openReader(
  base: Base,
  { topic, partitionMaxBytes }: { topic: string; partitionMaxBytes: number },
  said: Said,
): TopicReader {
  // It joins no group: the name only has to be one.
  const consumer = new Consumer({ ...base, groupId: `${base.clientId}-reads`, autocommit: false })
  consumer.topics.track(topic)

  let isStale = false
  let last: Promise<unknown> = Promise.resolve()

  async function read(from: ReadonlyMap<number, number>, waitMs: number) {
    // Leaders may be others after a failure.
    const metadata = await consumer.metadata({ topics: [topic], forceUpdate: isStale })
    isStale = false
    const found = metadata.topics.get(topic)
    const byNode = new Map<number, number[]>()
    for (const partition of from.keys()) {
      const leader = found?.partitions[partition]?.leader ?? -1
      byNode.set(leader, [...(byNode.get(leader) ?? []), partition])
    }
    const answers = [...byNode].map(([node, partitions]) => {
      const wanted = partitions.map(partition => ({
        partition,
        currentLeaderEpoch: -1,
        fetchOffset: BigInt(from.get(partition) ?? 0),
        lastFetchedEpoch: -1,
        partitionMaxBytes,
      }))
      const topics = [{ topicId: found?.id ?? '', partitions: wanted }]
      return consumer.fetch({ ...fetching, node, topics, maxWaitTime: waitMs })
    })
    return (await Promise.all(answers)).flatMap(answer => partsOf(answer, from))
  }

  return {
    read: (from, waitMs) => {
      // Brokers remember what a reader asked for before: two at a time would confuse them.
      const next = last.then(() => read(from, waitMs))
      last = next.catch(() => {
        isStale = true
      })
      return said(`read topic "${topic}"`, next)
    },
    close: async () => {
      await ended(consumer.close(true))
    },
  }
}

function partsOf(answer: FetchResponse, from: ReadonlyMap<number, number>): PartitionRead[] {
  return answer.responses.flatMap(({ partitions }) =>
    partitions.map(({ partitionIndex: partition, records, logStartOffset, highWatermark }) => {
      const wanted = from.get(partition) ?? 0
      const all = (records ?? []).flatMap(batch =>
        batch.records.map(record => ({
          offset: Number(batch.firstOffset) + record.offsetDelta,
          key: record.key,
          value: record.value,
          headers: new Map(
            record.headers.map(([name, value]) => [String(name ?? ''), String(value ?? '')]),
          ),
        })),
      )
      return {
        partition,
        records: all.filter(({ offset }) => offset >= wanted),
        start: Number(logStartOffset),
        end: Number(highWatermark),
      }
    }),
  )
}
