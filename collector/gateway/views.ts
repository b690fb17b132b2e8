/** Pages that somebody looked at, gathered for a moment: one event for what was seen in it, so that paging through a CRM costs detection no more than looking at one page. */
import { randomUUID } from 'node:crypto'
import { packTokens, unpackTokens } from '../../content/token.ts'
import type { Product } from '../../events/ocsf.ts'
import type { ScanSummary } from '../../events/scan.ts'
import { webResourcesActivity } from '../../events/web-resources-activity.ts'
import type { Told } from './told.ts'

/** A page with customers on it. */
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
  /** Tells what was gathered so far. */
  flush(): void
}

const gatherMs = 1000
/** Then an event is told at once. */
const tokensMax = 20_000

interface Gathered {
  readonly first: View
  readonly tokens: Set<bigint>
  readonly groups: Buffer[]
  readonly at: number
  pages: number
  scan: ScanSummary
}

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

/** What was seen on all pages together, as one scan. */
function scanOf({ tokens, groups, scan }: Gathered): ScanSummary {
  const packed = Buffer.concat(groups)
  return {
    ...scan,
    candidates: tokens.size,
    tokens: packTokens(BigUint64Array.from(tokens)),
    ...(packed.length > 0 && { groups: packed.toString('base64') }),
  }
}

/** Gathers by account, application and filter. */
export function openViews(
  told: Pick<Told, 'tell'>,
  { product, now }: { readonly product: Product; readonly now: () => number },
): Views {
  const open = new Map<string, Gathered>()
  let timer: NodeJS.Timeout | undefined

  function tell(key: string, gathered: Gathered): void {
    open.delete(key)
    const { account, app, path, name, address } = gathered.first
    const more = gathered.pages === 1 ? '' : ` and ${gathered.pages - 1} more`
    told.tell(
      webResourcesActivity(product, {
        ...{ uid: randomUUID(), time: gathered.at, activity: 'Read', app, path, address },
        ...{ name: name + more, account: { name: account }, scan: scanOf(gathered) },
      }),
    )
  }

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    for (const [key, gathered] of open) tell(key, gathered)
  }

  return {
    flush,
    add(view) {
      const { account, app, scan } = view
      const key = JSON.stringify([account, app, scan.filter_version])
      const known = open.get(key)
      const gathered = known ?? {
        ...{ first: view, tokens: new Set<bigint>(), groups: [], at: now(), pages: 0, scan },
      }
      if (known) known.scan = sum(known.scan, scan)
      else open.set(key, gathered)
      gathered.pages += 1
      for (const token of unpackTokens(scan.tokens)) gathered.tokens.add(token)
      if (scan.groups !== undefined) gathered.groups.push(Buffer.from(scan.groups, 'base64'))
      if (gathered.tokens.size > tokensMax) tell(key, gathered)
      else timer ??= setTimeout(flush, gatherMs)
    },
  }
}
