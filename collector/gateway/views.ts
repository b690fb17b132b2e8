/**
 * Pages that somebody looked at, gathered for a moment: they are confirmed against the customer base and told of together, so that
 * paging through a CRM costs no more than looking at one page. Whoever has to know at once what an account has seen asks first.
 */
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { groupsIn } from '../../content/row-groups.ts'
import { packTokens, tokensIn } from '../../content/token.ts'
import type { Product } from '../../events/ocsf.ts'
import type { ScanSummary } from '../../events/scan.ts'
import { webResourcesActivity } from '../../events/web-resources-activity.ts'
import type { CustomerBase } from '../customers/base.ts'
import type { Budget } from './budget.ts'
import type { Told } from './told.ts'

/** A page that may have customers on it. */
export interface View {
  readonly account: string
  readonly app: string
  readonly path: string
  readonly name: string
  readonly address: string
  readonly scan: ScanSummary
}

export interface Views {
  add(view: View): void
  /** Counts in the budget what the account has looked at so far. */
  settle(account: string): void
  /** Tells what was gathered so far. */
  flush(): void
}

interface Parts {
  readonly told: Pick<Told, 'tell'>
  readonly product: Product
  readonly base: Pick<CustomerBase, 'recognise'>
  readonly budget: Pick<Budget, 'spend'>
  /** Told of the pages that have customers on them. */
  readonly seen: (pages: number) => void
  readonly now: () => number
  readonly log: Logger
}

const gatherMs = 1000
/** Then an event is told at once. */
const bytesMax = 256 * 1024

/** What pages hold, packed one behind the other. */
interface Held {
  readonly tokens: Buffer[]
  readonly groups: Buffer[]
  pages: number
  bytes: number
  scan: ScanSummary | undefined
}

interface Gathered {
  readonly first: View
  readonly at: number
  /** Confirmed to hold customers. */
  readonly seen: Held
  waiting: Held
}

const nothing = (): Held => ({ tokens: [], groups: [], pages: 0, bytes: 0, scan: undefined })

/** Puts what `more` holds behind what `held` holds. */
function append(held: Held, more: Held): void {
  held.tokens.push(...more.tokens)
  held.groups.push(...more.groups)
  held.pages += more.pages
  held.bytes += more.bytes
  held.scan = held.scan && more.scan ? sum(held.scan, more.scan) : (held.scan ?? more.scan)
}

const heldOf = (scan: ScanSummary): Held => ({
  tokens: [Buffer.from(scan.tokens, 'base64')],
  groups: scan.groups === undefined ? [] : [Buffer.from(scan.groups, 'base64')],
  pages: 1,
  bytes: scan.tokens.length + (scan.groups?.length ?? 0),
  scan,
})

const sum = (left: ScanSummary, right: ScanSummary): ScanSummary => ({
  ...left,
  bytes: left.bytes + right.bytes,
  rows: left.rows + right.rows,
  kinds: {
    email: left.kinds.email + right.kinds.email,
    phone: left.kinds.phone + right.kinds.phone,
    id: (left.kinds.id ?? 0) + (right.kinds.id ?? 0),
  },
  ...(right.group_rows !== undefined && {
    group_rows: (left.group_rows ?? 0) + right.group_rows,
  }),
  duration_ms: left.duration_ms + right.duration_ms,
})

/** Each token once. */
function distinct(packed: readonly Buffer[]): BigUint64Array {
  const sorted = tokensIn(Buffer.concat(packed)).sort()
  return sorted.filter((token, index) => index === 0 || token !== sorted[index - 1])
}

/** What was seen on all pages together, as one scan. */
function scanOf(held: Held, scan: ScanSummary): ScanSummary {
  const tokens = distinct(held.tokens)
  const groups = Buffer.concat(held.groups)
  return {
    ...scan,
    candidates: tokens.length,
    tokens: packTokens(tokens),
    ...(groups.length > 0 && { groups: groups.toString('base64') }),
  }
}

/** Gathers by account, application and filter. */
export function openViews({ told, product, base, budget, seen, now, log }: Parts): Views {
  const open = new Map<string, Gathered>()
  let timer: NodeJS.Timeout | undefined

  /** Whose customers stand on the pages that wait; pages without any are forgotten. */
  function confirm(gathered: Gathered): void {
    const { waiting, first } = gathered
    if (waiting.pages === 0) return
    const { customers } = base.recognise({
      tokens: distinct(waiting.tokens),
      rows: groupsIn(Buffer.concat(waiting.groups)),
      filterVersion: first.scan.filter_version,
    })
    gathered.waiting = nothing()
    if (customers.length === 0) return
    budget.spend(first.account, customers, now())
    seen(waiting.pages)
    append(gathered.seen, waiting)
  }

  function tell(key: string, gathered: Gathered): void {
    confirm(gathered)
    open.delete(key)
    const { pages, scan } = gathered.seen
    if (!scan) return
    const { account, app, path, name, address } = gathered.first
    const more = pages === 1 ? '' : ` and ${pages - 1} more`
    told.tell(
      webResourcesActivity(product, {
        ...{ uid: randomUUID(), time: gathered.at, activity: 'Read', app, path, address },
        ...{ name: name + more, account: { name: account }, scan: scanOf(gathered.seen, scan) },
      }),
    )
  }

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    for (const [key, gathered] of open) tell(key, gathered)
  }

  /** What could not be confirmed stays, and is tried again with the next page. */
  function flushInTime(): void {
    try {
      flush()
    } catch (error) {
      log.error({ err: error }, 'pages that were looked at could not be confirmed yet')
    }
  }

  return {
    flush,
    settle(account) {
      for (const gathered of open.values())
        if (gathered.first.account === account) confirm(gathered)
    },
    add(view) {
      const { account, app, scan } = view
      const key = JSON.stringify([account, app, scan.filter_version])
      const known = open.get(key)
      const gathered = known ?? { first: view, at: now(), seen: nothing(), waiting: nothing() }
      if (!known) open.set(key, gathered)
      // A page without an identifier of its own is told of only where its rows are customers': it is confirmed alone.
      if (scan.candidates === 0) confirm(gathered)
      append(gathered.waiting, heldOf(scan))
      if (scan.candidates === 0) confirm(gathered)
      if (gathered.waiting.bytes + gathered.seen.bytes > bytesMax) tell(key, gathered)
      else timer ??= setTimeout(flushInTime, gatherMs)
    },
  }
}
