/** What a body that was read holds, confirmed against the customer base: for a page its customers, for an export all that an approver must know. */

import { unpackGroups } from '../../content/row-groups.ts'
import type { ScanOutcome } from '../../content/scan.ts'
import { packTokens, unpackTokens } from '../../content/token.ts'
import { limits } from '../../events/limits.ts'
import { noFilterVersion } from '../../events/policy.ts'
import type { ScanSummary } from '../../events/scan.ts'
import type { CustomerBase } from '../customers/base.ts'
import { type Manifest, manifestOf } from '../exports/manifest.ts'
import { readTable } from '../imports/table.ts'
import type { Directory } from '../people/directory.ts'
import { shareOut } from '../people/owners.ts'
import type { Reading } from './recogniser-wire.ts'

/** What is known of a body. */
export interface Findings {
  readonly scan: ScanSummary
  readonly customers: Uint32Array
  /** Why it was not read to its end; undefined where it was. */
  readonly failure: string | undefined
}

/** The same of an export. */
export interface ExportFindings extends Findings {
  readonly manifest: Manifest
  /** Headings where it begins as a table of text does. */
  readonly columns: readonly string[]
  readonly fields: Readonly<Partial<Record<string, number>>>
}

const emptyScan: ScanSummary = {
  status: 'failed',
  format: 'unknown',
  bytes: 0,
  rows: 0,
  candidates: 0,
  kinds: { email: 0, phone: 0 },
  tokens: '',
  filter_version: noFilterVersion,
  duration_ms: 0,
}

/** Families without text: nothing is missed where they are not read. */
const textless = new Set(['png', 'jpeg', 'gif', 'exe', 'elf'])

function failureOf({ status, reason, format }: ScanSummary): string | undefined {
  if (status === 'complete' || (status === 'unreadable' && textless.has(format))) return undefined
  return reason ?? status
}

/** A summary as an event carries it: no more tokens than one event holds. */
function forEvent(summary: ScanSummary): ScanSummary {
  if (summary.candidates <= limits.scanCandidatesMax) return summary
  const tokens = packTokens(unpackTokens(summary.tokens).slice(0, limits.scanCandidatesMax))
  const reason = `${summary.candidates} identifiers; the event names the first ${limits.scanCandidatesMax}`
  return { ...summary, tokens, status: 'truncated', reason }
}

const failed = (failure: string): Findings => ({
  scan: { ...emptyScan, reason: failure.slice(0, 500) },
  customers: new Uint32Array(),
  failure,
})

/** What was read of a page. */
export function pageScan(reading: Reading): Pick<Findings, 'scan' | 'failure'> {
  if ('failure' in reading) return failed(reading.failure)
  if ('isNotPlain' in reading) return failed('a page that is no text')
  const { summary } = reading.outcome
  return { scan: forEvent(summary), failure: failureOf(summary) }
}

/** All of an export; `head` is its beginning as text, '' where it is none. */
export async function exportFindings(
  outcome: ScanOutcome,
  head: string,
  base: CustomerBase,
): Promise<ExportFindings> {
  const { summary } = outcome
  const recognised = base.recognise({
    tokens: unpackTokens(summary.tokens),
    rows: unpackGroups(summary.groups ?? ''),
    filterVersion: summary.filter_version,
  })
  const { customersOfRows } = base
  const manifest = manifestOf(outcome, { customersOfRows, recognise: () => recognised })
  return {
    scan: forEvent(summary),
    customers: manifest.customers,
    failure: failureOf(summary),
    manifest,
    columns: await headingsOf(head),
    fields: recognised.fields,
  }
}

/** An export that could not be read. */
export const unread = (failure: string): ExportFindings => ({
  ...failed(failure),
  manifest: { rows: 0, customers: new Uint32Array(), counts: new Uint32Array() },
  columns: [],
  fields: {},
})

const columnsMax = 200

async function* only(text: string) {
  yield text
}

/** The first line as headings of a table; none where it is no table. */
async function headingsOf(head: string): Promise<string[]> {
  const line = head.replace(/^\ufeff/, '').split(/\r?\n/, 1)[0] ?? ''
  if (line.length === head.length || /^\s*[<{[]/.test(line)) return []
  for await (const row of readTable(only(line))) {
    if (!('cells' in row) || row.cells.length < 2) return []
    return row.cells.slice(0, columnsMax).map(name => name.trim().slice(0, 200))
  }
  return []
}

/** Whose the customers are, and which share of the base: what an approver sees beside the counts. */
export function sharesOf(
  customers: Uint32Array,
  person: string | null,
  { base, directory }: { base: CustomerBase; directory: Directory },
) {
  const total = base.total()
  const share = total === 0 ? 0 : Math.round((customers.length / total) * 1000) / 10
  const shares =
    person === null
      ? { own: 0, others: 0, own_share_percent: 0 }
      : shareOut(customers, { base, directory, person })
  return { share_percent: Math.min(100, share), ...shares }
}
