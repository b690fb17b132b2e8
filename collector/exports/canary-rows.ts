/** Writes canaries as rows of a given table: each value where the table has such a column and as the table writes it, the rest as another row has it. Pure. */
import type { ShownCustomer } from '../customers/canary-table.ts'
import type { CustomerMeaning } from '../customers/columns.ts'
import { recogniseCustomerColumns } from '../customers/recognise-columns.ts'

/** A table to write for: its header and some of its rows. */
export interface ModelTable {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Columns where there is no model. */
export const plainHeader = [
  'Customer Number',
  'Name',
  'Company',
  'Email',
  'Phone',
  'Street',
  'City',
  'Postcode',
  'Country',
] as const

/** One row a canary, as wide as the header. `random` gives a whole number below its argument. */
export function canaryRows(
  canaries: readonly ShownCustomer[],
  { header, rows }: ModelTable,
  random: (below: number) => number,
): string[][] {
  const columns = recogniseCustomerColumns(header, rows)
  return canaries.map(canary => {
    const model = rows[random(Math.max(1, rows.length))] ?? []
    return columns.map(({ index, meaning }) => {
      const examples = rows.map(row => row[index] ?? '').filter(text => text.trim() !== '')
      if (meaning === undefined) return model[index] ?? ''
      const own = shownIn(canary, meaning)
      return own === undefined ? '' : inStyle(own, meaning, examples[random(examples.length || 1)])
    })
  })
}

function shownIn(canary: ShownCustomer, meaning: CustomerMeaning): string | undefined {
  const [first, ...rest] = (canary.name ?? '').split(/\s+/)
  const values: Record<CustomerMeaning, string | null | undefined> = {
    number: canary.number,
    name: canary.name ?? canary.company,
    'first name': first,
    'middle name': rest.length > 1 ? rest.slice(0, -1).join(' ') : undefined,
    'last name': rest.at(-1),
    company: canary.company,
    email: canary.emails[0],
    phone: canary.phones[0],
    country: canary.country,
    owner: canary.owner,
    'tax id': canary.tax_ids[0],
    'birth date': canary.birth_date,
    street: canary.streets[0],
    city: canary.cities[0],
    postcode: canary.postcodes[0],
    website: canary.emails[0]?.replace(/^.*@/, 'www.'),
    handle: undefined,
  }
  return values[meaning] ?? undefined
}

function inStyle(value: string, meaning: CustomerMeaning, example = ''): string {
  if (meaning === 'birth date') return dateLike(value, example)
  if (meaning === 'phone') return phoneLike(value, example)
  if (meaning === 'country' && example.length > 2) return countryName(value, example)
  return /\p{L}/u.test(example) && example === example.toUpperCase() && meaning !== 'email'
    ? value.toUpperCase()
    : value
}

/** `19800503` as the example writes dates. */
function dateLike(date: string, example: string): string {
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6, 8)]
  const first = /^(\d{4})(\D)\d{1,2}\D\d{1,2}/.exec(example)
  if (first) return [year, month, day].join(first[2])
  const last = /^\d{1,2}(\D)(\d{1,2})\D\d{4}/.exec(example)
  if (!last) return /^\d{8}$/.test(example) ? date : [year, month, day].join('-')
  const isMonthFirst = Number(last[2]) > 12
  return (isMonthFirst ? [month, day, year] : [day, month, year]).join(last[1])
}

/** Digits of the number in the places of the example's, where both have as many. */
function phoneLike(phone: string, example: string): string {
  const digits = phone.replaceAll(/\D/g, '')
  if (example.replaceAll(/\D/g, '').length !== digits.length) return phone
  let at = 0
  return example.replaceAll(/\d/g, () => digits[at++] ?? '')
}

/** A region by name where the example is a name. */
function countryName(region: string, example: string): string {
  if (!/^[A-Z]{2}$/.test(region)) return region
  for (const language of ['en', 'de', 'es', 'pt', 'ru', 'id', 'fr', 'it']) {
    const names = new Intl.DisplayNames([language], { type: 'region' })
    const regions = ['DE', 'ID', 'RU', 'ES', 'PT', 'BR', 'US', 'GB', 'AT', 'CH', 'FR', 'IT', region]
    if (regions.some(code => names.of(code)?.toLowerCase() === example.toLowerCase())) {
      return names.of(region) ?? region
    }
  }
  return new Intl.DisplayNames(['en'], { type: 'region' }).of(region) ?? region
}
