/**
 * Makes a believable sample: a customer base, the people of a sales company and CRM exports. The same seed gives the same bytes.
 * All mail domains are reserved ones (RFC 2606); it does not import anything anywhere.
 */
import { type Country, sampleCountries, type Word } from './sample-countries.ts'
import { leaver, salesPeople, samplePeopleCsv } from './sample-people.ts'

export interface SampleOptions {
  readonly seed: number
  /** How many customers; default 3,200. */
  readonly customers?: number
}

export interface SampleBase {
  /** UTF-8 CSV with a header row, one customer a row, as a CRM exports its whole base. */
  readonly customersCsv: string
  /** HR's CSV: Purview's three columns and ours. `today` is read in UTC. */
  peopleCsv(options: { readonly today: Date; readonly leaverAlias: string }): string
  /** An export of `count` customers (at most all), other columns and formats than the base; `start` moves on to other customers. */
  exportCsv(count: number, options?: { readonly start?: number }): string
}

interface Customer {
  readonly number: string
  readonly name: string
  readonly company: string
  readonly email: string
  readonly phone: Phone
  readonly country: Country
  readonly city: string
  readonly owner: string
  readonly segment: string
  readonly revenue: number
}

interface Phone {
  readonly country: Country
  readonly groups: readonly string[]
}

/** Draws numbers in [0, 1). */
type Random = () => number

/** mulberry32 (T. Ettinger, public domain): small, seeded, good enough for sample data. */
function seeded(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

const native = (word: Word): string => (typeof word === 'string' ? word : word[0])
const latin = (word: Word): string => (typeof word === 'string' ? word : word[1])

const spelled: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', ł: 'l' }

/** A word as it stands in an address: lower-case ASCII letters, digits and hyphens. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[äöüßł]/g, letter => spelled[letter] ?? letter)
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f'’]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')

function pickCountry(random: Random): Country {
  const total = sampleCountries.reduce((sum, country) => sum + country.weight, 0)
  let left = random() * total
  for (const country of sampleCountries) {
    left -= country.weight
    if (left < 0) return country
  }
  return pick(random, sampleCountries)
}

function makeCompany(random: Random, country: Country) {
  const stem = pick(random, country.stems)
  const trade = pick(random, country.trades)
  const glue = country.familyFirst ? '' : ' '
  const form =
    country.companyForms[(native(stem).length + native(trade).length) % country.companyForms.length]
  const company = (form ?? '{}').replace('{}', `${native(stem)}${glue}${native(trade)}`)
  return { company, domain: `${slug(`${latin(stem)} ${latin(trade)}`)}.example` }
}

function makeEmail(random: Random, given: string, family: string, domain: string): string {
  const [first, last] = [slug(given), slug(family)]
  const host = random() < 0.1 ? 'webmail.example' : domain
  const local = pick(random, [
    `${first}.${last}`,
    `${first}.${last}`,
    `${first.slice(0, 1)}.${last}`,
    `${last}_${first}`,
    `${first}`,
  ])
  return `${local}@${host}`
}

/** Draws until `isNew` takes it; the draws grow with the attempts where a country has few numbers. */
function unique<T>(draw: (attempt: number) => T, keyOf: (item: T) => string, seen: Set<string>): T {
  for (let attempt = 0; ; attempt += 1) {
    const item = draw(attempt)
    const key = keyOf(item)
    if (seen.has(key)) continue
    seen.add(key)
    return item
  }
}

function makePhone(random: Random, country: Country, attempt: number): Phone {
  const { phones, morePhones = phones } = country
  const template = pick(random, attempt < 5 ? phones : morePhones)
  const digits = template.replaceAll('#', () => String(Math.floor(random() * 10)))
  return { country, groups: digits.split(' ') }
}

const phoneKey = ({ country, groups }: Phone): string => country.callingCode + groups.join('')

function national({ country, groups }: Phone, form: string): string {
  const [first = '', ...rest] = groups
  return form
    .replace('{t}', country.trunk)
    .replace('{1}', first)
    .replace(/\{rest(.?)\}/, (_, mark: string) =>
      mark === ')' ? `${rest[0] ?? ''})${rest.slice(1).join('-')}` : rest.join(mark),
    )
}

/** As people type numbers into a CRM. */
function writtenPhone(random: Random, phone: Phone): string {
  const { callingCode, trunk, nationalForms, dialsZeros = false } = phone.country
  const groups = phone.groups.join(' ')
  const style = Math.floor(random() * 8)
  if (style < 4) return national(phone, pick(random, nationalForms))
  if (style === 4) return `+${callingCode}${phone.groups.join('')}`
  if (style === 5 && dialsZeros) return `00${callingCode} ${groups}`
  if (style === 6 && trunk === '0') return `+${callingCode} (0)${groups}`
  return `+${callingCode} ${groups}`
}

const segments = ['Key account', 'Mid-market', 'Small business', 'Reseller', 'Public sector']

function makeCustomers(random: Random, count: number): Customer[] {
  const emails = new Set<string>()
  const phones = new Set<string>()
  return Array.from({ length: count }, (_, index) => {
    const country = pickCountry(random)
    const [given, family] = [pick(random, country.given), pick(random, country.family)]
    const names = country.familyFirst ? [family, given] : [given, family]
    const { company, domain } = makeCompany(random, country)
    const email = unique(
      attempt => {
        const [local = '', host = ''] = makeEmail(
          random,
          latin(given),
          latin(family),
          domain,
        ).split('@')
        return attempt < 3 ? `${local}@${host}` : `${local}${attempt - 1}@${host}`
      },
      text => text,
      emails,
    )
    return {
      number: `C-${10_001 + index}`,
      name: names.map(native).join(' '),
      company,
      email,
      phone: unique(attempt => makePhone(random, country, attempt), phoneKey, phones),
      country,
      city: pick(random, country.cities),
      owner: random() < 0.2 ? leaver.name : pick(random, salesPeople).name,
      segment: pick(random, segments),
      revenue: Math.round(10 ** (3 + random() * 2.7)),
    }
  })
}

const csvField = (value: string): string =>
  /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value

/** Rows as RFC 4180 CSV with LF line ends. */
const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map(row => `${row.map(csvField).join(',')}\n`).join('')

const baseHeader = [
  'Customer number',
  'Name',
  'Company',
  'Email',
  'Phone',
  'City',
  'Country',
  'Owner',
  'Segment',
  'Revenue last year',
]

/** The sample of a seed. Customers have numbers from C-10001, one e-mail address and one phone number each, all distinct. */
export function makeSampleBase({ seed, customers: count = 3200 }: SampleOptions): SampleBase {
  const random = seeded(seed)
  const customers = makeCustomers(random, count)
  const rows = customers.map(customer => [
    customer.number,
    customer.name,
    customer.company,
    customer.email,
    writtenPhone(random, customer.phone),
    customer.city,
    customer.country.name,
    customer.owner,
    customer.segment,
    String(customer.revenue),
  ])
  const order = shuffled(seeded(seed ^ 0x5eed), customers)
  return {
    customersCsv: csv([baseHeader, ...rows]),
    peopleCsv: options => csv(samplePeopleCsv(options)),
    exportCsv: (wanted, { start = 0 } = {}) => csv(exportRows(order, wanted, start)),
  }
}

function shuffled<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map(item => ({ item, rank: random() }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ item }) => item)
}

function exportRows(order: readonly Customer[], count: number, start: number): string[][] {
  const wanted = Array.from(
    { length: Math.min(count, order.length) },
    (_, index) => order[(start + index) % order.length],
  )
  const rows = wanted.flatMap((customer, index) => {
    if (!customer) return []
    const { company, name, revenue, email, phone, country } = customer
    const mobile =
      index % 2 === 0
        ? `+${country.callingCode} ${phone.groups.join('-')}`
        : national(phone, country.nationalForms[0] ?? '{t}{1}{rest}')
    return [
      [`${revenue}.00`, mobile, company, name, email.replace(/^./, first => first.toUpperCase())],
    ]
  })
  return [['Revenue', 'Mobile', 'Account', 'Full Name', 'E-mail'], ...rows]
}
