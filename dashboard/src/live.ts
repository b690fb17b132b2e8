/**
 * Follows the collector's stream and brings the query cache up to date. The stream only hints: after each
 * message, and after each return from offline, the truth is read again.
 */
import type { QueryClient } from '@tanstack/react-query'
import type { AlertList, AlertSummary } from '../../events/api.ts'
import { adminKey } from './admin-api.ts'
import { announce, notify } from './notices.ts'
import { alertQuery, alertsQuery, peopleQuery, sessionQuery, setupQuery } from './queries.ts'
import { headlineWords } from './said/words.ts'
import { createStore } from './store.ts'
import { followStream, type StreamMessage } from './stream.ts'
import { t } from './text.ts'
import { severityWord } from './words.ts'

export interface LiveStatus {
  readonly state: 'connecting' | 'live' | 'offline'
  /** When the stream was last open, null before the first time. */
  readonly lastAt: number | null
}

export const live = createStore<LiveStatus>({ state: 'connecting', lastAt: null })
/** Alerts that came or grew while this page was open, until they are looked at. */
export const arrivals = createStore<ReadonlySet<string>>(new Set())

export function lookedAt(id: string): void {
  if (!arrivals.get().has(id)) return
  arrivals.set(new Set([...arrivals.get()].filter(other => other !== id)))
}

/** What decisions besides those on alerts may have changed; only what is on the page is read again. */
const ofSetup = [
  setupQuery.queryKey,
  peopleQuery.queryKey,
  adminKey,
  ...['users', 'identity', 'emergencies', 'reveals', 'keys', 'sessions', 'tuning', 'leavers'].map(
    key => [key],
  ),
]

/** What comes within this time is shown together. */
const gatherMs = 150
/** Soon after a message things are read again; in a storm at most this often. */
const settleMs = 400
const stormMs = 2000

const sentence = ({ person, severity, headline }: AlertSummary): string =>
  t('live.sentence', {
    who: person.pseudonym,
    severity: severityWord(severity),
    headline: headlineWords(headline),
  })

/** The list with `changed` in it: what is known in its old place, what is new first and counted. */
function withAlerts(list: AlertList, changed: ReadonlyMap<string, AlertSummary>): AlertList {
  const known = new Set(list.alerts.map(({ id }) => id))
  const added = [...changed.values()].filter(({ id }) => !known.has(id)).reverse()
  const alerts = [...added, ...list.alerts.map(alert => changed.get(alert.id) ?? alert)]
  const fresh = added.filter(({ status }) => status === 'new').length
  return { ...list, alerts, counts: { ...list.counts, new: list.counts.new + fresh } }
}

/** One change of the page for all alerts of a moment: in a storm each of its own would leave no time for the hands. */
function onAlerts(client: QueryClient, told: ReadonlyMap<string, AlertSummary>): void {
  const { queryKey } = alertsQuery('open')
  const before = new Map(client.getQueryData(queryKey)?.alerts.map(alert => [alert.id, alert]))
  const open = [...told].filter(([, { status }]) => status !== 'closed' && status !== 'watched')
  client.setQueryData(queryKey, list => list && withAlerts(list, new Map(open)))
  const grown = open.filter(([id, { findings, status }]) => {
    const known = before.get(id)
    return known ? findings > known.findings : status === 'new'
  })
  const [last] = grown.slice(-1)
  if (!last) return
  arrivals.set(new Set([...arrivals.get(), ...grown.map(([id]) => id)]))
  const [id, alert] = last
  announce(t(before.has(id) ? 'live.more' : 'live.new', { what: sentence(alert) }))
}

/** Alerts of a moment, the last word on each, handed on together. */
function gatherAlerts(take: (alerts: ReadonlyMap<string, AlertSummary>) => void) {
  let waiting = new Map<string, AlertSummary>()
  const flush = () => {
    const alerts = waiting
    waiting = new Map()
    take(alerts)
  }
  return (alert: AlertSummary) => {
    if (waiting.size === 0) setTimeout(flush, gatherMs)
    waiting.set(alert.id, alert)
  }
}

/** Collects what has to be read again and reads it once things are quiet for a moment. */
function createRefresh(client: QueryClient) {
  const keys = new Map<string, readonly unknown[]>()
  let readAt = Number.NEGATIVE_INFINITY
  const flush = () => {
    readAt = performance.now()
    for (const queryKey of keys.values()) client.invalidateQueries({ queryKey })
    keys.clear()
  }
  return (...queryKeys: readonly (readonly unknown[])[]) => {
    if (keys.size === 0) setTimeout(flush, Math.max(settleMs, readAt + stormMs - performance.now()))
    for (const key of queryKeys) keys.set(JSON.stringify(key), key)
  }
}

/** Follows the stream. Returns how to stop. */
export function startLive(client: QueryClient): () => void {
  const refresh = createRefresh(client)
  const gather = gatherAlerts(alerts => onAlerts(client, alerts))
  let wasOpen = false

  const onHello = () => {
    const wasOffline = live.get().state === 'offline'
    live.set({ state: 'live', lastAt: Date.now() })
    if (wasOpen) client.invalidateQueries()
    if (wasOpen && wasOffline) notify(t('shell.back'))
    wasOpen = true
  }
  const onLost = () => {
    const { state, lastAt } = live.get()
    live.set({ state: 'offline', lastAt: state === 'live' ? Date.now() : lastAt })
    client.invalidateQueries({ queryKey: sessionQuery.queryKey })
  }
  const onAlert = (alert: AlertSummary) => {
    gather(alert)
    refresh(['alerts'], alertQuery(alert.id).queryKey, ['person'])
  }
  const heard: Readonly<Record<StreamMessage['name'], (data: string) => void>> = {
    hello: onHello,
    lost: onLost,
    alert: data => onAlert(JSON.parse(data)),
    approvals: () => refresh(['approvals'], ['person']),
    cases: () => refresh(['cases']),
    setup: () => refresh(...ofSetup),
    rules: () => refresh(['rules']),
  }
  return followStream(({ name, data }) => heard[name](data))
}
