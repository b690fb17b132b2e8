/** Takes records that systems send: looks whether they may, reads them by the mapping, journals their events, and answers only then. */
import type { IncomingHttpHeaders } from 'node:http'
import type { ConnectorState, ConnectorTest, WebhookReply } from '../../events/connectors.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { openTurnstile } from '../ingest/turnstile.ts'
import type { Journal, NewBatch } from '../journal/journal.ts'
import type { Receiver } from './connector.ts'
import { idHash, type ReceivedIds } from './received.ts'

export interface WebhookRun {
  readonly name: string
  readonly type: string
  readonly receiver: Receiver
}

interface Parts {
  readonly ids: ReceivedIds
  readonly journal: Pick<Journal, 'appendEvents' | 'lastSeq'>
  readonly now: () => number
}

export interface Receivers {
  /** Looks at the headers before the body is read. Throws Fault ERR_NOT_FOUND or ERR_ACCESS_DENIED. */
  need(name: string, headers: IncomingHttpHeaders): void
  /** Takes a body; resolves when its events are durable. With `isTrial` nothing is kept. Throws Faults, those of `need` too. */
  take(
    name: string,
    request: {
      readonly headers: IncomingHttpHeaders
      readonly body: Buffer
      readonly isTrial: boolean
    },
  ): Promise<WebhookReply>
  states(): readonly ConnectorState[]
  /** What the last request had in it; undefined where it is no connector of this kind. */
  last(name: string): ConnectorTest | undefined
}

/** Where records are sent to. */
const pathOf = (name: string): string => `/api/v1/connectors/${name}/records`
const rejectedMax = 100

const headOf = (seq: number): string => `{"seq":${seq},"event":`

function batchOf(source: string, events: ReadonlyMap<number, object>): NewBatch {
  const seqs = [...events.keys()].sort((one, other) => one - other)
  const parts = seqs.map(seq => Buffer.from(`${headOf(seq)}${JSON.stringify(events.get(seq))}}\n`))
  let end = 0
  const ends = parts.map(part => {
    end += part.length
    return end
  })
  return { source, seqs, ends, lines: Buffer.concat(parts) }
}

/** What is in a body: events by the digest of their record's identity, each once, and what cannot be read, by its place from 0. */
async function readBody(receiver: Receiver, body: Buffer, uidOf: (hash: string) => string) {
  const records = await receiver.records(body)
  if (records.length > limits.webhookRecordsMax)
    throw new Fault(
      'ERR_INPUT_TOO_LARGE',
      `${records.length} records at once; send at most ${limits.webhookRecordsMax}`,
    )
  const events = new Map<string, object>()
  const rejected: { index: number; reason: string }[] = []
  let [others, repeated] = [0, 0]
  for (const [index, record] of records.entries()) {
    if (typeof record === 'string') rejected.push({ index, reason: record })
    else if (record.id === undefined) rejected.push({ index, reason: 'it has no identity' })
    else {
      const hash = idHash(record.id)
      const reading = record.read(uidOf(hash))
      if ('dirty' in reading) rejected.push({ index, reason: reading.dirty })
      else if ('isOther' in reading) others += 1
      else if (events.has(hash)) repeated += 1
      else events.set(hash, reading.event)
    }
  }
  return { records: records.length, events, rejected, others, repeated }
}

export function openReceivers(runs: readonly WebhookRun[], parts: Parts): Receivers {
  const { ids, journal, now } = parts
  const turnstile = openTurnstile(now)
  const last = new Map<string, ConnectorTest>()
  const refusals = new Map<string, string>()
  const sourceOf = (name: string): string => `connector:${name}:${ids.of(name).life}`

  for (const { name } of runs) {
    // A file that was put back from a backup does not know numbers that the journal has.
    if (journal.lastSeq(sourceOf(name)) > ids.of(name).lastSeq) ids.beginAnew(name)
  }

  function find(name: string): WebhookRun {
    const run = runs.find(each => each.name === name)
    if (run) return run
    // The same as with wrong credentials: which connectors there are is nobody's business.
    throw new Fault(
      'ERR_ACCESS_SIGNED_OUT',
      `${name.slice(0, 100)}: no connector takes records with these credentials`,
    )
  }

  function refuse(name: string, reason: string): never {
    refusals.set(name, `a request was refused: ${reason}`)
    throw new Fault(
      'ERR_ACCESS_SIGNED_OUT',
      `${name}: no connector takes records with these credentials`,
    )
  }

  async function journalAll(name: string, events: ReadonlyMap<string, object>): Promise<number> {
    const hashes = [...events.keys()]
    const numbers = ids.number(name, hashes, now())
    const source = sourceOf(name)
    const bySeq = hashes.flatMap((hash, index) => {
      const [number, event] = [numbers[index], events.get(hash)]
      return number && event ? [[number.seq, event] as const] : []
    })
    let accepted = 0
    for (let at = 0; at < bySeq.length; at += limits.ingestBatchEventsMax) {
      const part = new Map(bySeq.slice(at, at + limits.ingestBatchEventsMax))
      accepted += (await journal.appendEvents(batchOf(source, part))).accepted
    }
    return accepted
  }

  return {
    need(name, headers) {
      const reason = find(name).receiver.refusal(headers)
      if (reason !== undefined) refuse(name, reason)
    },
    async take(name, { headers, body, isTrial }) {
      const { receiver } = find(name)
      const reason = receiver.refusalOf(headers, body, now())
      if (reason !== undefined) refuse(name, reason)
      const leave = turnstile.enter(name, body.length)
      try {
        const read = await readBody(receiver, body, hash => `connector:${name}:${hash}`)
        const { records, events, rejected, others, repeated } = read
        const accepted = isTrial ? events.size : await journalAll(name, events)
        const reply = {
          ...{ records, accepted, others },
          duplicates: repeated + (events.size - accepted),
          dirty: rejected.length,
          rejected: rejected.slice(0, rejectedMax),
        }
        if (isTrial) return reply
        const worst = rejected.at(-1)
        const lastDirty = worst ? `record ${worst.index + 1}: ${worst.reason}` : null
        ids.count(name, { records, events: accepted, dirty: rejected.length, lastDirty }, now())
        refusals.delete(name)
        last.set(name, {
          ...{ file: pathOf(name), lines: records, events: accepted, dirty: rejected.length },
          reasons: [...new Set(rejected.map(({ reason: text }) => text))].slice(0, 5),
        })
        return reply
      } finally {
        leave()
      }
    },
    states: () =>
      runs.map(({ name, type }) => {
        const { records, events, dirty, lastDirty, receivedAt } = ids.of(name)
        return {
          ...{ name, type, path: pathOf(name), files: 0, lag_bytes: 0 },
          ...{ lines: records, events, dirty, last_dirty: lastDirty, read_at: receivedAt },
          failure: refusals.get(name) ?? null,
        }
      }),
    last: name => {
      const run = runs.find(each => each.name === name)
      if (!run) return undefined
      const none = { file: pathOf(name), lines: 0, events: 0, dirty: 0 }
      return last.get(name) ?? { ...none, reasons: ['nothing was sent since the start'] }
    },
  }
}
