/** Tells the journal what was looked at and what was exported, and registers what was handed out. */
import { randomUUID } from 'node:crypto'
import type { ExportFate } from '../../events/web-resources-activity.ts'
import { webResourcesActivity } from '../../events/web-resources-activity.ts'
import { registerExport } from '../exports/register.ts'
import { type Desk, type Exchange, pathOf } from './exchange.ts'
import { type ExportFindings, pageScan } from './findings.ts'
import type { Reading } from './recogniser-wire.ts'
import type { Sealed } from './sealed-file.ts'

/** Gathers a page that may have customers on it, to be counted in the budget and told of; nothing is told of a page without. */
export function tellView(exchange: Exchange, name: string, reading: Reading, desk: Desk): void {
  const { visitor, upstream, address } = exchange
  const { scan, failure } = pageScan(reading)
  if (failure !== undefined) desk.count('unread')
  if (scan.candidates === 0 && scan.groups === undefined) return
  desk.views.add({
    ...{ account: visitor.account, app: upstream.app.name, path: pathOf(exchange) },
    ...{ name, address, scan },
  })
}

/** An export as it is told of. */
export interface ToldExport {
  readonly name: string
  readonly app: string
  readonly path: string
  readonly account: string
  readonly address: string
  readonly rule: string
  readonly hold?: string
  readonly sealed: Sealed
  readonly findings: Pick<ExportFindings, 'scan'>
}

/** Tells of an export and what became of it. `number`: in the register, where it was handed out. */
export function tellExport(told: ToldExport, fate: ExportFate, desk: Desk, number?: number): void {
  const { name, app, path, account, address, rule, hold, sealed, findings } = told
  desk.told.tell(
    webResourcesActivity(desk.product, {
      ...{ uid: randomUUID(), time: desk.now(), name, address, app, path },
      activity: fate === 'released' ? 'Release' : 'Export',
      account: { name: account },
      scan: findings.scan,
      export: {
        ...{ rule, fate, bytes: sealed.bytes, sha256: sealed.sha256, format: findings.scan.format },
        ...(hold === undefined ? {} : { hold }),
        ...(number === undefined ? {} : { number }),
      },
    }),
  )
}

/** Registers what is handed out, so that any later file is known by its rows. Gives its number; undefined where it holds no customer. */
export async function register(
  { findings, sealed }: { findings: ExportFindings; sealed: Sealed },
  { name, person, user }: { name: string; person: string | null; user: string },
  desk: Desk,
): Promise<number | undefined> {
  if (findings.customers.length === 0) return undefined
  const { status, reason = null } = findings.scan
  const fingerprint = { manifest: findings.manifest, sha256: sealed.sha256, status, reason }
  const facts = { name, source: 'gateway', person }
  const { head } = await registerExport(fingerprint, facts, { user }, desk)
  return head.number
}
