/** One of each event that our code emits, built by the code that emits it. */

import { applicationError, applicationLifecycle } from '../../events/agent-health.ts'
import { fileAtRest, inventoryProgress } from '../../events/at-rest.ts'
import { type ClipboardFacts, clipboardActivity } from '../../events/clipboard-activity.ts'
import { detectionFinding } from '../../events/detection-finding.ts'
import { canaryMail } from '../../events/email-activity.ts'
import { type FileActivity, type FileFacts, fileActivity } from '../../events/file-activity.ts'
import type { Origin } from '../../events/ocsf.ts'
import { type PeripheralFacts, peripheralActivity } from '../../events/peripheral-activity.ts'
import { printActivity } from '../../events/print-activity.ts'
import type { ScanSummary } from '../../events/scan.ts'
import { type WebFacts, webResourcesActivity } from '../../events/web-resources-activity.ts'

export const origin: Origin = {
  product: { name: 'Clientkeep Agent', vendor_name: 'Clientkeep', version: '0.1.0' },
  device: {
    type_id: 0,
    uid: 'agent-1',
    hostname: 'lt-0231',
    os: { name: 'Linux', type_id: 200, version: '6.1' },
  },
}

export const scan: ScanSummary = {
  status: 'complete',
  format: 'text',
  bytes: 4096,
  rows: 40,
  candidates: 2,
  kinds: { email: 1, phone: 1 },
  tokens: 'AQAAAAAAAAACAAAAAAAAAA==',
  filter_version: '0123456789abcdef',
  duration_ms: 3,
}

const stick = { kind: 'removable', label: 'KINGSTON', path: '/media/KINGSTON' } as const

/** A file event with some facts replaced. */
export const fileEvent = (facts: Partial<FileFacts> = {}): FileActivity =>
  fileActivity(origin, {
    uid: 'event-1',
    time: Date.UTC(2026, 10, 24, 8),
    activity: 'Create',
    account: { name: 'anna', uid: '1000' },
    path: '/media/KINGSTON/base.csv',
    name: 'base.csv',
    parent: '/media/KINGSTON',
    sizeBytes: 4096,
    modifiedAt: Date.UTC(2026, 10, 24, 8),
    sha256: 'a'.repeat(64),
    place: stick,
    scan,
    ...facts,
  })

/** A clipboard event with some facts replaced. */
const clipboardEvent = (facts: Partial<ClipboardFacts> = {}) =>
  clipboardActivity(origin, {
    uid: 'event-5',
    time: Date.UTC(2026, 10, 24, 8),
    account: { name: 'anna', uid: '1000' },
    app: 'Chromium',
    process: {
      name: 'chromium',
      pid: 4711,
      file: { name: 'chromium', path: '/usr/bin/chromium', type_id: 1 },
    },
    board: 'CLIPBOARD',
    mimeTypes: ['text/plain', 'text/html'],
    copy: { kind: 'html' },
    scan,
    ...facts,
  })

/** An event of the gateway with some facts replaced. */
const webEvent = (facts: Partial<WebFacts> = {}) =>
  webResourcesActivity(origin.product, {
    uid: 'event-9',
    time: Date.UTC(2026, 10, 24, 8),
    activity: 'Read',
    account: { name: 'anna@firm.example' },
    app: 'CRM',
    path: '/customers',
    name: 'customers',
    address: '10.0.0.7',
    scan,
    ...facts,
  })
const heldExport = {
  ...{ hold: 'h1', rule: 'leavers', bytes: 4096, sha256: 'a'.repeat(64), format: 'csv' },
} as const

/** A device event with some facts replaced. */
export const peripheralEvent = (facts: Partial<PeripheralFacts> = {}) =>
  peripheralActivity(origin, {
    uid: 'event-6',
    time: Date.UTC(2026, 10, 24, 8),
    activity: 'Connect',
    account: { name: 'anna', uid: '1000' },
    name: 'DataTraveler 3.0',
    vendorName: 'Kingston',
    serial: 'E0D55EA573F2F4A0',
    peripheral: {
      kind: 'storage',
      identity: { quality: 'strong' },
      vendor_id: '0951',
      product_id: '1666',
      port: 'usb 1-2',
      interfaces: ['08/06/50'],
      volumes: [{ device: 'sdb1', size: 4096, uuid: '1A2B-3C4D', partition_uuid: 'c3072e18-01' }],
    },
    ...facts,
  })

const file = fileEvent()

export const samples = {
  'a file written to a stick': file,
  'a file that could not be read': fileEvent({
    scan: { ...scan, status: 'failed', reason: 'vanished' },
  }),
  'a file held, by a known program': fileEvent({
    process: { name: 'cp', pid: 77, cmd_line: 'cp a b' },
    session: '3',
    more: {
      attribution: 'process',
      hold: { id: 'ab12', state: 'held', customers: 30, rows: 31 },
      drive: { name: 'DataTraveler', serial: 'K1', identity: { quality: 'strong' } },
      copy_of: { path: '/home/anna/base.csv', by: 'bytes', percent: 100 },
      download: { host: 'crm.example', is_crm: true },
    },
  }),
  'a file at rest that holds customers': fileAtRest(origin, {
    ...{ uid: 'event-20', time: 1, account: { name: 'anna' }, path: '/home/anna/all.csv' },
    ...{ name: 'all.csv', parent: '/home/anna', scan },
    place: { kind: 'folder', label: 'anna', path: '/home/anna' },
  }),
  'a search for files at rest that pauses': inventoryProgress(origin, {
    ...{ uid: 'event-21', time: 1 },
    progress: { state: 'paused', files: 10, done: 4, islands: 1 },
  }),
  'a file that a browser opened': fileEvent({
    activity: 'Open',
    more: { attribution: 'process', opening: { decision: 'allowed', by: 'browser' } },
  }),
  'a file that a program was kept from': fileEvent({
    activity: 'Open',
    process: { name: 'cat', pid: 77 },
    more: { attribution: 'process', opening: { decision: 'denied' } },
  }),
  'a file removed': fileEvent({ activity: 'Delete' }),
  'an agent that starts': applicationLifecycle(origin, {
    uid: 'event-2',
    time: 1,
    activity: 'Start',
  }),
  'an agent that stops': applicationLifecycle(origin, {
    uid: 'event-3',
    time: 1,
    activity: 'Stop',
  }),
  'an agent that says how it is': applicationLifecycle(origin, {
    uid: 'event-7',
    time: 1,
    activity: 'Report',
    health: {
      sensors: [{ name: 'files', state: 'weak', events: 40, lost: 3 }],
      spool: { waiting: 1, bytes: 4096, lost: 0 },
      scans_waiting: 0,
      clock_skew_ms: -300,
      memory_bytes: 80_000_000,
      cpu_ms: 1200,
      policy_version: 7,
      keys: 'sealed',
    },
  }),
  'an agent that was killed': applicationError(origin, {
    uid: 'event-8',
    time: 1,
    sensor: 'agent',
    reason: 'killed',
    detail: 'last alive 2026-11-24T08:00:00.000Z',
    lost: 0,
  }),
  'a sensor that is degraded': applicationError(origin, {
    uid: 'event-4',
    time: 1,
    sensor: 'files',
    reason: '/media/KINGSTON: EACCES',
    lost: 3,
  }),
  'a mail to a canary': canaryMail(origin.product, {
    ...{ uid: 'event-5', time: 1, to: ['anna@canary.example'], from: 'a@rival.example' },
    ...{ messageId: '1@rival.example', canaries: [7] },
  }),
  'customers copied in a browser': clipboardEvent(),
  'a copied file that could not be read, by an unknown program': clipboardEvent({
    app: undefined,
    process: undefined,
    mimeTypes: ['text/uri-list'],
    copy: { kind: 'files', file: 'base.zip', files: 3 },
    scan: { ...scan, status: 'encrypted' },
  }),
  'a printed list': printActivity(origin, {
    uid: 'event-7',
    time: 1,
    job: {
      number: 12,
      user: 'anna',
      title: 'All clients',
      printer: 'office',
      pages: 3,
      copies: 1,
      state: 'completed',
    },
    outcome: { summary: scan, sha256: 'a'.repeat(64), sizeBytes: 4096 },
  }),
  'a print job of which nothing is kept': printActivity(origin, {
    uid: 'event-8',
    time: 1,
    job: {
      number: 12,
      user: 'anna',
      title: 'All clients',
      printer: 'office',
      pages: 3,
      copies: 1,
      state: 'canceled',
    },
  }),
  'a stick that is connected': peripheralEvent(),
  'a security key that is gone while nobody is at the desk': peripheralEvent({
    activity: 'Disconnect',
    account: undefined,
    name: 'FIDO device',
    vendorName: undefined,
    serial: undefined,
    peripheral: {
      kind: 'security-key',
      key: 'fido',
      identity: { quality: 'none', reason: 'the device names no serial number' },
      interfaces: [],
      volumes: [],
      at_start: true,
    },
  }),
  'a page of the CRM': webEvent(),
  'an export that was held': webEvent({
    activity: 'Export',
    name: 'customers.csv',
    export: { ...heldExport, fate: 'held' },
  }),
  'an export that was handed out later': webEvent({
    activity: 'Release',
    name: 'customers.csv',
    export: { ...heldExport, fate: 'released', number: 42 },
  }),
  'a finding': detectionFinding(origin.product, {
    uid: 'finding-1',
    detectedAt: 3,
    startedAt: 1,
    endedAt: 2,
    rule: {
      id: 'rule-1',
      name: 'usb',
      title: 'Copied',
      description: 'Copied.',
      level: 'critical',
      points: 9,
    },
    subject: { person: 'person-1' },
    reason: 'customers.distinct ≥ 25 (was 812)',
    customers: 2,
    evidence: [
      {
        event: file.metadata.uid,
        type_uid: file.type_uid,
        offset: 1,
        customers: 'AQAAAAIAAAA=',
        place: stick,
        file: file.file,
        actor: file.actor,
        device: file.device,
      },
    ],
  }),
} as const
