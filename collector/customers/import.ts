/** Imports the customer base from a CRM's CSV as a difference: rows that did not change are told by their digest and cost no more. */
import { hash } from 'node:crypto'
import { dateOrderOf } from '../../content/dates.ts'
import type { ImportReport } from '../../events/api.ts'
import { Fault } from '../../events/fault.ts'
import { type Column, emptyFile, requireColumns } from '../imports/columns.ts'
import { ImportTally } from '../imports/report.ts'
import { readTable, type TableRow, take } from '../imports/table.ts'
import type { CustomerBase } from './base.ts'
import { type CustomerMeaning, customerMeanings } from './columns.ts'
import type { SavedCustomer } from './customer-table.ts'
import { type Layout, readCustomer } from './read-customer.ts'
import { recogniseCustomerColumns, sampleRows } from './recognise-columns.ts'

const batchRows = 1000
/** Counts up when rows are read in another way, so that all are read again. */
const readerVersion = 1

/** What a column means by the caller's word: header to meaning, or to `not used`. */
export type ColumnChoice = Readonly<Record<string, CustomerMeaning | 'not used'>>

/** A choice from lines of `header=meaning`. Throws Fault ERR_INPUT_INVALID for a meaning that there is not. */
export function parseColumnChoice(lines: string): ColumnChoice {
  const choice: Record<string, CustomerMeaning | 'not used'> = {}
  for (const line of lines.split('\n')) {
    if (line.trim() === '') continue
    const at = line.lastIndexOf('=')
    const meaning = line.slice(at + 1).trim()
    const known = ([...customerMeanings, 'not used'] as const).find(name => name === meaning)
    if (at < 1 || known === undefined) {
      throw new Fault(
        'ERR_INPUT_INVALID',
        `"${line.slice(0, 80)}": write header=meaning, with one of ${customerMeanings.join(', ')}, not used`,
      )
    }
    choice[line.slice(0, at).trim()] = known
  }
  return choice
}

interface Import {
  readonly base: CustomerBase
  readonly tally: ImportTally
  readonly layout: Layout & { readonly name: string }
  /** Line on which a customer was seen in this file, by id; 0 for not yet. */
  readonly lines: LineMap
  readonly known: ReturnType<CustomerBase['digests']>
  /** Rows that are canary customers: they stay what they are. */
  readonly canaries: { rows: number }
}

/** Reads `text` (a CSV) into the base. Throws Fault ERR_INPUT_COLUMNS where no identifier column is found. */
export async function importCustomers(
  text: AsyncIterable<string>,
  {
    base,
    file,
    region,
    columns = {},
  }: { base: CustomerBase; file: string; region: string; columns?: ColumnChoice },
): Promise<ImportReport> {
  const rows = readTable(text)[Symbol.asyncIterator]()
  const header = await rows.next()
  if (header.done) throw emptyFile(file, 'customers')
  const headers = 'cells' in header.value ? header.value.cells.map(cell => cell.trim()) : []
  const sample = await take(rows, sampleRows)
  const tally = new ImportTally()
  const job: Import = {
    base,
    tally,
    layout: {
      ...openLayout({ base, headers, sample, file, choice: columns }),
      ...{ region, assumed: { phones: 0 } },
    },
    lines: lineMap(),
    known: base.digests(),
    canaries: { rows: 0 },
  }
  tally.columns(job.layout.columns)
  const batch = new Map<string, Pending>()
  const process = (row: TableRow) => {
    const pending = readRow(row, job, batch)
    if (pending) batch.set(pending.customer.record.identity, pending)
    if (batch.size >= batchRows) flush(batch, job)
  }
  for (const row of sample) process(row)
  for (let next = await rows.next(); !next.done; next = await rows.next()) process(next.value)
  flush(batch, job)
  const gone = base.markGone(job.layout.name, job.lines.seen())
  const { phones } = job.layout.assumed
  if (phones > 0) {
    tally.warn(
      `${phones.toLocaleString('en')} phone ${phones === 1 ? 'number' : 'numbers'} without a country ${phones === 1 ? 'was' : 'were'} read as of ${region}; where that is wrong, set default_region in config.yaml, start again and import again`,
    )
  }
  const { rows: planted } = job.canaries
  if (planted > 0) {
    tally.warn(`${planted.toLocaleString('en')} rows are canary customers; they stay canaries`)
  }
  if (gone > 0) {
    tally.warn(
      `${gone.toLocaleString('en')} customers of earlier files with these columns are gone from this one; they are still recognised`,
    )
  }
  return { ...tally.report(file, base.counts().customers, job.layout.columns), gone }
}

/** The mapping of a file with these headers: as chosen now, else as remembered, else as recognised; it is remembered. */
function openLayout({
  base,
  headers,
  sample,
  file,
  choice,
}: {
  readonly base: CustomerBase
  readonly headers: readonly string[]
  readonly sample: readonly TableRow[]
  readonly file: string
  readonly choice: ColumnChoice
}) {
  const name = hash('sha256', headers.join('\u001f').toLowerCase()).slice(0, 16)
  const cells = sample.flatMap(row => ('cells' in row ? [row.cells] : []))
  const remembered: ColumnChoice = JSON.parse(base.setting(`columns ${name}`) ?? '{}')
  const chosen: ColumnChoice = { ...remembered, ...choice }
  const columns = recogniseCustomerColumns(headers, cells).map(column => {
    const own = chosen[column.header]
    return own === undefined ? column : { ...column, meaning: own === 'not used' ? undefined : own }
  })
  needIdentifiers(columns, file)
  const mapping = columns.map(({ header, meaning }) => [header, meaning ?? 'not used'])
  base.keepSetting(`columns ${name}`, JSON.stringify(Object.fromEntries(mapping)))
  const dates = columns.find(({ meaning }) => meaning === 'birth date')?.index
  const texts = dates === undefined ? [] : cells.map(row => row[dates] ?? '')
  return { name, columns, dateOrder: dateOrderOf(texts) }
}

const weakMeanings: readonly CustomerMeaning[] = [
  'name',
  'last name',
  'company',
  'street',
  'birth date',
  'website',
  'handle',
  'number',
]

function needIdentifiers(columns: readonly Column<CustomerMeaning>[], file: string): void {
  const weak = columns.filter(({ meaning }) => meaning && weakMeanings.includes(meaning)).length
  requireColumns(columns, {
    file,
    needed: weak > 1 ? [...customerMeanings] : ['email', 'phone', 'tax id'],
    advice:
      'no column with e-mail addresses, phone numbers or tax ids; name one of them "Email" or "Phone"',
  })
}

interface Pending {
  readonly line: number
  readonly isKnown: boolean
  readonly customer: SavedCustomer
}

function digestOf(cells: readonly string[], { layout }: Import): number {
  const used = layout.columns.flatMap(({ index, meaning }) =>
    meaning === undefined ? [] : [meaning, (cells[index] ?? '').trim()],
  )
  const text = [readerVersion, layout.region, layout.dateOrder, ...used].join('\u001f')
  const bytes = hash('sha1', text, 'buffer')
  return bytes.readUInt32LE(0) + (bytes.readUInt32LE(4) >>> 12) * 2 ** 32
}

/** A row that is to be saved; undefined where it is unchanged or refused, which the tally then knows. */
function readRow(
  row: TableRow,
  job: Import,
  batch: ReadonlyMap<string, Pending>,
): Pending | undefined {
  const { tally, layout, lines, known, base } = job
  const { line } = row
  const refuse = (message: string): undefined => {
    tally.fault({ line, message })
    tally.row('refused')
    return undefined
  }
  if ('fault' in row) return refuse(row.fault)
  if (row.cells.length > layout.columns.length) {
    return refuse(
      `${row.cells.length} fields where the header has ${layout.columns.length}; quote fields that hold the delimiter`,
    )
  }
  const digest = digestOf(row.cells, job)
  const unchanged = idOfDigest(known, digest)
  if (unchanged !== undefined && lines.at(unchanged) === 0) {
    lines.set(unchanged, line)
    tally.row('unchanged')
    return undefined
  }
  const record = readCustomer(row.cells, layout, (column, message) =>
    tally.fault({ line, column, message }),
  )
  if (!record) {
    return refuse(
      'no e-mail address, phone number or tax id and less than two other things: this customer could never be recognised',
    )
  }
  if (base.canaries.owns(record.emails)) {
    job.canaries.rows += 1
    tally.row('unchanged')
    return undefined
  }
  const id = base.find(record.identity)
  const before = (id === undefined ? 0 : lines.at(id)) || batch.get(record.identity)?.line
  if (before) {
    const same =
      record.number === null
        ? 'the same identifier'
        : `the same customer number "${record.number.slice(0, 60)}"`
    return refuse(`${same} as line ${before}; the first row is kept`)
  }
  return { line, isKnown: id !== undefined, customer: { record, digest, layout: layout.name } }
}

function idOfDigest({ digests, ids }: Import['known'], digest: number): number | undefined {
  let low = 0
  let high = digests.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((digests[middle] ?? 0) < digest) low = middle + 1
    else high = middle
  }
  return digests[low] === digest && digest !== 0 ? ids[low] : undefined
}

function flush(batch: Map<string, Pending>, { base, tally, lines }: Import): void {
  const pending = [...batch.values()]
  const ids = base.save(pending.map(({ customer }) => customer))
  for (const [index, { isKnown, line }] of pending.entries()) {
    tally.row(isKnown ? 'changed' : 'added')
    lines.set(ids[index] ?? 0, line)
  }
  batch.clear()
}

type LineMap = ReturnType<typeof lineMap>

/** Lines by customer id; grows with the ids. */
function lineMap() {
  let lines = new Uint32Array(1024)
  return {
    at: (id: number): number => lines[id] ?? 0,
    set(id: number, line: number): void {
      if (id >= lines.length) {
        const larger = new Uint32Array(Math.max(id + 1, lines.length * 2))
        larger.set(lines)
        lines = larger
      }
      lines[id] = line
    },
    seen: (): Uint8Array => Uint8Array.from(lines, line => (line > 0 ? 1 : 0)),
  }
}
