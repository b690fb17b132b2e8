/** Reads a CSV of any common delimiter row by row. A malformed row is reported by its line and costs only itself. */
import { parse } from 'csv-parse/sync'
import { limits } from '../../events/limits.ts'

/** A row by line number (from 1), or why the line was refused. */
export type TableRow =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly fault: string }

/** A quoted field may hold line breaks; more lines than this are a quote that was never closed. */
const recordLinesMax = 50
const batchRecords = 500

interface RawRecord {
  readonly line: number
  readonly lines: readonly string[]
}

/** The delimiter that the header line uses most, outside quotes: comma, semicolon or tab. */
function detectDelimiter(header: string): string {
  const bare = header.replaceAll(/"[^"]*"/g, '')
  const uses = [',', ';', '\t'].map(mark => ({ mark, count: bare.split(mark).length }))
  return uses.reduce((best, next) => (next.count > best.count ? next : best)).mark
}

const quotes = (text: string): number => (text.includes('"') ? text.split('"').length - 1 : 0)

/** Physical lines of a text stream, without their line ends. */
async function* linesOf(source: AsyncIterable<string>): AsyncIterable<string> {
  let rest = ''
  for await (const chunk of source) {
    const parts = (rest + chunk).split(/\r\n|\n|\r(?!$)/)
    rest = parts.pop() ?? ''
    yield* parts
  }
  if (rest !== '') yield rest.replace(/\r$/, '')
}

const parseRecords = (text: string, delimiter: string): string[][] =>
  parse(text, { delimiter, relax_column_count: true, skip_empty_lines: false })

const wording: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: 'a quoted field is not closed; close it with a double quote',
  CSV_INVALID_CLOSING_QUOTE:
    'text follows a closing quote; write quotes inside a quoted field twice ("")',
  INVALID_OPENING_QUOTE:
    'a quote stands inside an unquoted field; quote the whole field and write the quote twice ("")',
}

function faultOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return wording[code] ?? `the row cannot be read as CSV (${code || 'unknown reason'})`
}

/** One record on its own; a broken one gives back the lines behind its first to be read again. */
function single(
  record: RawRecord,
  delimiter: string,
): { rows: TableRow[]; again: readonly string[] } {
  try {
    const cells = parseRecords(record.lines.join('\n'), delimiter)[0] ?? []
    const long = cells.findIndex(cell => cell.length > limits.importFieldCharsMax)
    if (long < 0) return { rows: [{ line: record.line, cells }], again: [] }
    const fault = `field ${long + 1} is longer than ${limits.importFieldCharsMax} characters; is a quote missing?`
    return { rows: [{ line: record.line, fault }], again: record.lines.slice(1) }
  } catch (error) {
    return { rows: [{ line: record.line, fault: faultOf(error) }], again: record.lines.slice(1) }
  }
}

/** Without a quote a record is its line, cut at the delimiters: most files are like that, and it takes a tenth of the time. */
const isPlain = ({ lines: [text = '', ...rest] }: RawRecord): boolean =>
  rest.length === 0 && text.length <= limits.importFieldCharsMax && !text.includes('"')

const plainRow = ({ line, lines: [text = ''] }: RawRecord, delimiter: string): TableRow => ({
  line,
  cells: text.split(delimiter),
})

/** Records parsed together; on any fault one by one. */
function together(records: readonly RawRecord[], delimiter: string): TableRow[] | undefined {
  if (records.every(isPlain)) return records.map(record => plainRow(record, delimiter))
  try {
    const parsed = parseRecords(
      records.map(record => record.lines.join('\n')).join('\n'),
      delimiter,
    )
    if (parsed.length !== records.length) return undefined
    const rows = records.map((record, index) => ({ line: record.line, cells: parsed[index] ?? [] }))
    return rows.some(row => row.cells.some(cell => cell.length > limits.importFieldCharsMax))
      ? undefined
      : rows
  } catch {
    return undefined
  }
}

/** Cuts lines into records: lines are joined while a quote is open. */
class Records {
  private open: string[] = []
  private openLine = 0
  private isOdd = false

  /** A record when `text` completes one. */
  push(line: number, text: string): RawRecord | undefined {
    if (this.open.length === 0) {
      if (text.trim() === '') return undefined
      this.openLine = line
    }
    this.open.push(text)
    this.isOdd = this.isOdd !== (quotes(text) % 2 === 1)
    return !this.isOdd || this.open.length >= recordLinesMax ? this.take() : undefined
  }

  /** What is left, complete or not. */
  take(): RawRecord | undefined {
    if (this.open.length === 0) return undefined
    const record = { line: this.openLine, lines: this.open }
    this.open = []
    this.isOdd = false
    return record
  }
}

function* resolve(records: readonly RawRecord[], delimiter: string): Generator<TableRow> {
  const rows = together(records, delimiter)
  if (rows) {
    yield* rows
    return
  }
  const queue = [...records]
  for (let record = queue.shift(); record; record = queue.shift()) {
    const { rows: found, again } = single(record, delimiter)
    yield* found
    queue.unshift(...recut(record.line + 1, again))
  }
}

function recut(first: number, lines: readonly string[]): RawRecord[] {
  const cutter = new Records()
  const cut = lines.map((text, index) => cutter.push(first + index, text))
  return [...cut, cutter.take()].filter(record => record !== undefined)
}

/** All rows of a CSV text, the header row first. Blank lines are passed over. */
export async function* readTable(source: AsyncIterable<string>): AsyncIterable<TableRow> {
  const cutter = new Records()
  let delimiter: string | undefined
  let batch: RawRecord[] = []
  let line = 0
  for await (const text of linesOf(source)) {
    line += 1
    const record = cutter.push(line, text)
    if (!record) continue
    delimiter ??= detectDelimiter(record.lines[0] ?? '')
    batch.push(record)
    if (batch.length < batchRecords) continue
    yield* resolve(batch, delimiter)
    batch = []
  }
  const last = cutter.take()
  if (last) batch.push(last)
  yield* resolve(batch, delimiter ?? detectDelimiter(last?.lines[0] ?? ''))
}

/** The next rows, `count` at most. */
export async function take(rows: AsyncIterator<TableRow>, count: number): Promise<TableRow[]> {
  const taken: TableRow[] = []
  while (taken.length < count) {
    const next = await rows.next()
    if (next.done) break
    taken.push(next.value)
  }
  return taken
}

/** The cells of one line with commas between; undefined where it cannot be read. */
export function cellsOf(line: string): readonly string[] | undefined {
  try {
    return parseRecords(line, ',')[0] ?? []
  } catch {
    return undefined
  }
}
