/** Makes a customer of one row, or says why it cannot. */
import { type DateOrder, parseDateNumber } from '../../content/dates.ts'
import { normaliseEmail, normalisePhone } from '../../content/normalise.ts'
import { normaliseDomain, normaliseHandle, normaliseId } from '../../content/normalise-more.ts'
import type { Column } from '../imports/columns.ts'
import type { CustomerMeaning } from './columns.ts'
import type { CustomerRecord } from './record.ts'
import { regionOf } from './region.ts'

export interface Layout {
  readonly columns: readonly Column<CustomerMeaning>[]
  /** Reads national phone numbers where the row has no country. */
  readonly region: string
  readonly dateOrder: DateOrder
  /** Counts phone numbers that were read as those of `region` because nothing in the row says a country. */
  readonly assumed: { phones: number }
}

/** Says that a field was left out. */
export type FieldFault = (column: string, message: string) => void

const clip = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text)

interface Value {
  readonly header: string
  readonly text: string
}

function valuesOf(
  cells: readonly string[],
  { columns }: Layout,
  meaning: CustomerMeaning,
): Value[] {
  const values: Value[] = []
  for (const column of columns) {
    if (column.meaning !== meaning) continue
    const text = (cells[column.index] ?? '').trim()
    if (text !== '') values.push({ header: column.header, text })
  }
  return values
}

/** What people write where there is nothing to write: `-`, `k.A.`, `n/a`. Compared without punctuation. */
const nothings = new Set(
  'na ka none null nil unknown unbekannt keine keiner нет неизвестно tidakada kosong ninguno sindatos nenhum semdados'.split(
    ' ',
  ),
)
const isNothing = (text: string): boolean => {
  const bare = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
  return bare === '' || nothings.has(bare)
}

const hasCountry = (phone: string): boolean => /^\D*(?:\+|00)/.test(phone)

function canonical(
  values: readonly Value[],
  normalise: (text: string) => string | undefined,
  fault: (header: string, text: string) => void,
): string[] {
  const found = new Set<string>()
  for (const { header, text } of values) {
    for (const part of text.split(/[;,|]/)) {
      if (isNothing(part)) continue
      const form = normalise(part)
      if (form !== undefined) found.add(form)
      else fault(header, part.trim())
    }
  }
  return [...found]
}

const ignore = () => {}
const birthYearMax = 20_250_000

/** The customer of a row; undefined where nothing in it could ever be recognised. */
export function readCustomer(
  cells: readonly string[],
  layout: Layout,
  fault: FieldFault,
): CustomerRecord | undefined {
  const values = (meaning: CustomerMeaning) => valuesOf(cells, layout, meaning)
  const first = (meaning: CustomerMeaning) => values(meaning)[0]?.text ?? null
  const not = (what: string) => (header: string, text: string) =>
    fault(header, `"${clip(text)}" is not ${what}; it is left out`)
  const country = first('country')
  const region = regionOf(country) ?? layout.region
  const emails = canonical(values('email'), normaliseEmail, not('an e-mail address'))
  const phones = canonical(
    values('phone'),
    text => normalisePhone(text, region),
    not('a phone number'),
  )
  if (regionOf(country) === undefined && phones.length > 0)
    layout.assumed.phones += values('phone').filter(({ text }) => !hasCountry(text)).length
  const number = first('number')
  const taxIds = canonical(values('tax id'), normaliseId, ignore)
  const numbers = canonical(
    number === null ? [] : [{ header: '', text: number }],
    normaliseId,
    ignore,
  )
  const [birthText] = values('birth date')
  const birth = birthText ? parseDateNumber(birthText.text, layout.dateOrder) : 0
  if (birthText && birth === 0) not('a date')(birthText.header, birthText.text)
  const parts = (['first name', 'middle name', 'last name'] as const).flatMap(
    part => first(part) ?? [],
  )
  const name = [first('name'), ...parts].filter(part => part !== null).join(' ')
  const plain = (meaning: CustomerMeaning) => values(meaning).map(({ text }) => text)
  const record = {
    number,
    name: name === '' ? null : name,
    company: first('company'),
    country: regionOf(country) ?? country,
    owner: first('owner'),
    emails,
    phones,
    tax_ids: taxIds,
    numbers,
    streets: plain('street'),
    cities: plain('city'),
    postcodes: canonical(values('postcode'), normaliseId, ignore),
    birth_date: birth === 0 || birth > birthYearMax ? null : String(birth),
    domains: canonical(values('website'), normaliseDomain, ignore),
    handles: canonical(values('handle'), normaliseHandle, ignore),
  }
  const identity = identityOf(record)
  return identity === undefined ? undefined : { identity, ...record }
}

function identityOf(record: Omit<CustomerRecord, 'identity'>): string | undefined {
  const { number, emails, phones, tax_ids: taxIds, name, company } = record
  const weak = [
    name,
    company,
    record.birth_date,
    record.streets[0],
    record.domains[0],
    record.handles[0],
  ].filter(part => part !== null && part !== undefined)
  const strong = emails[0] ?? phones[0] ?? taxIds[0]
  const isKnowable = strong !== undefined || weak.length + record.numbers.length > 1
  if (!isKnowable) return undefined
  if (number !== null) return `#${number}`
  return strong ?? `=${[name, company, ...weak.slice(2)].join('|').toLowerCase()}`
}
