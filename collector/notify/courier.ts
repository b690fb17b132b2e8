/** Carries news to one channel: follows the journal's findings with a checkpoint of its own, groups them by alert, throttles, tries again, gives up in the open. */
import type { Logger } from 'pino'
import Type from 'typebox'
import Value from 'typebox/value'
import type { AlertSummary } from '../../events/api.ts'
import { severityId } from '../../events/ocsf.ts'
import { decisionEntry } from '../journal/decisions.ts'
import type { Journal, NewEntry } from '../journal/journal.ts'
import { Refused, type Sender } from './channel.ts'
import { type AlertNote, messageOf, noteOf } from './message.ts'
import { retryMsMax, startRounds } from './rounds.ts'
import type { ChannelSettings } from './settings.ts'

export interface CourierParts {
  readonly settings: ChannelSettings
  readonly sender: Sender
  readonly journal: Journal
  /** The alert that a finding went to, as soon as it is known. */
  readonly alertOf: (finding: string, offset: number) => Promise<string | undefined>
  /** An alert as it is now; undefined where it is gone. */
  readonly summary: (alert: string) => AlertSummary | undefined
  readonly nameOf: (person: string) => string | undefined
  readonly dashboardUrl: string | undefined
  readonly now: () => number
  readonly log: Logger
  readonly count: (outcome: 'sent' | 'failed' | 'undelivered') => void
}

export interface CourierState {
  readonly pending: number
  readonly sentAt: number | null
  /** Why the last try failed, null where it did not. */
  readonly failure: string | null
}

export interface Courier {
  readonly state: CourierState
  stop(): Promise<void>
}

/** What a receiver was told last of an alert. */
const Told = Type.Object({
  at: Type.Integer(),
  risk: Type.Integer(),
  severity: Type.Integer(),
  customers: Type.Integer(),
})
type Told = Type.Static<typeof Told>
const State = Type.Object({ told: Type.Record(Type.String(), Told) })

const rememberMs = 30 * 86_400_000

function toldOf(text: string | undefined): Map<string, Told> {
  const state: unknown = text === undefined ? undefined : JSON.parse(text)
  return new Map(Value.Check(State, state) ? Object.entries(state.told) : [])
}

const isWorse = (alert: AlertSummary, before: Told): boolean =>
  alert.risk > before.risk ||
  alert.customers > before.customers ||
  severityId[alert.severity] > before.severity

/** Starts to follow. A channel that is new begins with what happens from now on. */
export async function startCourier(parts: CourierParts): Promise<Courier> {
  const { settings, sender, journal, now, log } = parts
  const { name, min_severity, group_s, throttle_s, give_up_h, names, details } = settings.common
  const checkpointName = `notify:${name}`
  const saved = await journal.checkpoint(checkpointName)
  const told = toldOf(saved?.state)
  const pending = new Map<string, { readonly offset: number; readonly since: number }>()
  let read = saved?.offset ?? journal.head
  let sentAt: number | null = null
  let failing: { since: number; tries: number; until: number; why: string } | undefined

  /** What comes after the checkpoint is looked at again after a restart, so it stays before whatever was not told yet. */
  async function save(record?: NewEntry): Promise<void> {
    for (const [alert, { at }] of told) if (at < now() - rememberMs) told.delete(alert)
    const offset = Math.min(read, ...[...pending.values()].map(item => item.offset - 1))
    const state = JSON.stringify({ told: Object.fromEntries(told) })
    const checkpoint = { name: checkpointName, offset, state }
    await journal.append(record ? [record] : [], { checkpoint })
  }

  async function collect(): Promise<void> {
    for (;;) {
      const entries = await journal.readTold(read, 200, 'finding')
      for (const { source, offset } of entries) {
        const alert = await parts.alertOf(source.replace('finding:', ''), offset)
        if (alert !== undefined && !pending.has(alert)) pending.set(alert, { offset, since: now() })
        read = offset
      }
      if (entries.length === 0) return
    }
  }

  /** From when on an alert may be told; undefined where there is no news in it. */
  function allowedAt(alert: AlertSummary | undefined): number | undefined {
    if (!alert || alert.status === 'closed' || alert.status === 'watched') return undefined
    if (severityId[alert.severity] < severityId[min_severity]) return undefined
    const before = told.get(alert.id)
    if (!before) return 0
    return isWorse(alert, before) ? before.at + throttle_s * 1000 : undefined
  }

  /** Alerts to be told now, and when to look again. The first that has waited long enough takes along all that may be told. */
  function chooseDue(): { due: AlertSummary[]; next: number } {
    const allowed: AlertSummary[] = []
    let next = Number.POSITIVE_INFINITY
    for (const [id, { since }] of pending) {
      const alert = parts.summary(id)
      const at = allowedAt(alert)
      if (at === undefined || !alert) {
        pending.delete(id)
        continue
      }
      if (at <= now()) allowed.push(alert)
      next = Math.min(next, Math.max(at, since + group_s * 1000))
    }
    return { due: next <= now() ? allowed : [], next }
  }

  const note = (alert: AlertSummary): AlertNote =>
    noteOf(alert, {
      news: told.has(alert.id) ? 'grown' : 'opened',
      details,
      name: names && alert.person.id !== null ? parts.nameOf(alert.person.id) : undefined,
      dashboardUrl: parts.dashboardUrl,
    })

  async function finish(due: readonly AlertSummary[], record?: NewEntry): Promise<void> {
    for (const { id, risk, severity, customers } of due) {
      told.set(id, { at: now(), risk, severity: severityId[severity], customers })
      pending.delete(id)
    }
    failing = undefined
    await save(record)
  }

  async function giveUp(due: readonly AlertSummary[], why: string): Promise<void> {
    parts.count('undelivered')
    log.error({ channel: name, alerts: due.length, why }, 'a message could not be delivered')
    const data = { channel: name, alerts: due.map(({ id }) => id), reason: why.slice(0, 1000) }
    await finish(
      due,
      decisionEntry({ kind: 'notify.undelivered', by: 'notify', time: now(), data }),
    )
  }

  async function tell(due: readonly AlertSummary[]): Promise<void> {
    try {
      await sender.send(messageOf(due.map(note), { channel: name, time: now() }))
      sentAt = now()
      parts.count('sent')
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      const { since = now(), tries = 0 } = failing ?? {}
      if (error instanceof Refused || now() - since >= give_up_h * 3_600_000)
        return giveUp(due, why)
      parts.count('failed')
      const waitMs = Math.min(retryMsMax, 1000 * 2 ** tries)
      failing = { since, tries: tries + 1, until: now() + waitMs, why }
      log.warn({ channel: name, why, waitMs }, 'a message could not be sent; tried again')
      return
    }
    await finish(due)
  }

  async function round(): Promise<number> {
    await collect()
    if (failing && failing.until > now()) return failing.until
    const { due, next } = chooseDue()
    if (due.length === 0) return next
    await tell(due)
    return now()
  }

  if (!saved) await save()
  const { stop } = startRounds({ name, journal, now, log, round })
  return {
    get state() {
      return { pending: pending.size, sentAt, failure: failing?.why ?? null }
    },
    stop,
  }
}
