/**
 * The fingerprint of an export: which customers its rows are about, and how many rows each has. Because a row is told by its customer, it is
 * the same row in another order, with fewer columns, in another format. Holds no identifier: ids of the base mean nothing without the base.
 */
import { unpackGroups } from '../../content/row-groups.ts'
import type { ScanOutcome } from '../../content/scan.ts'
import { unpackTokens } from '../../content/token.ts'
import { Fault } from '../../events/fault.ts'
import type { CustomerBase } from '../customers/base.ts'

/** What an export holds. */
export interface Manifest {
  /** All its rows, without the header. */
  readonly rows: number
  /** Ids of the distinct customers, ascending. */
  readonly customers: Uint32Array
  /** Rows of each. */
  readonly counts: Uint32Array
}

/** The fingerprint of a file that was scanned row by row. */
export function manifestOf(
  { summary, rowTokens = '' }: ScanOutcome,
  base: Pick<CustomerBase, 'customersOfRows' | 'recognise'>,
): Manifest {
  const counts = new Map<number, number>()
  for (const id of base.customersOfRows(unpackGroups(rowTokens))) {
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  const { customers } = base.recognise({
    tokens: unpackTokens(summary.tokens),
    rows: unpackGroups(summary.groups ?? ''),
  })
  for (const id of customers) if (!counts.has(id)) counts.set(id, 1)
  const ids = Uint32Array.from(counts.keys()).sort()
  const known = [...counts.values()].reduce((sum, count) => sum + count, 0)
  return {
    rows: Math.max(known, summary.rows - 1),
    customers: ids,
    counts: Uint32Array.from(ids, id => counts.get(id) ?? 0),
  }
}

/** As base64: for each customer the distance to the last id and the number of rows less one, in seven-bit groups (LEB128). */
export function packManifest({ customers, counts }: Omit<Manifest, 'rows'>): string {
  const bytes: number[] = []
  let last = 0
  for (const [index, id] of customers.entries()) {
    pushNumber(bytes, id - last)
    pushNumber(bytes, (counts[index] ?? 1) - 1)
    last = id
  }
  return Buffer.from(bytes).toString('base64')
}

function pushNumber(bytes: number[], value: number): void {
  let rest = value
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest & 0x7f) | 0x80)
  bytes.push(rest)
}

/** The inverse of `packManifest`; throws Fault ERR_DATA_DAMAGED where it is cut. */
export function unpackManifest(base64: string): Omit<Manifest, 'rows'> {
  const bytes = Buffer.from(base64, 'base64')
  const customers: number[] = []
  const counts: number[] = []
  let at = 0
  function next(): number {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at]
      if (byte === undefined) {
        throw new Fault('ERR_DATA_DAMAGED', 'the fingerprint of an export ends within a number')
      }
      at += 1
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
    }
  }
  let id = 0
  while (at < bytes.length) {
    id += next()
    customers.push(id)
    counts.push(next() + 1)
  }
  return { customers: Uint32Array.from(customers), counts: Uint32Array.from(counts) }
}
