/** Imports the customer base from a CRM's CSV: recognises columns, normalises identifiers, keeps the good rows, reports the rest. */
import { normaliseEmail, normalisePhone } from '../../content/normalise.ts'
import type { ImportReport } from '../../events/api.ts'
import { type Column, emptyFile, recogniseColumns, requireColumns } from '../imports/columns.ts'
import { ImportTally } from '../imports/report.ts'
import { readTable } from '../imports/table.ts'
import type { CustomerBase, CustomerRecord } from './base.ts'
import { type CustomerMeaning, customerColumns } from './columns.ts'
import { regionOf } from './region.ts'

const batchRows = 1000

interface Context {
  readonly columns: readonly Column<CustomerMeaning>[]
  readonly region: string
  readonly tally: ImportTally
  /** Identity or e-mail to the line that had it first. */
  readonly seen: Map<string, number>
}

function valuesOf(cells: readonly string[], { columns }: Context, meaning: CustomerMeaning) {
  return columns
    .filter(column => column.meaning === meaning)
    .map(column => ({ header: column.header, text: (cells[column.index] ?? '').trim() }))
    .filter(value => value.text !== '')
}

function identifiers(
  line: number,
  cells: readonly string[],
  context: Context,
  meaning: 'email' | 'phone',
  normalise: (text: string) => string | undefined,
): string[] {
  const found = new Set<string>()
  for (const { header, text } of valuesOf(cells, context, meaning)) {
    for (const part of text.split(/[;,|]/)) {
      const canonical = part.trim() === '' ? undefined : normalise(part)
      if (canonical !== undefined) found.add(canonical)
      else if (part.trim() !== '') {
        const what = meaning === 'email' ? 'an e-mail address' : 'a phone number'
        context.tally.fault({
          line,
          column: header,
          message: `"${clip(part.trim())}" is not ${what}; it is left out`,
        })
      }
    }
  }
  return [...found]
}

const clip = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text)

function refuse(line: number, context: Context, message: string): undefined {
  context.tally.fault({ line, message })
  context.tally.row('refused')
  return undefined
}

/** A row as a customer, or undefined where it is refused; the tally then knows why. */
function customerOf(
  line: number,
  cells: readonly string[],
  context: Context,
): CustomerRecord | undefined {
  const { columns, seen } = context
  if (cells.length > columns.length) {
    return refuse(
      line,
      context,
      `${cells.length} fields where the header has ${columns.length}; quote fields that hold the delimiter`,
    )
  }
  const first = (meaning: CustomerMeaning) => valuesOf(cells, context, meaning)[0]?.text ?? null
  const country = first('country')
  const region = regionOf(country) ?? context.region
  const emails = identifiers(line, cells, context, 'email', normaliseEmail)
  const phones = identifiers(line, cells, context, 'phone', text => normalisePhone(text, region))
  const number = first('number')
  const strong = emails[0] ?? phones[0]
  if (strong === undefined) {
    return refuse(
      line,
      context,
      'no e-mail address and no phone number: this customer could never be recognised',
    )
  }
  const identity = number === null ? strong : `#${number}`
  const before = seen.get(identity)
  if (before !== undefined) {
    const same =
      number === null ? 'the same identifier' : `the same customer number "${clip(number)}"`
    return refuse(line, context, `${same} as line ${before}; the first row is kept`)
  }
  seen.set(identity, line)
  const joined = [first('first name'), first('last name')].filter(part => part !== null).join(' ')
  return {
    identity,
    number,
    name: first('name') ?? (joined === '' ? null : joined),
    company: first('company'),
    country: regionOf(country) ?? country,
    owner: first('owner'),
    emails,
    phones,
  }
}

/** Reads `text` (a CSV) into the base. Throws Fault ERR_INPUT_COLUMNS where no identifier column is found. */
export async function importCustomers(
  text: AsyncIterable<string>,
  { base, file, region }: { base: CustomerBase; file: string; region: string },
): Promise<ImportReport> {
  const tally = new ImportTally()
  let context: Context | undefined
  let batch: CustomerRecord[] = []
  const flush = () => {
    for (const outcome of base.save(batch)) tally.row(outcome)
    batch = []
  }
  for await (const row of readTable(text)) {
    if (!context) {
      const headers = 'cells' in row ? row.cells.map(cell => cell.trim()) : []
      const columns = recogniseColumns(headers, customerColumns, ['email', 'phone'])
      requireColumns(columns, {
        file,
        needed: ['email', 'phone'],
        advice:
          'no column with e-mail addresses or phone numbers; name one of them "Email" or "Phone"',
      })
      tally.columns(columns)
      context = { columns, region, tally, seen: new Map() }
      continue
    }
    const customer =
      'fault' in row
        ? refuse(row.line, context, row.fault)
        : customerOf(row.line, row.cells, context)
    if (customer) batch.push(customer)
    if (batch.length >= batchRows) flush()
  }
  if (!context) throw emptyFile(file, 'customers')
  flush()
  return tally.report(file, base.counts().customers, context.columns)
}
