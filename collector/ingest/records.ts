/** Checks records of a batch one by one: good ones go on, bad ones are named by index and reason. */
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { eventClasses } from '../../events/classes.ts'
import { limits } from '../../events/limits.ts'
import { Envelope } from '../../events/wire.ts'
import type { NewEntry, Refused } from '../journal/journal.ts'

const envelope = Compile(Envelope)
const known = new Map([...eventClasses].map(([uid, schema]) => [uid, Compile(schema)]))

/** Whom an event speaks for. */
const Speaker = Compile(Type.Object({ device: Type.Object({ uid: Type.String() }) }))

export interface CheckedBatch {
  readonly entries: readonly NewEntry[]
  readonly refused: readonly Refused[]
  readonly rejected: readonly { index: number; seq?: number; reason: string }[]
  /** Highest sequence number in the batch, 0 where none could be read. */
  readonly lastSeq: number
}

function faultOf(event: { class_uid: number }, agent: string): string | undefined {
  const schema = known.get(event.class_uid)
  if (!schema) return `class_uid ${event.class_uid} is not taken from agents`
  if (!schema.Check(event)) {
    const first = schema.Errors(event)[0]
    return `${first?.instancePath || '/'}: ${first?.message ?? 'does not fit its schema'}`
  }
  const uid = Speaker.Check(event) ? event.device.uid : undefined
  return uid === agent ? undefined : 'device.uid is not the agent that sent it'
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Whether nothing in it lies deeper: what copies an object between threads or writes it out goes down as deep as it is. */
function isShallow(value: unknown, levels: number = limits.eventDepthMax): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (levels === 0) return false
  for (const inner of Object.values(value)) if (!isShallow(inner, levels - 1)) return false
  return true
}

/** Checks NDJSON lines from `agent`. Lines whose sequence number cannot be read are rejected without quarantine. */
export function checkBatch(lines: readonly string[], agent: string): CheckedBatch {
  const entries: NewEntry[] = []
  const refused: Refused[] = []
  const rejected: { index: number; seq?: number; reason: string }[] = []
  let lastSeq = 0
  for (const [index, line] of lines.entries()) {
    const record = parseLine(line)
    if (!envelope.Check(record)) {
      rejected.push({
        index,
        reason: 'not an envelope: {"seq": integer from 1, "event": OCSF event}',
      })
      continue
    }
    const { seq, event } = record
    lastSeq = Math.max(lastSeq, seq)
    const isLong = line.length > limits.eventBytesMax
    const reason = isLong
      ? `longer than ${limits.eventBytesMax} bytes`
      : isShallow(event)
        ? faultOf(event, agent)
        : 'nested too deeply'
    if (reason === undefined) {
      const body = JSON.stringify(event)
      entries.push({ kind: 'event', source: agent, seq, time: event.time, body })
    } else {
      rejected.push({ index, seq, reason })
      refused.push({ source: agent, seq, reason, body: isLong ? line.slice(0, 4096) : line })
    }
  }
  return { entries, refused, rejected, lastSeq }
}
