/**
 * What time does to approvals: a silent approver is reminded, then the next one is asked, then the request expires. Each step is a
 * decision under a name of its own, so that several nodes, or one after a restart, take it once.
 */
import type { Logger } from 'pino'
import type { Identity } from '../identity/identity.ts'
import { type Decision, decisionEntry } from '../journal/decisions.ts'
import type { Journal, NewEntry } from '../journal/journal.ts'
import type { Directory } from '../people/directory.ts'
import type { Approvals } from './approvals.ts'
import { askedAt, levelMax } from './approvers.ts'
import type { ApprovalRow } from './rows.ts'

interface Parts {
  readonly approvals: Approvals
  readonly directory: Directory
  readonly identity: Pick<Identity, 'users'>
  readonly journal: Pick<Journal, 'append'>
  readonly reached: (offset: number) => Promise<void>
  readonly now: () => number
  readonly log: Logger
}

export interface ApprovalClock {
  /** Takes every step that is due by now; resolves when it can be read. */
  tick(): Promise<void>
  stop(): Promise<void>
}

/** By whom the journal says it was done. */
const clockName = 'clock'
/** A clock that is set forward is noticed within this time. */
const lookMsMax = 60_000

/** When the next step of a request is due. While a question is open only its end comes nearer. */
function nextAt(row: ApprovalRow): number {
  const steps = [row.expires_ms]
  if (row.state === 'waiting') {
    if (row.level < levelMax) steps.push(row.level_ms + row.escalate_ms)
    if (!row.reminded) steps.push(row.level_ms + row.remind_ms)
  }
  return Math.min(...steps)
}

/** The decision of a step that is due; undefined where none is. Who slept through several takes the last. */
function stepOf(row: ApprovalRow, parts: Parts): NewEntry | undefined {
  const time = parts.now()
  const { id, level, level_ms, person } = row
  const silentMs = time - level_ms
  const entry = (decision: Decision, name: string) =>
    decisionEntry(decision, `approval:${id}:${name}`)
  const by = clockName
  if (row.expires_ms <= time)
    return entry({ kind: 'approval.expired', by, time, data: { id } }, 'expired')
  if (row.state !== 'waiting') return undefined
  if (level < levelMax && silentMs >= row.escalate_ms) {
    const next = level + 1
    const { needed } = row.content
    const sources = { directory: parts.directory, users: parts.identity.users }
    const asked = askedAt(next, { person, needed, time }, sources)
    const data = { id, level: next, ...asked }
    return entry({ kind: 'approval.escalated', by, time, data }, `level:${next}:${level_ms}`)
  }
  if (row.reminded || silentMs < row.remind_ms) return undefined
  const data = { id, level }
  return entry({ kind: 'approval.reminded', by, time, data }, `reminder:${level}:${level_ms}`)
}

/** Starts to look; the first look is at once. */
export function startApprovalClock(parts: Parts): ApprovalClock {
  const { approvals, journal, reached, now, log } = parts
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let isStopping = false

  async function work(): Promise<void> {
    // A step may make the next one due, after a long sleep.
    for (let rounds = 0; rounds <= levelMax + 2; rounds += 1) {
      const entries = approvals.open().flatMap(row => stepOf(row, parts) ?? [])
      if (entries.length === 0) return
      await reached((await journal.append(entries)).head)
    }
  }

  function again(): void {
    clearTimeout(timer)
    if (isStopping) return
    const next = Math.min(...approvals.open().map(row => nextAt(row)))
    const waitMs = Math.min(lookMsMax, Math.max(1000, next - now()))
    timer = setTimeout(look, waitMs).unref()
  }

  function tick(): Promise<void> {
    const done = running.then(() => (isStopping ? undefined : work()))
    running = done.catch(() => {})
    return done
  }

  function look(): void {
    tick()
      .catch((error: unknown) =>
        log.error({ err: error }, 'what is due of approvals could not be journaled; tried again'),
      )
      .finally(again)
  }

  const off = approvals.onChange(again)
  look()
  return {
    tick,
    stop: async () => {
      isStopping = true
      off()
      clearTimeout(timer)
      await running
    },
  }
}
