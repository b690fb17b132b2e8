/** Which lanes of detection this node has: a consumer group over the topic of states gives them out, and what a lane remembers moves with it. */
import type { Logger } from 'pino'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { LaneStart, LaneState } from '../../detect/lanes.ts'
import type { Checkpoint } from '../journal.ts'
import type { KafkaClient } from './client.ts'
import type { Topics } from './topics.ts'

export interface Lanes {
  readonly count: number
  /** Whether this node has a lane now. */
  has(lane: number): boolean
  /** The lanes that this node has now, with where each begins and what it remembers. */
  current(): Promise<readonly LaneStart[]>
  /** Called each time that the lanes of this node change. Returns how to stop. */
  onChange(listener: (lanes: readonly number[]) => void): () => void
  save(states: readonly LaneState[]): Promise<void>
  /** Checkpoints of what only one node does at a time; they are kept with lane 0. */
  saveShared(checkpoint: Checkpoint): Promise<void>
  shared(name: string): Promise<Checkpoint | undefined>
  close(): Promise<void>
}

const State = Compile(Type.Object({ offset: Type.Number(), state: Type.String() }))
const laneKey = 'detect'
const waitMs = 100

interface Parts {
  readonly client: KafkaClient
  readonly topics: Topics
  readonly group: string
  readonly count: number
  readonly log: Logger
}

export async function joinLanes({ client, topics, group, count, log }: Parts): Promise<Lanes> {
  const reader = client.reader(topics.state)
  const listeners = new Set<(lanes: readonly number[]) => void>()
  let lanes: readonly number[] = []

  /** The newest state under a key in each partition: nodes that overlap may have written an older one later. */
  async function load(partitions: readonly number[], key: string) {
    const newest = new Map<number, { offset: number; state: string }>()
    const from = new Map(partitions.map(partition => [partition, 0]))
    while (from.size > 0) {
      const answers = await reader.read(from, waitMs)
      const answered = new Set(answers.map(({ partition }) => partition))
      // A partition that is left out has nothing more.
      for (const partition of from.keys()) if (!answered.has(partition)) from.delete(partition)
      for (const { partition, records, start, end } of answers) {
        for (const record of records) {
          if (record.key?.toString() !== key) continue
          const value: unknown = JSON.parse(record.value?.toString() ?? 'null')
          if (!State.Check(value)) continue
          if (value.offset >= (newest.get(partition)?.offset ?? -1)) newest.set(partition, value)
        }
        const asked = from.get(partition) ?? 0
        const next = Math.max((records.at(-1)?.offset ?? asked - 1) + 1, start)
        if (next >= end || (records.length === 0 && next <= asked)) from.delete(partition)
        else from.set(partition, next)
      }
    }
    return newest
  }

  const put = async (partition: number, key: string, state: { offset: number; state: string }) => {
    const value = Buffer.from(JSON.stringify(state))
    await client.produce([{ topic: topics.state, partition, key: Buffer.from(key), value }])
  }

  const membership = await client.join(
    group,
    topics.state,
    partitions => {
      lanes = partitions.toSorted((a, b) => a - b)
      log.info({ lanes }, 'lanes of detection were shared out')
      for (const listener of listeners) listener(lanes)
    },
    error => log.warn({ err: error }, 'the consumer group is not reached; tried again'),
  )
  return {
    count,
    has: lane => lanes.includes(lane),
    current: async () => {
      const states = await load(lanes, laneKey)
      return lanes.map(lane => ({ lane, ...(states.get(lane) ?? { offset: 0, state: undefined }) }))
    },
    onChange: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    save: async states => {
      for (const { lane, offset, state } of states) await put(lane, laneKey, { offset, state })
    },
    saveShared: ({ name, offset, state }) => put(0, name, { offset, state }),
    shared: async name => {
      const found = (await load([0], name)).get(0)
      return found && { name, ...found }
    },
    close: async () => {
      await membership.close()
      await reader.close()
    },
  }
}
