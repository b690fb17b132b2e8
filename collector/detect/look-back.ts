/** Looks back as soon as a departure becomes known or an account is bound, and again where that is due: starts the thread, appends what it found together with the record of it, so that neither is lost or told twice. */
import type { Logger } from 'pino'
import { limits } from '../../events/limits.ts'
import { decisionEntry } from '../journal/decisions.ts'
import type { Journal, NewEntry } from '../journal/journal.ts'
import type { Departures, LookBack } from '../people/departures.ts'
import { findingEntry } from './detection.ts'
import type { LookBackStart } from './look-back-worker.ts'
import type { DetectSettings } from './messages.ts'
import type { PastFound } from './replay-people.ts'
import { replayInThread } from './replay-thread.ts'

export interface LookBacks {
  /** Says that a look back may wait. */
  wake(): void
  stop(): Promise<void>
}

export interface LookBackParts {
  readonly journal: Journal
  readonly departures: Departures
  /** Resolves when the projections hold everything up to an offset. */
  readonly reached: (offset: number) => Promise<void>
  /** Whether this is the one node of a cluster that looks back. */
  readonly isOurs: () => Promise<boolean>
  readonly now: () => number
  readonly log: Logger
}

const retryMs = 30_000
/** People who are looked back at in one pass over the journal. */
const peopleAtOnce = 200

/** What one look back adds to the journal: findings that were not told before, and the record of it. */
function entriesOf(
  { asked, from, person }: LookBack,
  found: readonly PastFound[],
  { departures, now }: LookBackParts,
): NewEntry[] {
  const past = found.find(each => each.person === person)
  if (!past) return []
  const told = past.findings.filter(({ metadata }) => !departures.hasFinding(metadata.uid))
  const data = { person, asked, from, events: past.events, findings: told.length }
  const kind = 'person.looked-back'
  return [...told.map(findingEntry), decisionEntry({ kind, by: 'detection', time: now(), data })]
}

export function openLookBacks(settings: DetectSettings, parts: LookBackParts): LookBacks {
  const { journal, departures, log } = parts
  const stopping = new AbortController()
  let isAwake = false
  let running: Promise<void> | undefined
  let retry: NodeJS.Timeout | undefined

  const replay = (start: LookBackStart) => {
    const program = new URL('./look-back-worker.ts', import.meta.url)
    const { signal } = stopping
    return replayInThread<LookBackStart, readonly PastFound[]>(program, {
      ...{ name: 'look-back', start, signal },
    })
  }

  async function lookBack(): Promise<void> {
    const pending = departures.pending(parts.now()).slice(0, peopleAtOnce)
    if (pending.length === 0 || stopping.signal.aborted || !(await parts.isOurs())) return
    const people = pending.map(({ person, from, bound }) => ({ person, from, bound }))
    const found = await replay({ ...settings, head: journal.head, people })
    const entries = pending.flatMap(waiting => entriesOf(waiting, found, parts))
    const { head } = await journal.append(entries)
    await parts.reached(head)
    isAwake ||= departures.pending(parts.now()).length > 0
  }

  async function run(): Promise<void> {
    try {
      while (isAwake && !stopping.signal.aborted) {
        isAwake = false
        await lookBack()
      }
    } catch (error) {
      if (!stopping.signal.aborted) {
        log.error({ err: error }, 'a look back failed; tried again in a moment')
        retry = setTimeout(wake, retryMs)
        retry.unref()
      }
    } finally {
      running = undefined
    }
  }

  function wake(): void {
    isAwake = true
    if (!stopping.signal.aborted) running ??= run()
  }

  const again = setInterval(wake, limits.clockTickMs)
  again.unref()
  return {
    wake,
    stop: async () => {
      stopping.abort()
      clearInterval(again)
      clearTimeout(retry)
      await running
    },
  }
}
