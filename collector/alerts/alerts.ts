/** Alerts: findings on one person grouped into one thing an officer handles. Applies findings and decisions to the projection. */
import type { AlertStatus, Verdict } from '../../events/api.ts'
import type { DetectionFinding } from '../../events/detection-finding.ts'
import type { PlaceKind } from '../../events/policy.ts'
import { packIds, unionIds, unpackIds } from '../detect/customer-ids.ts'
import type { Decision } from '../journal/decisions.ts'
import { foldAlias } from '../people/directory.ts'
import type { Database } from '../store/database.ts'
import type { Exclusions } from '../tuning/exclusions.ts'
import { traitsOf } from '../tuning/traits.ts'
import { headlineOf } from './headline.ts'
import { type Addend, raisedFrom, rankOf, riskAt } from './risk.ts'

export interface AlertRow {
  readonly id: string
  readonly subject: string
  readonly person: string | null
  readonly account: string | null
  /** Where the account is at work, small letters; null of an account in an application. */
  readonly endpoint: string | null
  readonly status: AlertStatus
  readonly verdict: Verdict | null
  /** OCSF severity_id of the worst finding. */
  readonly severity: number
  /** At `last_ms`. */
  readonly risk: number
  /** `rankOf` it. */
  readonly rank: number
  readonly addends: string
  readonly headline: string
  readonly places: string
  readonly customers: Buffer
  readonly findings: number
  readonly files: number
  readonly first_ms: number
  readonly last_ms: number
}

/** What people did with it, which findings leave as it is. */
export interface WorkedRow extends AlertRow {
  readonly assignee: string | null
  readonly snoozed_ms: number | null
}

export interface AlertPlace {
  readonly kind: PlaceKind
  readonly label: string
}

/** Decisions that somebody may wait for at one time. */
const countedMax = 1000

export interface Alerts {
  applyFinding(finding: DetectionFinding, offset: number): string | undefined
  applyDecision(decision: Decision): string | undefined
  /** Whether the decision with this `ref` counted, when it was applied a moment ago. */
  hasCounted(ref: string): boolean
}

const columns =
  'id, subject, person, account, endpoint, status, verdict, severity, risk, rank, addends, headline, places, customers, findings, files, first_ms, last_ms'
const named = columns.replaceAll(/\w+/g, '@$&')
const updated = columns
  .split(', ')
  .filter(name => !['id', 'subject', 'person', 'account'].includes(name))
  .map(name => `${name} = excluded.${name}`)
  .join(', ')

function workStatements(database: Database) {
  return {
    assign: database.prepare<[string | null, string]>('UPDATE alert SET assignee = ? WHERE id = ?'),
    snooze: database.prepare<[number | null, string]>(
      'UPDATE alert SET snoozed_ms = ? WHERE id = ?',
    ),
    workNote: database.prepare<[string, number, string, string, string, string]>(
      `INSERT INTO alert_note (alert, at_ms, by, status, note, what) VALUES (?, ?, ?, ?, ?, ?)`,
    ),
  }
}

/** Keeps what was done with an alert, each part as a note of its own. */
function applyWork(
  { data, time, by }: Extract<Decision, { kind: 'alert.worked' }>,
  sql: ReturnType<typeof statements>,
): string | undefined {
  const { alert, assignee, snoozed_until, note } = data
  const status = sql.status.get(alert)?.status
  if (status === undefined) return undefined
  const keep = (what: string, text: string) => sql.workNote.run(alert, time, by, status, text, what)
  if (assignee !== undefined) {
    sql.assign.run(assignee, alert)
    keep('assigned', assignee ?? '')
  }
  if (snoozed_until !== undefined) {
    sql.snooze.run(snoozed_until, alert)
    const until = snoozed_until === null ? '' : new Date(snoozed_until).toISOString()
    keep('snoozed', [until, note].filter(Boolean).join(' '))
  } else if (note !== undefined) keep('noted', note)
  return alert
}

function statements(database: Database) {
  return {
    known: database.prepare<[string], { one: number }>('SELECT 1 AS one FROM finding WHERE id = ?'),
    open: database.prepare<[string], AlertRow>(
      `SELECT ${columns} FROM alert WHERE subject = ? AND status <> 'closed' ORDER BY last_ms DESC, id`,
    ),
    save: database.prepare<AlertRow>(
      `INSERT INTO alert (${columns}) VALUES (${named}) ON CONFLICT (id) DO UPDATE SET ${updated}`,
    ),
    finding: database.prepare<[string, string, string, number, number]>(
      'INSERT INTO finding (id, alert, rule, offset, time_ms) VALUES (?, ?, ?, ?, ?)',
    ),
    file: database.prepare<[string, string]>(
      'INSERT OR IGNORE INTO alert_file (alert, file) VALUES (?, ?)',
    ),
    trait: database.prepare<[string, string, string, string]>(
      'INSERT INTO finding_trait (finding, alert, kind, value) VALUES (?, ?, ?, ?)',
    ),
    /** Those of an account, or of one of this name at any endpoint: `@` comes just before `A`. */
    bind: database.prepare<{ to: string; person: string; account: string }>(
      `UPDATE alert SET subject = @to, person = @person WHERE person IS NULL AND (subject = @account
         OR (subject >= @account || '@' AND subject < @account || 'A' AND subject = @account || '@' || endpoint))`,
    ),
    status: database.prepare<[string], { status: AlertStatus }>(
      'SELECT status FROM alert WHERE id = ?',
    ),
    decide: database.prepare<[string, string | null, string]>(
      'UPDATE alert SET status = ?, verdict = ? WHERE id = ?',
    ),
    forget: [
      'DELETE FROM finding WHERE alert = ?',
      'DELETE FROM alert_file WHERE alert = ?',
      'DELETE FROM finding_trait WHERE alert = ?',
      'DELETE FROM alert_note WHERE alert = ?',
      'DELETE FROM alert WHERE id = ?',
    ].map(text => database.prepare<[string]>(text)),
    note: database.prepare<[string, number, string, string, string | null, string]>(
      'INSERT INTO alert_note (alert, at_ms, by, status, verdict, note) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    /** More on somebody who is put aside is worth a look. */
    wake: database.prepare<[string]>('UPDATE alert SET snoozed_ms = NULL WHERE id = ?'),
    ...workStatements(database),
  }
}

/** What was told on an account is told on whoever it belongs to, as soon as that is known. */
function applyBinding(decision: Decision, sql: ReturnType<typeof statements>): void {
  const bind = (person: string, alias: string) => {
    const account = `account:${foldAlias(alias)}`
    sql.bind.run({ to: `person:${person}`, person, account })
  }
  const { kind, data } = decision
  if (kind === 'person.alias-bound') bind(data.person, data.alias)
  if (kind === 'person.set') for (const alias of [data.email, ...data.aliases]) bind(data.id, alias)
}

/** The alert that the first finding on a subject opens. */
function opened(finding: DetectionFinding, subject: string): AlertRow {
  const { person, account } = finding.unmapped.clientkeep.subject
  return {
    id: finding.metadata.uid,
    subject,
    person: person ?? null,
    account: account ?? null,
    endpoint: null,
    status: 'watched',
    verdict: null,
    severity: 0,
    risk: 0,
    rank: 0,
    addends: '[]',
    headline: '',
    places: '[]',
    customers: Buffer.alloc(0),
    findings: 0,
    files: 0,
    first_ms: finding.start_time,
    last_ms: finding.end_time,
  }
}

/** A rule counts once; its points are as fresh as what it said last. */
function mergeAddends(text: string, finding: DetectionFinding): Addend[] {
  const addends: Addend[] = JSON.parse(text)
  const rule = finding.unmapped.clientkeep.rule.name
  const before = addends.find(addend => addend.rule === rule)
  // What a look back finds is news of the day on which it was found.
  const { time, end_time } = finding
  const { looked_back } = finding.unmapped.clientkeep
  const at = Math.max(before?.at ?? 0, looked_back ? time : end_time)
  const next = { rule, title: finding.finding_info.title, points: finding.risk_score, at }
  return [...addends.filter(addend => addend !== before), next].sort((a, b) => b.points - a.points)
}

function mergePlaces(text: string, finding: DetectionFinding): AlertPlace[] {
  const places: AlertPlace[] = JSON.parse(text)
  for (const { place } of finding.unmapped.clientkeep.evidence) {
    if (!place) continue
    const isNew = places.every(({ kind, label }) => kind !== place.kind || label !== place.label)
    if (isNew) places.push({ kind: place.kind, label: place.label })
  }
  return places
}

/** The endpoint that is part of the account's name, as `account@endpoint`. */
function endpointOf({ evidences, unmapped }: DetectionFinding): string | null {
  const account = foldAlias(unmapped.clientkeep.subject.account ?? '')
  const hostnames = evidences.map(({ device }) => foldAlias(device?.hostname ?? ''))
  return hostnames.find(name => name !== '' && account.endsWith(`@${name}`)) ?? null
}

/** The alert with one more finding in it; customers and points count once however often they come. */
function merge(alert: AlertRow, finding: DetectionFinding, newFiles: number): AlertRow {
  const { evidence } = finding.unmapped.clientkeep
  const before = unpackIds(alert.customers)
  const added = evidence.map(item => unpackIds(Buffer.from(item.customers, 'base64')))
  const customers = added.reduce(unionIds, before)
  const addends = mergeAddends(alert.addends, finding)
  const last = Math.max(alert.last_ms, finding.end_time)
  const told = addends.reduce((newest, { at }) => Math.max(newest, at), last)
  const risk = riskAt(addends, told)
  const isWorse = finding.severity_id > alert.severity || customers.length > before.length
  return {
    ...alert,
    endpoint: alert.endpoint ?? endpointOf(finding),
    severity: Math.max(alert.severity, finding.severity_id),
    status: alert.status === 'watched' && risk >= raisedFrom ? 'new' : alert.status,
    risk: Math.round(risk),
    rank: rankOf(risk, told),
    addends: JSON.stringify(addends),
    headline: isWorse || alert.headline === '' ? headlineOf(finding) : alert.headline,
    places: JSON.stringify(mergePlaces(alert.places, finding)),
    customers: packIds(customers),
    findings: alert.findings + 1,
    files: alert.files + newFiles,
    first_ms: Math.min(alert.first_ms, finding.start_time),
    last_ms: last,
  }
}

/** The projector's view of alerts; both calls give the id of the alert that changed. */
export function openAlerts(
  database: Database,
  sieves: readonly Pick<Exclusions, 'keepsOut'>[],
): Alerts {
  const sql = statements(database)
  const counted = new Set<string>()
  function remember(ref: string): void {
    counted.add(ref)
    const [oldest] = counted
    if (counted.size > countedMax && oldest !== undefined) counted.delete(oldest)
  }
  return {
    hasCounted: ref => counted.has(ref),
    applyFinding: (finding, offset) => {
      const id = finding.metadata.uid
      if (sql.known.get(id) || sieves.some(sieve => sieve.keepsOut(finding, offset)))
        return undefined
      const { person, account } = finding.unmapped.clientkeep.subject
      const subject =
        person === undefined ? `account:${foldAlias(account ?? '')}` : `person:${person}`
      const alert = sql.open.get(subject) ?? opened(finding, subject)
      const files = finding.evidences.flatMap(({ file }) =>
        file ? [file.hashes?.[0]?.value ?? file.path] : [],
      )
      const isNewFile = files.map(file => sql.file.run(alert.id, file).changes)
      sql.save.run(
        merge(
          alert,
          finding,
          isNewFile.reduce((sum, changes) => sum + changes, 0),
        ),
      )
      sql.wake.run(alert.id)
      sql.finding.run(id, alert.id, finding.unmapped.clientkeep.rule.name, offset, finding.end_time)
      for (const { kind, value } of traitsOf(finding)) sql.trait.run(id, alert.id, kind, value)
      return alert.id
    },
    applyDecision: decision => {
      applyBinding(decision, sql)
      if (decision.kind === 'retention.applied')
        for (const id of decision.data.alerts) for (const forget of sql.forget) forget.run(id)
      if (decision.kind === 'alert.worked') return applyWork(decision, sql)
      if (decision.kind !== 'alert.decided') return undefined
      const { alert, status, verdict, note, from, ref } = decision.data
      if (from !== undefined && sql.status.get(alert)?.status !== from) return alert
      if (ref !== undefined) remember(ref)
      sql.decide.run(status, verdict, alert)
      sql.note.run(alert, decision.time, decision.by, status, verdict, note)
      return alert
    },
  }
}
