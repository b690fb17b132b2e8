/** Applies findings and decisions to the projections, in order, each batch in one transaction with the offset it reached. Events are detection's to read. */
import type { Logger } from 'pino'
import Value from 'typebox/value'
import { DetectionFinding } from '../events/detection-finding.ts'
import { limits } from '../events/limits.ts'
import type { Policies } from './agents/policies.ts'
import type { Agents } from './agents/registry.ts'
import type { Alerts } from './alerts/alerts.ts'
import type { Approvals } from './approvals/approvals.ts'
import type { Secured } from './approvals/secured.ts'
import type { AuditLog } from './audit/log.ts'
import type { Cases } from './cases/cases.ts'
import type { ImportLog } from './customers/import-log.ts'
import type { Devices } from './devices/devices.ts'
import type { Exports } from './exports/exports.ts'
import type { HeldExports } from './gateway/held-exports.ts'
import type { HeldFiles } from './held/held-files.ts'
import type { Identity } from './identity/identity.ts'
import { type Decision, readDecision } from './journal/decisions.ts'
import type { Entry, Journal } from './journal/journal.ts'
import type { DeadLetters } from './notify/notify.ts'
import type { Departures } from './people/departures.ts'
import type { Directory } from './people/directory.ts'
import type { FeedReads } from './people/feeds/reads.ts'
import type { Holds } from './people/holds.ts'
import type { Producers } from './producers/producers.ts'
import type { OwnRules } from './rules/own-rules.ts'
import { type Database, inTransaction, makeRoom } from './store/database.ts'
import type { Exclusions } from './tuning/exclusions.ts'

export interface Projector {
  /** Resolves when the projections hold everything up to `offset`. */
  reached(offset: number): Promise<void>
  /** The alert of a finding that the journal has at `offset`. */
  alertOf(finding: string, offset: number): Promise<string | undefined>
  stop(): void
}

interface Parts {
  readonly database: Database
  readonly journal: Journal
  readonly directory: Directory
  readonly departures: Departures
  readonly agents: Agents
  readonly producers: Producers
  readonly policies: Policies
  readonly alerts: Alerts
  readonly importLog: ImportLog
  readonly holds: Holds
  readonly feedReads: FeedReads
  readonly identity: Identity
  readonly exports: Exports
  readonly exclusions: Exclusions
  readonly devices: Devices
  readonly auditLog: AuditLog
  readonly heldFiles: HeldFiles
  readonly heldExports: HeldExports
  readonly deadLetters: DeadLetters
  readonly approvals: Approvals
  readonly cases: Cases
  readonly ownRules: OwnRules
  readonly secured: Secured
  readonly log: Logger
  /** Called after each batch with the alerts that changed, and whether anything of the set-up did. */
  readonly changed: (alerts: ReadonlySet<string>, setup: boolean) => void
  /** Called after each batch in which some case changed. */
  readonly casesChanged: () => void
  /** Called after each batch in which texts of rules changed. */
  readonly rulesChanged: () => void
  /** Called after each batch in which people or their aliases changed. */
  readonly peopleChanged: () => void
}

const batchEntries = 500
const retryMs = 500

interface Changes {
  readonly alerts: Set<string>
  /** Ids of approvals. */
  readonly approvals: Set<string>
  setup: boolean
  people: boolean
  cases: boolean
  rules: boolean
}

function applyFinding(entry: Entry, parts: Parts, changes: Changes): void {
  const finding: unknown = JSON.parse(entry.body)
  if (!Value.Check(DetectionFinding, finding)) {
    parts.log.error(
      { offset: entry.offset },
      'a finding in the journal does not fit its schema; passed over',
    )
    return
  }
  const alert = parts.alerts.applyFinding(finding, entry.offset)
  if (alert !== undefined) changes.alerts.add(alert)
}

function applyApproval(decision: Decision, offset: number, parts: Parts, changes: Changes): void {
  const change = parts.approvals.apply(decision, offset)
  if (!change) return
  const { approval, by, isForEndpoints } = change
  changes.approvals.add(approval.id)
  if (!isForEndpoints) return
  const { source } = approval.content
  const { state, conditions } = approval
  // What expired or was withdrawn stays held: nothing is deleted because nobody looked.
  if (source.kind === 'hold' && (state === 'approved' || state === 'refused')) {
    const action = state === 'approved' ? 'release' : 'refuse'
    const until = conditions?.until ?? decision.time + limits.permitMs
    parts.heldFiles.settle({ agent: source.agent, id: source.hold }, { action, by, until })
  }
  parts.policies.renew(offset, decision.time)
}

function applyDecision(entry: Entry, parts: Parts, changes: Changes): void {
  // Retention dropped the body; what it said is over.
  if (entry.body === '') return
  const decision = readDecision(entry.body)
  if (!decision) {
    parts.log.warn({ offset: entry.offset }, 'a decision of unknown kind; passed over')
    return
  }
  parts.auditLog.apply(decision, entry.offset)
  parts.departures.apply(decision)
  parts.directory.apply(decision)
  changes.people ||= decision.kind.startsWith('person.')
  parts.agents.apply(decision)
  parts.producers.apply(decision)
  parts.importLog.apply(decision, entry.offset)
  parts.holds.apply(decision)
  parts.feedReads.apply(decision)
  parts.identity.apply(decision)
  parts.exports.apply(decision)
  parts.exclusions.apply(decision)
  parts.devices.apply(decision)
  parts.deadLetters.apply(decision, entry.offset)
  parts.heldFiles.apply(decision)
  parts.heldExports.apply(decision)
  parts.policies.apply(decision, entry.offset)
  applyApproval(decision, entry.offset, parts, changes)
  changes.rules = parts.ownRules.apply(decision) || changes.rules
  if (parts.cases.apply(decision)) {
    changes.cases = true
    return
  }
  if (parts.secured.apply(decision)) parts.policies.renew(entry.offset, decision.time)
  const alert = parts.alerts.applyDecision(decision)
  if (alert === undefined) changes.setup = true
  else changes.alerts.add(alert)
}

function apply(entry: Entry, parts: Parts, changes: Changes): void {
  if (entry.kind === 'finding') applyFinding(entry, parts, changes)
  if (entry.kind === 'decision') applyDecision(entry, parts, changes)
}

/** Catches up with the journal, then follows it. Rejects where the journal cannot be read. */
export async function startProjector(parts: Parts): Promise<Projector> {
  const { database, journal, log } = parts
  const load = database.prepare<[], { offset: number }>('SELECT offset FROM projected')
  const save = database.prepare<[number]>('UPDATE projected SET offset = ?')
  const alertOf = database
    .prepare<[string], string>('SELECT alert FROM finding WHERE id = ?')
    .pluck()
  let offset = load.get()?.offset ?? 0
  let isRunning = false
  let isBehind = false
  let waiting: { readonly offset: number; readonly resolve: () => void }[] = []

  async function drain(): Promise<void> {
    for (;;) {
      const entries = await journal.readTold(offset, batchEntries)
      const last = entries.at(-1)
      if (!last) return
      if (entries.length === batchEntries) makeRoom(database)
      const changes: Changes = {
        alerts: new Set(),
        approvals: new Set(),
        setup: false,
        people: false,
        cases: false,
        rules: false,
      }
      inTransaction(database, 'projections', () => {
        for (const entry of entries) apply(entry, parts, changes)
        save.run(last.offset)
      })
      offset = last.offset
      if (changes.people) parts.peopleChanged()
      if (changes.rules) parts.rulesChanged()
      if (changes.cases) parts.casesChanged()
      for (const waiter of waiting) if (waiter.offset <= offset) waiter.resolve()
      waiting = waiting.filter(waiter => waiter.offset > offset)
      parts.changed(changes.alerts, changes.setup)
      if (changes.approvals.size > 0) parts.approvals.tell(changes.approvals)
    }
  }

  async function follow(): Promise<void> {
    isBehind = true
    if (isRunning) return
    isRunning = true
    try {
      while (isBehind) {
        isBehind = false
        await drain()
      }
    } catch (error) {
      log.error({ err: error }, 'projections could not be written; tried again in a moment')
      setTimeout(follow, retryMs).unref()
    } finally {
      isRunning = false
    }
  }

  await drain()
  const off = journal.onCommit(follow)
  const reached = (target: number): Promise<void> =>
    target <= offset
      ? Promise.resolve()
      : new Promise(resolve => waiting.push({ offset: target, resolve }))

  return {
    async alertOf(finding, target) {
      await reached(target)
      return alertOf.get(finding)
    },
    reached,
    stop: off,
  }
}
