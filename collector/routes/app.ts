/** What a route file gets: the typed Fastify instance and the collector's parts. */
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type {
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { Logger } from 'pino'
import type { Mode } from '../../events/api.ts'
import type { DeletionReport } from '../../events/api-people.ts'
import type { Permission, Reach } from '../../events/roles.ts'
import type { Rule } from '../../rules/engine/rule.ts'
import type { Policies } from '../agents/policies.ts'
import type { Agents } from '../agents/registry.ts'
import type { AlertViews } from '../alerts/views.ts'
import type { Approvals } from '../approvals/approvals.ts'
import type { ApprovalClock } from '../approvals/clock.ts'
import type { Approvals as ExportApprovals } from '../approvals/export-request.ts'
import type { ApprovalSettings } from '../approvals/request.ts'
import type { Secured } from '../approvals/secured.ts'
import type { AuditLog } from '../audit/log.ts'
import type { Cases } from '../cases/cases.ts'
import type { Connectors } from '../connectors/connectors.ts'
import type { CustomerBase } from '../customers/base.ts'
import type { BaseShare } from '../customers/base-share.ts'
import type { ImportLog } from '../customers/import-log.ts'
import type { Detection } from '../detect/detection.ts'
import type { Devices } from '../devices/devices.ts'
import type { Exports } from '../exports/exports.ts'
import type { PersonDays } from '../exposure/days.ts'
import type { Exposures } from '../exposure/exposure.ts'
import type { History } from '../exposure/history.ts'
import type { Lag } from '../exposure/lag.ts'
import type { Budget } from '../gateway/budget.ts'
import type { HeldExports } from '../gateway/held-exports.ts'
import type { HeldFiles } from '../held/held-files.ts'
import type { Access, Principal } from '../identity/access.ts'
import type { Identity } from '../identity/identity.ts'
import type { SigningKey } from '../identity/signing-key.ts'
import type { StepUpAction } from '../identity/step-up.ts'
import type { Islands } from '../islands/islands.ts'
import type { Decision, DecisionKind } from '../journal/decisions.ts'
import type { Journal } from '../journal/journal.ts'
import type { Live } from '../live.ts'
import type { Counters } from '../metrics/catalog.ts'
import type { Cluster } from '../metrics/health.ts'
import type { Metric } from '../metrics/metrics.ts'
import type { DeadLetters, Notify } from '../notify/notify.ts'
import type { Closing } from '../people/closing.ts'
import type { WatchWindow } from '../people/departure.ts'
import type { Departures } from '../people/departures.ts'
import type { Directory, Person } from '../people/directory.ts'
import type { Feeds } from '../people/feeds/feeds.ts'
import type { Holds } from '../people/holds.ts'
import type { Producers } from '../producers/producers.ts'
import type { RetentionSettings } from '../retention/retention.ts'
import type { OwnRules } from '../rules/own-rules.ts'
import type { RuleBook } from '../rules/rule-book.ts'
import type { Tuning } from '../tuning/tuning.ts'
import type { Upkeep } from '../upkeep.ts'

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  Logger,
  TypeBoxTypeProvider
>

/** A decision of one kind without what the collector fills in. */
export type Deed = {
  [K in DecisionKind]: Pick<Extract<Decision, { kind: K }>, 'kind' | 'data'>
}[DecisionKind]

export interface Parts {
  readonly mode: Mode
  readonly version: string
  readonly region: string
  readonly now: () => number
  readonly journal: Journal
  readonly directory: Directory
  readonly holds: Holds
  readonly departures: Departures
  /** Days around a departure that are watched. */
  readonly watch: WatchWindow
  readonly closing: Closing
  /** How long things are kept. */
  readonly retention: RetentionSettings
  readonly notify: Notify
  readonly deadLetters: DeadLetters
  readonly connectors: Connectors
  readonly feeds: Feeds
  readonly lag: () => Lag
  /** Bytes that are left for the data folder. */
  readonly free: () => number
  /** Undefined of a collector alone. */
  readonly cluster: Cluster | undefined
  readonly counters: Counters
  readonly metrics: readonly Metric[]
  readonly upkeep: Upkeep
  readonly base: CustomerBase
  readonly baseShare: BaseShare
  readonly agents: Agents
  readonly policies: Policies
  readonly producers: Producers
  readonly alerts: AlertViews
  readonly cases: Cases
  readonly exposures: Exposures
  readonly history: History
  readonly personDays: PersonDays
  readonly exports: Exports
  readonly heldFiles: HeldFiles
  readonly islands: Islands
  readonly devices: Devices
  readonly auditLog: AuditLog
  /** The data folder. */
  readonly dir: string
  readonly importLog: ImportLog
  readonly heldExports: HeldExports
  readonly budget: Budget
  readonly approvals: Approvals
  readonly approvalSettings: ApprovalSettings
  readonly approvalClock: ApprovalClock
  /** The way in for holders of exports. */
  readonly exportApprovals: ExportApprovals
  readonly secured: Secured
  readonly tuning: Tuning
  readonly ownRules: OwnRules
  readonly ruleBook: RuleBook
  readonly access: Access
  readonly identity: Identity
  readonly consoleKey: string
  readonly signingKey: SigningKey
  /** Where agents find this collector and how they know it; undefined before it listens. */
  readonly reached: () => { readonly url: string; readonly pin: string | undefined } | undefined
  readonly detection: Detection
  readonly rules: ReadonlyMap<string, Rule>
  readonly live: Live
  /** When the customer base was last imported, null before. */
  readonly importedAt: () => number | null
  /** Journals decisions of `by` and waits until they can be read. */
  readonly decide: (by: Pick<Principal, 'user'>, deeds: readonly Deed[]) => Promise<void>
  /** Deletes everything about a person. Throws Fault ERR_CONFLICT where something keeps them. */
  readonly forget: (
    person: Person,
    why: { readonly by: Principal; readonly reason: string },
  ) => Promise<DeletionReport>
  /** Whether a decision on an alert counted: another one may have been before it. */
  readonly hasCounted: (ref: string) => boolean
  /** Aborts when the collector stops, so that nothing waits on. */
  readonly stopping: AbortSignal
  /** In demo mode: copies another export to the demo's stick, for real. */
  readonly demoCopy?: (() => Promise<void>) | undefined
}

/** Who may call a route; a route that does not say so refuses to boot. */
export type RouteAccess =
  | 'public'
  | 'user'
  | 'agent'
  /** A system that hands in OCSF events, with its token. */
  | 'producer'
  /** A system that sends records to a connector, with the token or signature that the connector looks at. */
  | 'webhook'
  /** A mail server, with the key that `canary webhook` prints. */
  | 'mail'
  /** Anybody, under any host name: answers nothing but whether it works. */
  | 'probe'
  /** The console's key, or a program on this machine that asks without a proxy between. */
  | 'local'

/** What a `user` route takes: a permission, nothing but to be signed in, or the console's key. */
export type Need = Permission | 'self' | 'console'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess
    needs?: Need
    /** The call takes a touch of a key over exactly its content. */
    stepUp?: StepUpAction
  }
  interface FastifyRequest {
    /** Set on `user` routes. */
    principal: Principal
    /** How far the permission of a `user` route reaches. */
    reach: Reach
    /** The agent's id, set on `agent` routes. */
    agent: string
    /** Whose events a batch holds, as the journal names it; set on `agent` and `producer` routes. */
    source: string
    /** SHA-256 that the key signed, set where a touch was given. */
    touch?: string
    /** Gives back the place that a batch took. */
    leave: () => void
  }
}
