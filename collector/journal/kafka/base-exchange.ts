/** Carries the customer base between nodes: bytes in pieces in a topic of their own; the log says which bytes count and what they followed. */
import { randomUUID } from 'node:crypto'
import type { KafkaClient } from './client.ts'

/** A state of the customer base, as the log tells it. */
export interface BaseState {
  readonly id: string
  /** The state that was changed; null where there was none. */
  readonly parent: string | null
  /** Offsets of its pieces, in order. */
  readonly pieces: readonly number[]
}

const pieceBytes = 1024 * 1024
const waitMs = 500

/** Writes bytes; they count once the log names them. */
export async function sendBase(
  client: KafkaClient,
  topic: string,
  { bytes, parent }: { bytes: Buffer; parent: string | null },
): Promise<BaseState> {
  const id = randomUUID()
  const pieces: number[] = []
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    const key = Buffer.from(`${id}/${pieces.length}`)
    const value = bytes.subarray(start, start + pieceBytes)
    const offsets = await client.produce([{ topic, partition: 0, key, value }])
    pieces.push(offsets.get(0) ?? 0)
  }
  return { id, parent, pieces }
}

/** Lets go of bytes that no longer count; Kafka deletes them when it compacts the topic. */
export async function dropBase(client: KafkaClient, topic: string, { id, pieces }: BaseState) {
  for (const index of pieces.keys()) {
    const key = Buffer.from(`${id}/${index}`)
    await client.produce([{ topic, partition: 0, key, value: null }])
  }
}

/** Reads bytes back; undefined where they were let go of, because a later state counts. */
export async function fetchBase(
  client: KafkaClient,
  topic: string,
  { pieces }: BaseState,
): Promise<Buffer | undefined> {
  const reader = client.reader(topic)
  const wanted = new Set(pieces)
  const found = new Map<number, Buffer>()
  const last = Math.max(...pieces)
  try {
    for (let next = Math.min(...pieces); next <= last; ) {
      const [answer] = await reader.read(new Map([[0, next]]), waitMs)
      if (!answer || answer.end <= next) return undefined
      for (const { offset, value } of answer.records)
        if (value && wanted.has(offset)) found.set(offset, value)
      next = Math.max((answer.records.at(-1)?.offset ?? next) + 1, answer.start)
    }
  } finally {
    await reader.close()
  }
  const parts = pieces.flatMap(offset => found.get(offset) ?? [])
  return parts.length === pieces.length ? Buffer.concat(parts) : undefined
}
