/** Imports people from an HR export (CSV). A faulty row is refused whole, so that a person is never half updated. */
import { randomUUIDv7 } from 'node:crypto'
import type { DateOrder } from '../../content/dates.ts'
import { normaliseEmail } from '../../content/normalise.ts'
import type { ImportReport } from '../../events/api.ts'
import { type Column, emptyFile, recogniseColumns, requireColumns } from '../imports/columns.ts'
import { ImportTally } from '../imports/report.ts'
import { readTable, type TableRow, take } from '../imports/table.ts'
import type { PersonRecord } from '../journal/decisions.ts'
import { type PersonMeaning, personColumns } from './columns.ts'
import { orderOf, parseDate } from './dates.ts'
import { type Directory, foldAlias, type Person } from './directory.ts'
import { newPseudonym } from './pseudonyms.ts'
import { hoursFault } from './working-hours.ts'
import { zoneFault } from './zones.ts'

interface Context {
  readonly columns: readonly Column<PersonMeaning>[]
  readonly directory: Directory
  /** Of dates with slashes in this file. */
  readonly dateOrder: DateOrder | undefined
  readonly tally: ImportTally
  readonly seen: Map<string, number>
  /** Alias to the person that has it in this file. */
  readonly aliases: Map<string, string>
  readonly pseudonyms: Set<string>
  /** In the directory, with those of the file so far. */
  people: number
}

class RowFault extends Error {
  readonly column: string | undefined
  constructor(message: string, column?: string) {
    super(message)
    this.column = column
  }
}

function cellReader(cells: readonly string[], { columns, dateOrder }: Context) {
  const find = (meaning: PersonMeaning) => columns.find(column => column.meaning === meaning)
  const text = (meaning: PersonMeaning): string => {
    const column = find(meaning)
    return column ? (cells[column.index] ?? '').trim() : ''
  }
  return {
    text,
    maybe: (meaning: PersonMeaning): string | null => text(meaning) || null,
    /** A cell that `fault` finds nothing wrong with. */
    checked: (meaning: PersonMeaning, fault: (text: string) => string | undefined) => {
      const said = text(meaning)
      const wrong = said === '' ? undefined : fault(said)
      if (wrong !== undefined) throw new RowFault(wrong, find(meaning)?.header)
      return said || null
    },
    has: (meaning: PersonMeaning) => find(meaning) !== undefined,
    date: (meaning: PersonMeaning): string | null => {
      const date = parseDate(text(meaning), dateOrder)
      if (date !== undefined && date !== 'unclear') return date
      const why = date === undefined ? 'is not a date' : 'may be day or month first'
      throw new RowFault(
        `"${text(meaning)}" ${why}; write it as 2026-11-29 (ISO 8601)`,
        find(meaning)?.header,
      )
    },
  }
}

function emailOf(text: string, line: number, { columns, seen }: Context): string {
  const header = columns.find(column => column.meaning === 'email')?.header
  const email = normaliseEmail(text)
  if (email === undefined) {
    const message =
      text === ''
        ? 'no e-mail address; each person needs one'
        : `"${text}" is not an e-mail address`
    throw new RowFault(message, header)
  }
  const before = seen.get(email)
  if (before !== undefined)
    throw new RowFault(`the same person as line ${before}; the first row is kept`, header)
  seen.set(email, line)
  return email
}

function aliasesOf(text: string, id: string, context: Context): string[] {
  const aliases = text
    .split(/[;,|]/)
    .map(foldAlias)
    .filter(alias => alias !== '')
  for (const alias of aliases) {
    const owner = context.aliases.get(alias)
    if (owner !== undefined && owner !== id) {
      throw new RowFault(
        `the alias "${alias}" belongs to another row already; an account is one person's`,
        'aliases',
      )
    }
    context.aliases.set(alias, id)
  }
  return aliases
}

/** What a row says, and the person as the directory has them, if it does. */
function personOf(line: number, cells: readonly string[], context: Context) {
  const { columns, directory } = context
  if (cells.length > columns.length) {
    throw new RowFault(
      `${cells.length} fields where the header has ${columns.length}; quote fields that hold the delimiter`,
    )
  }
  const cell = cellReader(cells, context)
  const notice = cell.date('notice date')
  const last = cell.date('last working day')
  if (notice !== null && last !== null && last < notice) {
    throw new RowFault(`the last working day ${last} is before the notice ${notice}`)
  }
  const hours = cell.checked('working hours', hoursFault)
  const zone = cell.checked('zone', zoneFault)
  const email = emailOf(cell.text('email'), line, context)
  const known = directory.byEmail(email)
  // Ids that grow with time lie beside each other in the tables: an import writes few pages.
  const id = known?.id ?? randomUUIDv7()
  const keep = (meaning: PersonMeaning, before: string | null | undefined) =>
    cell.has(meaning) ? cell.maybe(meaning) : (before ?? null)
  const isTaken = (name: string) => directory.hasPseudonym(name) || context.pseudonyms.has(name)
  const pseudonym = known?.pseudonym ?? newPseudonym(isTaken, context.people)
  if (!known) {
    context.people += 1
    context.pseudonyms.add(pseudonym)
  }
  const record: PersonRecord = {
    id,
    email,
    pseudonym,
    name: keep('name', known?.name),
    manager: keep('manager', known?.manager),
    department: keep('department', known?.department),
    title: keep('title', known?.title),
    notice_date: cell.has('notice date') ? notice : (known?.notice_date ?? null),
    last_day: cell.has('last working day') ? last : (known?.last_day ?? null),
    working_hours: cell.has('working hours') ? hours : (known?.working_hours ?? null),
    zone: cell.has('zone') ? zone : (known?.zone ?? null),
    aliases: aliasesOf(cell.text('aliases'), id, context),
  }
  return { record, known }
}

/** Whether the directory already says what the record says. */
function isKnown(record: PersonRecord, known: Person, directory: Directory): boolean {
  const { aliases, ...fields } = record
  const same = (Object.keys(fields) as (keyof typeof fields)[]).every(
    name => known[name] === fields[name],
  )
  return same && aliases.every(alias => directory.aliasOwner(alias) === record.id)
}

/** Rows that are looked at for the order of dates before the first is read. */
const sampleRows = 200

const isDated: readonly (PersonMeaning | undefined)[] = ['notice date', 'last working day']

/** The cells of the columns with dates. */
function datesOf(rows: readonly TableRow[], columns: Context['columns']): string[] {
  const dated = columns.filter(({ meaning }) => isDated.includes(meaning))
  return rows.flatMap(row =>
    'cells' in row ? dated.map(({ index }) => row.cells[index] ?? '') : [],
  )
}

/** Counts what the row is; gives the person where they are new or changed. */
function readRow(row: TableRow, context: Context): PersonRecord | undefined {
  const { directory, tally } = context
  try {
    if ('fault' in row) throw new RowFault(row.fault)
    const { record, known } = personOf(row.line, row.cells, context)
    const outcome = !known ? 'added' : isKnown(record, known, directory) ? 'unchanged' : 'changed'
    tally.row(outcome)
    return outcome === 'unchanged' ? undefined : record
  } catch (error) {
    if (!(error instanceof RowFault)) throw error
    tally.fault({
      line: row.line,
      ...(error.column ? { column: error.column } : {}),
      message: error.message,
    })
    tally.row('refused')
    return undefined
  }
}

/** Reads `text` (a CSV); hands each new or changed person to `save`. Throws Fault ERR_INPUT_COLUMNS where no e-mail column is found. */
export async function importPeople(
  text: AsyncIterable<string>,
  {
    directory,
    file,
    save,
  }: {
    directory: Directory
    file: string
    save: (people: readonly PersonRecord[]) => Promise<void>
  },
): Promise<{ report: (total: number) => ImportReport }> {
  const tally = new ImportTally()
  const rows = readTable(text)[Symbol.asyncIterator]()
  const header = await rows.next()
  if (header.done) throw emptyFile(file, 'people')
  const headers = 'cells' in header.value ? header.value.cells.map(cell => cell.trim()) : []
  const columns = recogniseColumns(headers, personColumns, [])
  requireColumns(columns, {
    file,
    needed: ['email'],
    advice: 'no column with e-mail addresses; name it "EmailAddress"',
  })
  tally.columns(columns)
  const sample = await take(rows, sampleRows)
  const context: Context = {
    columns,
    directory,
    dateOrder: orderOf(datesOf(sample, columns)),
    tally,
    seen: new Map(),
    aliases: new Map(),
    pseudonyms: new Set(),
    people: directory.counts(0).people,
  }
  const changed: PersonRecord[] = []
  const read = (row: TableRow) => {
    const record = readRow(row, context)
    if (record) changed.push(record)
  }
  for (const row of sample) read(row)
  for await (const row of { [Symbol.asyncIterator]: () => rows }) read(row)
  await save(changed)
  return { report: total => tally.report(file, total, columns) }
}
