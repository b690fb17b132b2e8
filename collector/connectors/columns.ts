/** Rows of a log in CSV by the names of its heading. Pure. */
import { cellsOf } from '../imports/table.ts'

/** Cells by trimmed column name in upper case; undefined where the row does not fit the heading or a quote is open. */
export function rowOf(head: string, line: string): ReadonlyMap<string, string> | undefined {
  const names = cellsOf(head)
  const cells = cellsOf(line)
  if (!names || !cells || names.length !== cells.length) return undefined
  return new Map(names.map((name, index) => [name.trim().toUpperCase(), cells[index] ?? '']))
}

/** Why a row is none. */
export const badRow = 'not as many columns as the heading has, or a quote is open'
