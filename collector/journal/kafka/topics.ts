/** The topics of a cluster: made where they are missing, refused where they are not what the journal needs. */
import { setTimeout as pause } from 'node:timers/promises'
import { Fault } from '../../../events/fault.ts'
import type { KafkaClient, TopicPlan, TopicState } from './client.ts'

export interface Topics {
  /** Events, a partition for each lane of detection; a record is what one source said of one person in one batch. */
  readonly events: string
  /** One partition: findings and decisions, and in which order events count. Its order is the journal's order. */
  readonly log: string
  /** What detection remembers, by lane; compacted. */
  readonly state: string
  /** Bytes of the customer base, in pieces; compacted. */
  readonly customers: string
}

export interface TopicSettings {
  readonly prefix: string
  readonly partitions: number
  readonly replicas: number
}

const MiB = 1024 * 1024
const dayMs = String(86_400_000)

const topicsOf = (prefix: string): Topics => ({
  events: `${prefix}.events`,
  log: `${prefix}.log`,
  state: `${prefix}.state`,
  customers: `${prefix}.customers`,
})

function plansOf({ prefix, partitions, replicas }: TopicSettings): readonly TopicPlan[] {
  const topics = topicsOf(prefix)
  const safe = { 'min.insync.replicas': String(replicas > 2 ? 2 : 1) }
  const kept = {
    ...safe,
    'cleanup.policy': 'delete',
    'retention.ms': '-1',
    'retention.bytes': '-1',
    // What is deleted goes from the disk with its file.
    'segment.ms': dayMs,
  }
  const compacted = {
    ...safe,
    'cleanup.policy': 'compact',
    'segment.ms': dayMs,
    'max.compaction.lag.ms': dayMs,
  }
  const size = (bytes: number) => ({ 'max.message.bytes': String(bytes) })
  return [
    { name: topics.events, partitions, configs: { ...kept, ...size(8 * MiB) } },
    { name: topics.log, partitions: 1, configs: { ...kept, ...size(32 * MiB) } },
    { name: topics.state, partitions, configs: { ...compacted, ...size(64 * MiB) } },
    { name: topics.customers, partitions: 1, configs: { ...compacted, ...size(2 * MiB) } },
  ]
}

const refusal = (name: string, text: string): Fault =>
  new Fault('ERR_KAFKA_SETUP', `Kafka: topic "${name}" ${text}`)

function check({ name, partitions }: TopicPlan, found: TopicState, { replicas }: TopicSettings) {
  if (found.partitions !== partitions)
    throw refusal(
      name,
      `has ${found.partitions} partitions, this node wants ${partitions}; set journal.kafka.partitions to what the cluster began with: it cannot be changed later`,
    )
  if (found.replicas < replicas)
    throw refusal(
      name,
      `has ${found.replicas} replicas, this node wants ${replicas}; add replicas (kafka-reassign-partitions) or lower journal.kafka.replicas`,
    )
}

async function make(client: KafkaClient, plan: TopicPlan, replicas: number): Promise<void> {
  try {
    await client.createTopic(plan, replicas)
  } catch (error) {
    // Another node was faster.
    if (!(await client.topics([plan.name])).has(plan.name)) throw error
  }
}

/** Resolves when all are there and as they must be. Throws Fault ERR_KAFKA_SETUP or ERR_BUSY. */
export async function ensureTopics(client: KafkaClient, settings: TopicSettings): Promise<Topics> {
  const plans = plansOf(settings)
  const names = plans.map(({ name }) => name)
  const before = await client.topics(names)
  const missing = plans.filter(({ name }) => !before.has(name))
  if (missing.length > 0 && missing.length < plans.length && !before.has(names[2] ?? ''))
    throw refusal(
      missing[0]?.name ?? '',
      'is missing while others of this cluster are there; restore it, or start anew under another journal.kafka.prefix',
    )
  for (const plan of missing) await make(client, plan, settings.replicas)
  // A broker that was asked may hear of a new topic a little later.
  for (let tries = 0; tries < 50; tries += 1) {
    const found = await client.topics(names)
    if (plans.every(({ name }) => (found.get(name)?.partitions ?? 0) > 0)) {
      for (const plan of plans) {
        const state = found.get(plan.name)
        if (state) check(plan, state, settings)
      }
      return topicsOf(settings.prefix)
    }
    await pause(100)
  }
  throw refusal(missing[0]?.name ?? '', 'was made and did not appear; look at the brokers')
}
