/** Lets a file go that was kept for a look: as it is, or with canaries among its rows where the rule asks for them and it is a table of text. */
import { Fault } from '../../events/fault.ts'
import type { Desk, Exchange } from './exchange.ts'
import type { ExportFindings } from './findings.ts'
import type { ResponseHeaders } from './headers.ts'
import { type Body, bodyFor, headersFor, lookInto, nameExport } from './release.ts'
import type { Sealed } from './sealed-file.ts'

/** A file in the spool, and what is in it. */
export interface Leaving {
  readonly id: string
  readonly name: string
  readonly headers: ResponseHeaders
  readonly sealed: Sealed
  readonly findings: ExportFindings
}

/** The same with canaries, which are named after the export once it has a number. */
export interface Planted extends Leaving {
  named(number: number): Promise<void>
}

const withCanaries = { rows_max: null, drop_columns: [], canaries: true }

/** Its copy in the spool, to be dropped by who asked; undefined where it goes as it is: no canaries are asked for, nobody is in it, or it is no table of text. */
export async function planted(
  { rule, visitor }: Pick<Exchange, 'rule' | 'visitor'>,
  leaving: Leaving,
  desk: Desk,
): Promise<Planted | undefined> {
  const { id, name, headers, sealed, findings } = leaving
  if (rule.canaries === 0 || findings.customers.length === 0) return undefined
  const source = {
    ...{ id, headers, person: visitor.person, user: visitor.user, canaries: rule.canaries },
    facts: { ...sealed, rows: findings.manifest.rows },
  }
  let body: Body
  try {
    body = await bodyFor(source, withCanaries, desk)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    desk.log.info({ reason: error.message, rule: rule.name }, 'an export went without canaries')
    return undefined
  }
  return {
    ...{ id: body.id, name, headers: headersFor(source, body), sealed: body.sealed },
    findings: await lookInto(body, name, desk),
    named: number => nameExport(body.canaries, number, desk),
  }
}
