/** One of each event that our code emits, built by the code that emits it. */

import { applicationError, applicationLifecycle } from '../../events/agent-health.ts'
import { detectionFinding } from '../../events/detection-finding.ts'
import { canaryMail } from '../../events/email-activity.ts'
import { type FileActivity, type FileFacts, fileActivity } from '../../events/file-activity.ts'
import type { Origin } from '../../events/ocsf.ts'
import type { ScanSummary } from '../../events/scan.ts'

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

const file = fileEvent()

export const samples = {
  'a file written to a stick': file,
  'a file that could not be read': fileEvent({
    scan: { ...scan, status: 'failed', reason: 'vanished' },
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
