/** Applies what an approver allowed to a table of text: fewer rows, fewer columns, canaries among the rows. What is not touched keeps its bytes. Pure. */
import { Fault } from '../../events/fault.ts'
import type { Terms } from '../approvals/export-request.ts'
import { readTable } from '../imports/table.ts'

/** A table of text, its records as they are written, line ends included. */
interface Table {
  readonly header: string
  readonly records: readonly string[]
  readonly delimiter: string
}

const delimiters = [',', ';', '\t']

/** Cuts a text into records; a line end within quotes is none. */
function tableOf(text: string): Table {
  const records: string[] = []
  let open = ''
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    open += line
    if (open.split('"').length % 2 === 0) continue
    records.push(open)
    open = ''
  }
  if (open !== '') records.push(open)
  const [header = '', ...rest] = records
  const bare = header.replaceAll(/"[^"]*"/g, '')
  const [delimiter = ','] = delimiters.toSorted(
    (left, right) => bare.split(right).length - bare.split(left).length,
  )
  return { header, records: rest, delimiter }
}

async function cellsOf(record: string, { delimiter, header }: Table): Promise<readonly string[]> {
  // The reader tells the delimiter by the first line, so a record is read beneath one that has it.
  const first = header.replace(/\r?\n$/, '')
  const rows: (readonly string[])[] = []
  const text = `${delimiter.repeat(first.split(delimiter).length - 1)}x\n${record}`
  async function* source() {
    yield text
  }
  for await (const row of readTable(source())) if ('cells' in row) rows.push(row.cells)
  return rows[1] ?? []
}

const cell = (value: string, delimiter: string): string =>
  /["\r\n]/.test(value) || value.includes(delimiter) ? `"${value.replaceAll('"', '""')}"` : value

const lineEndOf = ({ header }: Table): string => (header.endsWith('\r\n') ? '\r\n' : '\n')

const rowOf = (cells: readonly string[], table: Table): string =>
  cells.map(value => cell(value, table.delimiter)).join(table.delimiter) + lineEndOf(table)

/** Rows of canaries for a table with this header and rows like these, in its order of columns. */
export type CanaryRowsFor = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
) => Promise<readonly (readonly string[])[]>

const modelRows = 100

/** Whether the terms leave an export of so many rows as it is. */
export const changesNothing = (
  { rows_max, drop_columns, canaries }: Terms,
  rows: number,
): boolean => (rows_max === null || rows_max >= rows) && drop_columns.length === 0 && !canaries

/** The table under these terms. `random` gives a whole number below its argument. Throws Fault ERR_INPUT_FILE where it is no table of text. */
export async function underTerms(
  text: string,
  { rows_max, drop_columns, canaries }: Terms,
  { canaryRows, random }: { canaryRows: CanaryRowsFor; random: (below: number) => number },
): Promise<string> {
  const table = tableOf(text)
  const names = await cellsOf(table.header, table)
  if (names.length < 2) {
    throw new Fault(
      'ERR_INPUT_FILE',
      'the conditions of the approval need a table of text (CSV); ask for the export in that format',
    )
  }
  let rows = [...table.records]
  if (rows_max !== null) rows = rows.slice(0, rows_max)
  if (canaries) {
    const models = await Promise.all(rows.slice(0, modelRows).map(row => cellsOf(row, table)))
    const made = await canaryRows(names, models)
    for (const row of made) rows.splice(random(rows.length + 1), 0, rowOf(row, table))
  }
  const kept = names.flatMap((name, index) => (drop_columns.includes(name.trim()) ? [] : [index]))
  if (kept.length === names.length) return table.header + rows.join('')
  const out = [
    rowOf(
      kept.map(index => names[index] ?? ''),
      table,
    ),
  ]
  for (const row of rows) {
    const cells = await cellsOf(row, table)
    out.push(
      rowOf(
        kept.map(index => cells[index] ?? ''),
        table,
      ),
    )
  }
  return out.join('')
}
