/**
 * The journal of a cluster: Kafka holds it, every node follows it into an embedded journal of its own. To the rest of a collector it
 * is a journal like the other; an append of findings or decisions resolves when this node has it too.
 */
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { Fault } from '../../../events/fault.ts'
import type { Environment } from '../../config-environment.ts'
import type { BaseShare } from '../../customers/base-share.ts'
import type { Cluster } from '../../metrics/health.ts'
import type { Appended, Journal, NewEntry, Refused } from '../journal.ts'
import { openAppender } from './appender.ts'
import { type BaseState, dropBase, fetchBase, sendBase } from './base-exchange.ts'
import { openKafkaClient } from './client.ts'
import { startFeeder } from './feeder.ts'
import { laneParts, openLaneOf, type Resolve } from './lane-parts.ts'
import { joinLanes, type Lanes } from './lanes.ts'
import type { LogRecord } from './log-record.ts'
import { openPlaces } from './places.ts'
import { accessOf, type KafkaSettings } from './settings.ts'
import { ensureTopics } from './topics.ts'
import { openWritten } from './written.ts'

export interface ClusterJournal {
  readonly journal: Journal
  readonly lanes: Lanes
  readonly baseShare: BaseShare
  readonly cluster: Cluster
  /** Says that people or their aliases changed. */
  peopleChanged(): void
}

interface Parts {
  readonly settings: KafkaSettings
  /** Where secrets may be. */
  readonly environment: Environment
  readonly resolve: Resolve
  /** The customer base as bytes, and how to take over such bytes. */
  readonly base: { take(): Promise<Buffer>; apply(bytes: Buffer): Promise<void> }
  /** The public half of this node's signing key: all nodes of a cluster have the same one. */
  readonly key: string
  readonly now: () => number
  readonly log: Logger
}

/** What is told by one node at a time goes where the next one finds it. */
const isShared = (name: string): boolean => name.startsWith('notify:')

/** Opens it over this node's own journal, which it closes with itself. Throws Faults ERR_BUSY, ERR_KAFKA_SETUP, ERR_DATA_MIXED. */
export async function openKafkaJournal(local: Journal, parts: Parts): Promise<ClusterJournal> {
  const { settings, resolve, key, now, log } = parts
  const client = openKafkaClient({
    ...{ brokers: settings.brokers, clientId: 'clientkeep' },
    ...accessOf(settings, parts.environment),
  })
  const { prefix, partitions } = settings
  const topics = await ensureTopics(client, settings)
  const lastLanes = new Map<string, number>()
  const laneOf = openLaneOf(resolve, partitions)
  const written = openWritten()
  const places = openPlaces()
  const own = new Set<string>()
  const takeBase = async (state: BaseState): Promise<void> => {
    if (own.has(state.id)) return
    const bytes = await fetchBase(client, topics.customers, state)
    if (bytes) await parts.base.apply(bytes)
  }
  // One node cuts the topics; until lanes are given out it is none.
  let mayCut = () => false
  const feeder = await startFeeder({
    ...{ local, client, topics, lastLanes, written, places, partitions, log, takeBase, now },
    mayCut: () => mayCut(),
  })
  const appender = openAppender({ client, topics, written, now })

  async function appendTold(record: Omit<LogRecord, 'id' | 'at' | 'events'>): Promise<Appended> {
    const id = randomUUID()
    const applied = feeder.applied(id)
    try {
      await appender.append({ id, at: now(), ...record })
    } catch (error) {
      applied.forget()
      throw error
    }
    return applied.done
  }

  if (feeder.key() === undefined) await appendTold({ key })
  if (feeder.key() !== key)
    throw new Fault(
      'ERR_DATA_MIXED',
      'signing-key.json of this data folder is not that of the cluster; copy the file from another node (or restore a backup of one) and start again',
    )
  const lanes = await joinLanes({
    ...{ client, topics, log, count: partitions },
    group: `${prefix}.detect`,
  })

  mayCut = () => lanes.has(0)

  async function append(
    entries: readonly NewEntry[],
    { checkpoint, refused = [] }: Parameters<Journal['append']>[1] = {},
  ): Promise<Appended> {
    const isSomething = entries.length + refused.length > 0
    const appended = isSomething
      ? await appendTold(toldOf(entries, refused))
      : { accepted: 0, duplicates: 0, head: local.head }
    if (checkpoint && isShared(checkpoint.name)) await lanes.saveShared(checkpoint)
    else if (checkpoint) await local.append([], { checkpoint })
    return appended
  }

  /** Of two nodes that change the base at once, the first in the log wins; the other takes its state and is told. */
  async function share(before: BaseState | undefined): Promise<void> {
    const bytes = await parts.base.take()
    const state = await sendBase(client, topics.customers, { bytes, parent: before?.id ?? null })
    own.add(state.id)
    await appendTold({ base: { ...state, pieces: [...state.pieces] } })
    const counts = feeder.base()
    if (counts?.id === state.id) {
      if (before) await dropBase(client, topics.customers, before)
      return
    }
    await dropBase(client, topics.customers, state)
    if (counts) await takeBase(counts)
    throw new Fault(
      'ERR_CONFLICT',
      'another node changed the customer base at the same time, and its state is in force now; do this once more',
    )
  }

  const journal: Journal = {
    read: local.read,
    readEvents: local.readEvents,
    readMatching: local.readMatching,
    readTold: local.readTold,
    at: local.at,
    checkpoint: name => (isShared(name) ? lanes.shared(name) : local.checkpoint(name)),
    append,
    appendEvents: async batch => {
      const known = local.lastSeq(batch.source)
      const accepted = batch.seqs.filter(seq => seq > known).length
      if (batch.seqs.length > 0)
        await appender.appendEvents(laneParts(batch, { laneOf, lastLanes }))
      return { accepted, duplicates: batch.seqs.length - accepted, head: local.head }
    },
    takeRefused: source => local.takeRefused(source).map(places.placed),
    lastSeq: local.lastSeq,
    seqRanges: local.seqRanges,
    get head() {
      return local.head
    },
    receivedAfter: local.receivedAfter,
    chainHead: local.chainHead,
    chainLinks: local.chainLinks,
    copyTo: local.copyTo,
    // Each node deletes in its own copy; Kafka deletes in its topics by their own settings.
    remove: async (offsets, emptied, record) => {
      if (record) await append([record])
      await local.remove(offsets, emptied)
    },
    removeEverywhere: async (offsets, emptied, record) => {
      const removed = { offsets: [...offsets], emptied: [...emptied] }
      await appendTold({ removed, ...(record && { told: [record] }) })
    },
    usedBytes: local.usedBytes,
    wipe: local.wipe,
    onCommit: local.onCommit,
    close: async () => {
      await appender.idle()
      await lanes.close()
      await feeder.stop()
      await client.close()
      await local.close()
    },
  }
  const begin = () => {
    const before = feeder.base()
    return () => share(before)
  }
  return {
    ...{ journal, lanes, baseShare: { begin }, cluster: feeder },
    peopleChanged: laneOf.forget,
  }
}

const toldOf = (entries: readonly NewEntry[], refused: readonly Refused[]) => ({
  ...(entries.length > 0 && { told: [...entries] }),
  ...(refused.length > 0 && { refused: [...refused] }),
})
