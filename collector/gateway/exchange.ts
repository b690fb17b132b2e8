/** One request and its answer, with who asks and by which rule, as the parts of the gateway hand it on. */
import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import type { Logger } from 'pino'
import type { Dispatcher } from 'undici'
import type { Product } from '../../events/ocsf.ts'
import type { Approvals } from '../approvals/export-request.ts'
import type { CustomerBase } from '../customers/base.ts'
import type { BaseShare } from '../customers/base-share.ts'
import type { Exports } from '../exports/exports.ts'
import type { Principal } from '../identity/access.ts'
import type { Directory } from '../people/directory.ts'
import type { Deed } from '../routes/app.ts'
import type { Response } from './answers.ts'
import type { Budget } from './budget.ts'
import type { HeldExports } from './held-exports.ts'
import type { Recogniser } from './recogniser.ts'
import type { AppSettings, ExportRule, GatewaySettings } from './settings.ts'
import type { Spool } from './spool.ts'
import type { Told } from './told.ts'
import type { Views } from './views.ts'
import type { Visitor, Visitors } from './visitors.ts'

export type Request = IncomingMessage | Http2ServerRequest

/** An application with the connections to it. */
export interface Upstream {
  readonly app: AppSettings
  readonly pool: Dispatcher
  readonly ca: Buffer | undefined
}

/** What the gateway is made of. */
export interface Desk {
  readonly settings: GatewaySettings
  readonly product: Product
  readonly now: () => number
  readonly log: Logger
  readonly base: CustomerBase
  readonly baseShare: BaseShare
  readonly directory: Directory
  readonly exports: Exports
  readonly decide: (by: Pick<Principal, 'user'>, deeds: readonly Deed[]) => Promise<void>
  readonly approvals: Approvals
  readonly heldExports: HeldExports
  /** Why somebody's exports are stopped at this time, beside a freeze; undefined where they are not. */
  readonly secured: (person: string, time: number) => string | undefined
  /** Where people sign in, without a path. */
  readonly signInOrigin: () => string
  readonly visitors: Visitors
  readonly recogniser: Recogniser
  readonly spool: Spool
  readonly budget: Budget
  readonly told: Told
  readonly views: Views
  readonly count: (what: 'page' | 'export' | 'held' | 'denied' | 'unread' | 'refused') => void
}

export interface Exchange {
  readonly request: Request
  readonly response: Response
  readonly upstream: Upstream
  readonly visitor: Visitor
  readonly rule: ExportRule
  /** Why exports of this person are frozen; undefined where they are not. Asked only where it matters: pages of most people need no look at it. */
  readonly frozen: () => string | undefined
  /** `Host` as asked for. */
  readonly host: string
  readonly isSecure: boolean
  readonly address: string
}

/** The path without what was searched for. */
export const pathOf = ({ request }: Pick<Exchange, 'request'>): string =>
  (request.url ?? '/').split('?', 1)[0]?.slice(0, 2000) ?? '/'
