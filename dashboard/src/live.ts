/**
 * Follows the collector's stream and brings the query cache up to date. The stream only hints: after each
 * message, and after each return from offline, the truth is read again.
 */
import type { QueryClient } from '@tanstack/react-query'
import type { AlertList, AlertSummary, StreamEvents } from '../../events/api.ts'
import { announce, notify } from './notices.ts'
import { alertQuery, alertsQuery, peopleQuery, sessionQuery, setupQuery } from './queries.ts'
import { createStore } from './store.ts'
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

const retryMsMin = 1000
const retryMsMax = 10_000
/** A storm of messages is read again at most this often. */
const settleMs = 400

const sentence = ({ person, severity, headline }: AlertSummary): string =>
  t('live.sentence', { who: person.pseudonym, severity: severityWord(severity), headline })

/** The list with `alert` in it: in its old place, or first and counted. */
function withAlert(list: AlertList, alert: AlertSummary): AlertList {
  const isKnown = list.alerts.some(({ id }) => id === alert.id)
  const alerts = isKnown
    ? list.alerts.map(other => (other.id === alert.id ? alert : other))
    : [alert, ...list.alerts]
  const isNew = !isKnown && alert.status === 'new'
  const counts = isNew ? { ...list.counts, new: list.counts.new + 1 } : list.counts
  return { ...list, alerts, counts }
}

function onAlert(client: QueryClient, alert: AlertSummary): void {
  const { queryKey } = alertsQuery('open')
  const known = client.getQueryData(queryKey)?.alerts.find(({ id }) => id === alert.id)
  if (alert.status === 'closed' || alert.status === 'watched') return
  client.setQueryData(queryKey, list => list && withAlert(list, alert))
  const hasGrown = known ? alert.findings > known.findings : alert.status === 'new'
  if (!hasGrown) return
  arrivals.set(new Set([...arrivals.get(), alert.id]))
  announce(t(known ? 'live.more' : 'live.new', { what: sentence(alert) }))
}

/** Collects what has to be read again and reads it once things are quiet for a moment. */
function createRefresh(client: QueryClient) {
  const keys = new Map<string, readonly unknown[]>()
  const flush = () => {
    for (const queryKey of keys.values()) client.invalidateQueries({ queryKey })
    keys.clear()
  }
  return (...queryKeys: readonly (readonly unknown[])[]) => {
    if (keys.size === 0) setTimeout(flush, settleMs)
    for (const key of queryKeys) keys.set(JSON.stringify(key), key)
  }
}

const parse = <K extends keyof StreamEvents>(_name: K, event: MessageEvent): StreamEvents[K] =>
  JSON.parse(event.data)

/** Opens the stream and keeps it open. Returns how to stop. */
export function startLive(client: QueryClient): () => void {
  const refresh = createRefresh(client)
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let retryMs = retryMsMin
  let wasOpen = false

  const onHello = () => {
    retryMs = retryMsMin
    live.set({ state: 'live', lastAt: Date.now() })
    if (wasOpen) {
      client.invalidateQueries()
      notify(t('shell.back'))
    }
    wasOpen = true
  }
  const onError = () => {
    source?.close()
    const { state, lastAt } = live.get()
    live.set({ state: 'offline', lastAt: state === 'live' ? Date.now() : lastAt })
    client.invalidateQueries({ queryKey: sessionQuery.queryKey })
    clearTimeout(timer)
    timer = setTimeout(open, retryMs)
    retryMs = Math.min(retryMs * 2, retryMsMax)
  }
  function open() {
    clearTimeout(timer)
    source?.close()
    source = new EventSource('/api/v1/stream')
    source.addEventListener('hello', onHello)
    source.addEventListener('alert', event => {
      const alert = parse('alert', event)
      onAlert(client, alert)
      refresh(['alerts'], alertQuery(alert.id).queryKey, ['person'])
    })
    source.addEventListener('approvals', () => refresh(['approvals'], ['person']))
    source.addEventListener('setup', () => refresh(setupQuery.queryKey, peopleQuery.queryKey))
    source.addEventListener('error', onError)
  }

  open()
  window.addEventListener('online', open)
  return () => {
    window.removeEventListener('online', open)
    clearTimeout(timer)
    source?.close()
  }
}
