/** An alert as OCSF Incident Finding [2005], for what takes OCSF without a mapper. */
import {
  OCSF_VERSION,
  type Product,
  type Severity,
  severityId,
  typeUid,
} from '../../events/ocsf.ts'
import type { AlertNote, Message } from './message.ts'

const captions: Record<Severity, string> = {
  informational: 'Informational',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
}

const classUid = 2005

interface Metadata {
  readonly version: string
  readonly uid: string
  readonly product: Product
  profiles?: string[]
}

/** The incident; its findings are the rules that fired. */
export function incidentOf(
  note: AlertNote,
  { message, version }: { message: Message; version: string },
) {
  const activity = note.news === 'opened' ? { id: 1, name: 'Create' } : { id: 2, name: 'Update' }
  const metadata: Metadata = {
    version: OCSF_VERSION,
    uid: `${message.id}:${note.id}`,
    product: { name: 'Clientkeep', vendor_name: 'Clientkeep', version },
  }
  return {
    metadata,
    time: message.time,
    category_uid: 2,
    category_name: 'Findings',
    class_uid: classUid,
    class_name: 'Incident Finding',
    activity_id: activity.id,
    activity_name: activity.name,
    type_uid: typeUid(classUid, activity.id),
    severity_id: severityId[note.severity],
    severity: captions[note.severity],
    status_id: 1,
    status: 'New',
    message: `${note.person}: ${note.summary}`,
    start_time: note.first_at,
    end_time: note.last_at,
    finding_info_list: note.rules.map(({ name, title }) => ({
      uid: `${note.id}:${name}`,
      title,
      analytic: { name, type_id: 1, type: 'Rule' },
    })),
    ...(note.url === undefined ? {} : { src_url: note.url }),
    unmapped: {
      clientkeep: {
        alert: note.id,
        person: note.person,
        ...(note.name === undefined ? {} : { name: note.name }),
        departing: note.departing,
        customers: note.customers,
        risk: note.risk,
        findings: note.findings,
      },
    },
  }
}
