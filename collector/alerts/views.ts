/** Alerts as the API shows them: pseudonyms instead of names, home folders as `~`, accounts only while revealed. */
import Value from 'typebox/value'
import type {
  AlertDetail,
  AlertList,
  AlertSummary,
  Evidence,
  Finding,
  PersonChip,
} from '../../events/api.ts'
import { DetectionFinding } from '../../events/detection-finding.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { type Severity, severityId } from '../../events/ocsf.ts'
import { SeenEvent } from '../../events/seen-event.ts'
import type { Rule } from '../../rules/engine/rule.ts'
import type { CustomerBase } from '../customers/base.ts'
import { unpackIds } from '../detect/customer-ids.ts'
import type { Exports } from '../exports/exports.ts'
import type { Journal } from '../journal/journal.ts'
import { strangerChip } from '../people/chips.ts'
import type { Directory } from '../people/directory.ts'
import { hideHome } from '../people/hide-home.ts'
import { nobody, type Viewer } from '../people/viewer.ts'
import type { Database } from '../store/database.ts'
import type { WorkedRow } from './alerts.ts'
import { type AlertFilter, openAlertList, type QueueStatus } from './list.ts'
import { reasonWords } from './reason-words.ts'
import { type Addend, pointsLeft, riskAt } from './risk.ts'

interface Parts {
  readonly database: Database
  readonly journal: Journal
  readonly directory: Directory
  readonly base: CustomerBase
  readonly exports: Exports
  readonly rules: ReadonlyMap<string, Rule>
  readonly now: () => number
}

export interface AlertViews {
  /** `open` are those that somebody has to handle; the highest risk first. Without a viewer: everybody's, by pseudonym. What a viewer may not see is not there. */
  list(status: QueueStatus, limit: number, viewer?: Viewer, filter?: AlertFilter): AlertList
  summary(id: string, viewer?: Viewer): AlertSummary
  /** The same by pseudonym; undefined where there is no such alert. */
  find(id: string): AlertSummary | undefined
  /** The open ones on one person, by pseudonym, the highest risk first. */
  openOf(person: string): AlertSummary[]
  /** All on one person, whatever became of them, the highest risk first. */
  of(person: string, viewer: Viewer): AlertSummary[]
  detail(id: string, viewer: Viewer): Promise<AlertDetail>
  /** Ids of the distinct customers behind an alert, ascending. */
  customers(id: string): Uint32Array
}

const severities = Object.entries(severityId) as [Severity, number][]
const severityName = (id: number): Severity =>
  severities.find(([, value]) => value === id)?.[0] ?? 'informational'

function chipOf(row: WorkedRow, { user }: Viewer, { directory, now }: Parts): PersonChip {
  const person = row.person === null ? undefined : directory.get(row.person)
  return person ? directory.chip(person, now(), user) : strangerChip(row.account ?? row.subject)
}

/** Points of before the time was kept count from the last finding. */
const addendsOf = ({ addends, last_ms }: WorkedRow): Addend[] => {
  const given: Addend[] = JSON.parse(addends)
  return given.map(addend => ({ ...addend, at: addend.at ?? last_ms }))
}

function summaryOf(row: WorkedRow, viewer: Viewer, parts: Parts): AlertSummary {
  const addends = addendsOf(row)
  return {
    id: row.id,
    person: chipOf(row, viewer, parts),
    severity: severityName(row.severity),
    risk: Math.round(riskAt(addends, parts.now())),
    addends: addends.map(({ rule, title, ...given }) => ({
      ...{ rule, title },
      points: Math.round(pointsLeft(given, parts.now()) * 10) / 10,
    })),
    headline: row.headline,
    customers: row.customers.length / 4,
    base: parts.base.total(),
    places: JSON.parse(row.places),
    findings: row.findings,
    files: row.files,
    first_at: row.first_ms,
    last_at: row.last_ms,
    status: row.status,
    verdict: row.verdict,
    assignee: row.assignee,
    snoozed_until: row.snoozed_ms,
  }
}

function evidenceOf(
  { event, offset }: { readonly event: SeenEvent; readonly offset: number },
  customers: Uint32Array,
  isRevealed: boolean,
  { base, exports, directory }: Parts,
): Evidence {
  const { place, scan } = event.unmapped.clientkeep
  const { device, actor, web_resources } = event
  const resource = web_resources?.[0]?.name
  const file =
    event.file ?? (resource === undefined ? undefined : { name: resource, path: place.path })
  const person = directory.resolve(actor.user.name, device?.hostname ?? '')?.id
  const matches = exports.match(customers, { time: event.time, person, base: base.total() })
  return {
    event_id: event.metadata.uid,
    offset,
    time: event.time,
    activity: event.activity_name,
    file: file?.name ?? null,
    path: file ? hideHome(file.path) : null,
    size_bytes: event.file?.size ?? null,
    sha256: event.file?.hashes?.[0]?.value ?? null,
    app: actor.process?.name ?? actor.app_name ?? null,
    place: { ...place, path: hideHome(place.path) },
    endpoint: { id: device?.uid ?? '', hostname: device?.hostname ?? place.label },
    account: isRevealed ? actor.user.name : null,
    customers: customers.length,
    candidates: scan?.candidates ?? 0,
    kinds: scan?.kinds ?? { email: 0, phone: 0 },
    rows: scan?.rows ?? 0,
    ...(matches.length > 0 && { exports: [...matches] }),
    scan: scan?.status ?? 'none',
    scan_reason: scan?.reason ?? null,
  }
}

/** What is known of a rule; one that is no longer in the catalog is told from its finding. */
function ruleOf(finding: DetectionFinding, rules: Parts['rules']): Finding['rule'] {
  const { analytic, title, desc } = finding.finding_info
  const rule = rules.get(analytic.uid)
  return {
    id: analytic.uid,
    name: analytic.name,
    title,
    description: desc,
    level: severityName(finding.severity_id),
    points: finding.risk_score,
    runbook: rule?.runbook ?? '',
    falsepositives: [...(rule?.falsepositives ?? [])],
    tags: [...(rule?.tags ?? [])],
  }
}

async function findingOf(offset: number, isRevealed: boolean, parts: Parts): Promise<Finding[]> {
  const entry = await parts.journal.at(offset)
  const finding: unknown = entry && JSON.parse(entry.body)
  if (!Value.Check(DetectionFinding, finding)) return []
  const { evidence, reason } = finding.unmapped.clientkeep
  const read = evidence.slice(0, limits.evidencePerFinding).map(async item => {
    const source = await parts.journal.at(item.offset)
    const event: unknown = source && JSON.parse(source.body)
    if (!Value.Check(SeenEvent, event)) return []
    const customers = unpackIds(Buffer.from(item.customers, 'base64'))
    return [evidenceOf({ event, offset: item.offset }, customers, isRevealed, parts)]
  })
  return [
    {
      id: finding.metadata.uid,
      why: reason
        .split('\n')
        .filter(line => line.trim() !== '')
        .map(reasonWords),
      time: finding.end_time,
      detected_at: finding.time,
      rule: ruleOf(finding, parts.rules),
      reason,
      evidence: (await Promise.all(read)).flat(),
    },
  ]
}

function statements(database: Database) {
  return {
    one: database.prepare<[string], WorkedRow>('SELECT * FROM alert WHERE id = ?'),
    openOf: database.prepare<[string], WorkedRow>(
      "SELECT * FROM alert WHERE person = ? AND status <> 'closed' ORDER BY rank DESC",
    ),
    of: database.prepare<[string], WorkedRow>(
      'SELECT * FROM alert WHERE person = ? ORDER BY rank DESC LIMIT 200',
    ),
    findings: database.prepare<[string, number], { offset: number }>(
      'SELECT offset FROM finding WHERE alert = ? ORDER BY time_ms DESC, offset DESC LIMIT ?',
    ),
    notes: database.prepare<[string], AlertDetail['history'][number]>(
      'SELECT at_ms AS time, by, what, status, verdict, note FROM alert_note WHERE alert = ? ORDER BY at_ms',
    ),
  }
}

/** Read side of alerts. Unknown ids throw Fault ERR_NOT_FOUND. */
export function openAlertViews(parts: Parts): AlertViews {
  const sql = statements(parts.database)
  const list = openAlertList(parts.database, parts.now)
  const need = (id: string, viewer = nobody): WorkedRow => {
    const row = sql.one.get(id)
    if (!row || !viewer.sees(row.person))
      throw new Fault(
        'ERR_NOT_FOUND',
        `there is no alert "${id}"; it may have been removed, open the queue`,
      )
    return row
  }
  return {
    list: (status, limit, viewer = nobody, filter = {}) => {
      const { rows, ...sums } = list(status, limit, viewer, filter)
      return { alerts: rows.map(row => summaryOf(row, viewer, parts)), ...sums }
    },
    summary: (id, viewer = nobody) => summaryOf(need(id, viewer), viewer, parts),
    find: id => {
      const row = sql.one.get(id)
      return row && summaryOf(row, nobody, parts)
    },
    openOf: person => sql.openOf.all(person).map(row => summaryOf(row, nobody, parts)),
    of: (person, viewer) => sql.of.all(person).map(row => summaryOf(row, viewer, parts)),
    detail: async (id, viewer) => {
      const row = need(id, viewer)
      const alert = summaryOf(row, viewer, parts)
      const isRevealed = alert.person.revealed_until !== null
      const offsets = sql.findings.all(id, limits.pageRowsMax)
      const findings = await Promise.all(
        offsets.map(({ offset }) => findingOf(offset, isRevealed, parts)),
      )
      return { alert, findings: findings.flat(), history: sql.notes.all(id) }
    },
    customers: id => unpackIds(need(id).customers),
  }
}
