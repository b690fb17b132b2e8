/** Deletes what is older than the configuration keeps, or more than it has room for. Never what is on a legal hold, evidence of an alert that is kept, or not yet looked at. */
import { setImmediate as breathe } from 'node:timers/promises'
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { DetectionFinding } from '../../events/detection-finding.ts'
import type { Cases } from '../cases/cases.ts'
import type { Incoming } from '../detect/detector.ts'
import { accountOf } from '../detect/enrich.ts'
import { admit } from '../ingest/admission.ts'
import { type Decision, decisionEntry, readDecision } from '../journal/decisions.ts'
import { bodyOf, type Entry, type Journal } from '../journal/journal.ts'
import type { Directory } from '../people/directory.ts'
import type { Holds } from '../people/holds.ts'
import type { Database } from '../store/database.ts'
import { oldAlerts } from './old-alerts.ts'

export interface RetentionSettings {
  readonly events_days: number
  readonly alerts_days: number
  readonly records_days: number
  readonly journal_mb_max: number
}

export interface RetentionParts {
  readonly journal: Journal
  readonly projections: Database
  readonly exposure: Database
  readonly directory: Directory
  readonly holds: Holds
  readonly cases: Cases
  /** Everything up to here was looked at by all readers. */
  readonly read: () => number
  readonly now: () => number
}

export const RetentionReport = Type.Object({
  events: Type.Integer(),
  findings: Type.Integer(),
  alerts: Type.Integer(),
  records: Type.Integer({ description: 'Decisions whose bodies were dropped' }),
  kept: Type.Integer({ description: 'Old events kept for a hold or as evidence' }),
})
export type RetentionReport = Static<typeof RetentionReport>

const dayMs = 86_400_000
const portion = 500
/** A file of the event log is written anew for so many at once. */
const removedAtOnce = 100_000

/** Decisions that only record what somebody did: nothing is derived from them for long. */
const recordKinds: readonly Decision['kind'][] = [
  'session.opened',
  'customers.viewed',
  'canaries.viewed',
  'person.revealed',
  'session.ended',
  'key.refused',
]

/** The time before which things are old; -1 where they never get old. */
const cutoff = (now: number, days: number): number => (days === 0 ? -1 : now - days * dayMs)

/** Whose record it is, where it is a person's. */
function personOf(decision: Decision): string | undefined {
  const { data } = decision
  return 'person' in data ? (data.person ?? undefined) : undefined
}

/** Journal offsets of the events behind the findings that are kept. */
async function evidenceOf(
  { journal, projections }: RetentionParts,
  leaving: ReadonlySet<number>,
): Promise<Set<number>> {
  const offsets = projections.prepare<[], { offset: number }>('SELECT offset FROM finding').all()
  const evidence = new Set<number>()
  for (const { offset } of offsets) {
    const entry = leaving.has(offset) ? undefined : await journal.at(offset)
    const finding: unknown = entry && JSON.parse(entry.body)
    if (!Value.Check(DetectionFinding, finding)) continue
    for (const item of finding.unmapped.clientkeep.evidence) evidence.add(item.offset)
  }
  return evidence
}

/** Deletes once. What it did is a decision in the journal, in the same transaction as the last of it. */
export async function applyRetention(
  settings: RetentionSettings,
  parts: RetentionParts,
): Promise<RetentionReport> {
  const { journal, directory, holds, now } = parts
  const before = {
    event: cutoff(now(), settings.events_days),
    record: cutoff(now(), settings.records_days),
  }
  const old = await oldAlerts(parts, cutoff(now(), settings.alerts_days))
  const evidence = await evidenceOf(parts, old.findings)
  const end = parts.read()
  let excess = Math.max(0, journal.usedBytes() - settings.journal_mb_max * 1024 ** 2)
  if (settings.journal_mb_max === 0) excess = 0
  const emptied = [...old.decisions]
  const keptAccounts = new Set<string>()
  let events = 0
  let kept = 0

  /** Whether this event goes; counts what stays for a reason. */
  function isGoing({ offset, receivedAt, source, body }: Incoming): boolean {
    if (receivedAt >= before.event && excess <= 0) return false
    const { event } = admit(body, source)
    const account = event && accountOf(event)
    const hostname = event?.device?.hostname ?? ''
    const person = account === undefined ? undefined : directory.resolve(account, hostname)
    if (evidence.has(offset) || (person && holds.has(person.id))) {
      kept += 1
      if (account !== undefined) keptAccounts.add(`${account}\n${hostname}`.toLowerCase())
      return false
    }
    excess -= body.length
    return true
  }

  function isEmptied({ receivedAt, body }: Entry): boolean {
    if (receivedAt >= before.record || body === '') return false
    const decision = readDecision(body)
    if (!decision || !recordKinds.includes(decision.kind)) return false
    const person = personOf(decision)
    return person === undefined || !holds.has(person)
  }

  async function removeOld(): Promise<void> {
    let going: number[] = []
    const flush = async () => {
      if (going.length > 0) await journal.remove(going, [])
      events += going.length
      going = []
    }
    for (let after = 0; after < end; ) {
      const batches = await journal.readEvents(after, portion)
      const last = batches.at(-1)?.lines.at(-1)
      const isOld = batches.some(({ receivedAt }) => receivedAt < before.event)
      if (!last || (!isOld && excess <= 0)) break
      for (const { source, receivedAt, lines } of batches)
        for (const line of lines)
          if (
            line.offset <= end &&
            isGoing({ source, receivedAt, offset: line.offset, body: bodyOf(line) })
          )
            going.push(line.offset)
      if (going.length >= removedAtOnce) await flush()
      after = last.offset
      await breathe()
    }
    await flush()
  }

  async function findEmptied(): Promise<void> {
    for (let after = 0; after < end; ) {
      const entries = await journal.readTold(after, portion, 'decision')
      const last = entries.at(-1)
      if (!last || entries.every(({ receivedAt }) => receivedAt >= before.record)) break
      const old = entries.filter(entry => entry.offset <= end && isEmptied(entry))
      emptied.push(...old.map(({ offset }) => offset))
      after = last.offset
    }
  }

  await removeOld()
  await findEmptied()
  const report = {
    events,
    findings: old.findings.size,
    alerts: old.alerts.length,
    records: emptied.length,
    kept,
  }
  if (events + report.findings + report.records + report.alerts === 0) return report
  const { findings } = report
  const data = { events, findings, alerts: old.alerts, decisions: emptied, cases: [...old.cases] }
  const record = decisionEntry({ kind: 'retention.applied', by: 'retention', time: now(), data })
  await journal.remove([...old.findings], emptied, record)
  forgetExposure(parts.exposure, before.event, keptAccounts)
  journal.wipe()
  return report
}

/** Who took what before the cutoff goes with the events that said so. */
function forgetExposure(database: Database, before: number, kept: ReadonlySet<string>): void {
  if (before < 0) return
  const seconds = Math.floor(before / 1000)
  const lines = JSON.stringify([...kept])
  const isKept = `account IN (SELECT id FROM account
    WHERE name || char(10) || endpoint IN (SELECT value FROM json_each(?)))`
  const remove = (table: string, time: string) =>
    database
      .prepare<[number, string]>(`DELETE FROM ${table} WHERE ${time} < ? AND NOT ${isKept}`)
      .run(seconds, lines)
  remove('taken', 'last_s')
  remove('noted', 'time_s')
}
