/** The metrics of the collector, by name. */
import { statSync } from 'node:fs'
import type { Detection } from '../detect/detection.ts'
import type { Lag } from '../exposure/lag.ts'
import type { Journal } from '../journal/journal.ts'
import type { Cluster } from './health.ts'
import { counter, gauge, type Metric } from './metrics.ts'

/** Counters that routes and readers add to. */
export function openCounters() {
  return {
    requests: counter('clientkeep_http_requests_total', 'Answers by class of status', {
      name: 'status',
      values: ['2xx', '3xx', '4xx', '5xx'],
    }),
    ingested: counter(
      'clientkeep_ingest_events_total',
      'Events that agents sent, by what became of them',
      {
        name: 'outcome',
        values: ['accepted', 'duplicate', 'rejected'],
      },
    ),
    bytes: counter(
      'clientkeep_ingest_bytes_total',
      'Bytes of event batches that agents sent, unpacked',
    ),
    messages: counter(
      'clientkeep_notify_messages_total',
      'Messages to channels by what became of them',
      {
        name: 'outcome',
        values: ['sent', 'failed', 'undelivered'],
      },
    ),
    gateway: counter('clientkeep_gateway_answers_total', 'What the gateway saw and did', {
      name: 'what',
      values: ['page', 'export', 'held', 'denied', 'unread', 'refused'],
    }),
    limited: counter('clientkeep_limited_requests_total', 'Requests that were answered with 429', {
      name: 'limit',
      values: ['agent', 'address'],
    }),
  }
}
export type Counters = ReturnType<typeof openCounters>

interface Sources {
  readonly journal: Journal
  readonly journalPath: string
  readonly free: () => number
  readonly detection: Detection
  readonly lag: () => Lag
  readonly alerts: () => {
    readonly watched: number
    readonly new: number
    readonly in_progress: number
    readonly closed: number
  }
  readonly agents: () => { readonly online: number; readonly enrolled: number }
  readonly listeners: () => number
  readonly cluster: Cluster | undefined
}

/** Everything that is told at a scrape. */
export function metricsOf(counters: Counters, sources: Sources): Metric[] {
  const { journal, journalPath, free, detection, lag, alerts, agents, listeners, cluster } = sources
  return [
    ...Object.values(counters),
    gauge(
      'clientkeep_journal_head_entries',
      'Offset of the last journal entry',
      () => journal.head,
    ),
    gauge('clientkeep_journal_used_bytes', 'Bytes that journal entries take', () =>
      journal.usedBytes(),
    ),
    gauge(
      'clientkeep_journal_file_bytes',
      'Size of the journal file',
      () => statSync(journalPath).size,
    ),
    gauge('clientkeep_disk_free_bytes', 'Bytes that are left for the data folder', free),
    gauge(
      'clientkeep_detection_lag_entries',
      'Journal entries that detection has not looked at',
      () => lag().entries,
    ),
    gauge(
      'clientkeep_detection_lag_seconds',
      'Age of the oldest entry that detection has not looked at',
      () => lag().ms / 1000,
    ),
    gauge('clientkeep_detection_up_state', '1 while detection runs', () =>
      detection.health.failure === undefined ? 1 : 0,
    ),
    gauge('clientkeep_detection_rules', 'Rules in force', () => detection.health.rules),
    {
      name: 'clientkeep_detection_skipped_entries_total',
      help: 'Entries that tripped a bug in detection and were passed over',
      kind: 'counter',
      read: () => [{ value: detection.health.skipped }],
    },
    {
      name: 'clientkeep_alerts',
      help: 'Alerts by status',
      kind: 'gauge',
      read: () =>
        Object.entries(alerts()).map(([status, value]) => ({ labels: { status }, value })),
    },
    {
      name: 'clientkeep_agents',
      help: 'Endpoints by state',
      kind: 'gauge',
      read: () => {
        const { online, enrolled } = agents()
        return [
          { labels: { state: 'online' }, value: online },
          { labels: { state: 'silent' }, value: enrolled - online },
        ]
      },
    },
    gauge('clientkeep_live_listeners', 'Open dashboards', listeners),
    ...(cluster
      ? [
          gauge(
            'clientkeep_cluster_behind_records',
            'Records of the log of the cluster that this node does not have',
            cluster.behind,
          ),
        ]
      : []),
  ]
}
