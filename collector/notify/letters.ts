/** Letters: messages to people by name of what concerns them (a request for approval, its end), and of a person who was secured or has left. Each channel follows the journal's decisions with a checkpoint of its own. */
import type { Logger } from 'pino'
import { type Decision, decisionEntry, readDecision } from '../journal/decisions.ts'
import type { Journal } from '../journal/journal.ts'
import { Refused, type Sender } from './channel.ts'
import type { Courier } from './courier.ts'
import { retryMsMax, startRounds } from './rounds.ts'
import type { ChannelSettings } from './settings.ts'

/** One message. `to`: addresses, for channels that can choose whom to tell; empty for whom the channel always tells. */
export interface Letter {
  /** The same for the same news, so that a receiver can tell a repeat after a crash. */
  readonly id: string
  readonly time: number
  readonly kind: 'approvals' | 'secured' | 'departures'
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  /** For programs: what a webhook is told. */
  readonly data: Readonly<Record<string, unknown>>
}

export interface LetterParts {
  readonly settings: ChannelSettings
  readonly sender: Sender
  readonly journal: Journal
  /** What is to be told of a decision as things are now. */
  readonly lettersOf: (decision: Decision, offset: number) => Promise<readonly Letter[]>
  readonly now: () => number
  readonly log: Logger
  readonly count: (outcome: 'sent' | 'failed' | 'undelivered') => void
}

const batchDecisions = 200

/** Starts to follow. A channel that is new begins with what is decided from now on. */
export async function startLetters(parts: LetterParts): Promise<Courier> {
  const { settings, sender, journal, now, log } = parts
  const { name, tells, give_up_h } = settings.common
  const checkpointName = `letters:${name}`
  const saved = await journal.checkpoint(checkpointName)
  let read = saved?.offset ?? journal.head
  let sentAt: number | null = null
  let failing: { since: number; tries: number; until: number; why: string } | undefined

  const save = (offset: number) => {
    read = offset
    return journal.append([], { checkpoint: { name: checkpointName, offset, state: '' } })
  }

  async function giveUp(letter: Letter, why: string): Promise<void> {
    parts.count('undelivered')
    log.error({ channel: name, letter: letter.id, why }, 'a letter could not be delivered')
    const data = { channel: name, alerts: [letter.id], reason: why.slice(0, 1000) }
    const entry = { kind: 'notify.undelivered', by: 'notify', time: now(), data } as const
    await journal.append([decisionEntry(entry, `undelivered:${name}:${letter.id}`)])
  }

  /** False where it is to be tried again. */
  async function deliver(letter: Letter): Promise<boolean> {
    try {
      await sender.tell(letter)
      sentAt = now()
      parts.count('sent')
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      const { since = now(), tries = 0 } = failing ?? {}
      if (!(error instanceof Refused) && now() - since < give_up_h * 3_600_000) {
        parts.count('failed')
        const waitMs = Math.min(retryMsMax, 1000 * 2 ** tries)
        failing = { since, tries: tries + 1, until: now() + waitMs, why }
        log.warn({ channel: name, why, waitMs }, 'a letter could not be sent; tried again')
        return false
      }
      await giveUp(letter, why)
    }
    failing = undefined
    return true
  }

  async function round(isStopping: () => boolean): Promise<number> {
    if (failing && failing.until > now()) return failing.until
    for (;;) {
      const entries = await journal.readTold(read, batchDecisions, 'decision')
      for (const { body, offset } of entries) {
        const decision = body === '' ? undefined : readDecision(body)
        const all = decision ? await parts.lettersOf(decision, offset) : []
        const wanted = all.filter(({ kind }) => tells.includes(kind))
        // What was delivered before a failure goes again, under the same id.
        for (const letter of wanted) if (!(await deliver(letter))) return failing?.until ?? now()
        if (wanted.length > 0) await save(offset)
        if (isStopping()) return Number.POSITIVE_INFINITY
        read = offset
      }
      if (entries.length === 0) return Number.POSITIVE_INFINITY
      if (entries.length === batchDecisions) await save(read)
    }
  }

  if (!saved) await save(read)
  const { stop } = startRounds({ name, journal, now, log, round })
  return {
    get state() {
      return { pending: failing ? 1 : 0, sentAt, failure: failing?.why ?? null }
    },
    stop,
  }
}
