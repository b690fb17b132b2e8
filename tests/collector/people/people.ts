/** Made-up customers of several countries and scripts, the CRM export that they come from, and rows in which people write them down. Seeded. */
import { type Place, places } from './places.ts'

export interface Made {
  readonly place: Place
  readonly number: string
  readonly first: string
  readonly last: string
  readonly company: string
  readonly email: string
  readonly phone: string
  readonly taxId: string
  /** Year, month, day. */
  readonly born: readonly [number, number, number]
  readonly street: string
  readonly city: string
  readonly postcode: string
}

/** A reproducible die (mulberry32): numbers from 0 up to 1. */
export function die(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const ascii = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()

/** `count` people; two seeds have names, streets and towns in common, but no person. */
export function makePeople(seed: number, count: number): Made[] {
  const random = die(seed)
  const pick = <T>(list: readonly T[], fallback: T): T =>
    list[Math.floor(random() * list.length)] ?? fallback
  const digits = (length: number) =>
    Array.from({ length }, () => Math.floor(random() * 10)).join('')
  const between = (min: number, max: number) => min + Math.floor(random() * (max - min + 1))
  const [home] = places
  if (!home) return []
  return Array.from({ length: count }, (_, index) => {
    const place = pick(places, home)
    const first = pick(place.first, '')
    const last = pick(place.last, '')
    const company = place.company(pick(place.trades, ''), pick(place.goods, ''))
    return {
      place,
      number: `KD-${seed}${String(index).padStart(6, '0')}`,
      first,
      last,
      company,
      email: `${ascii(first).replaceAll(/[^a-z]/g, '') || 'kontakt'}.${seed}${index}@post${between(1, 40)}.example`,
      phone: place.phone(digits(9)),
      taxId: place.taxId(digits(15)),
      born: [between(1940, 2005), between(1, 12), between(1, 28)],
      street: place.street(pick(place.streets, ''), between(1, 180)),
      city: pick(place.cities, ''),
      postcode: String(between(10_000, 99_999)),
    }
  })
}

const two = (value: number): string => String(value).padStart(2, '0')
export const isoDate = ([year, month, day]: Made['born']): string =>
  `${year}-${two(month)}-${two(day)}`

/** A CSV cell. */
const cell = (text: string): string =>
  /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
export const row = (...cells: readonly string[]): string => cells.map(cell).join(',')

/** The CRM's export that is imported. */
export function exportOf(people: readonly Made[]): string {
  const header =
    'Customer number,First name,Last name,Company,E-mail,Phone,Tax id,Date of birth,Street,City,Postcode,Country'
  const rows = people.map(person =>
    row(
      person.number,
      person.first,
      person.last,
      person.company,
      person.email,
      person.phone,
      person.taxId,
      isoDate(person.born),
      person.street,
      person.city,
      person.postcode,
      person.place.country,
    ),
  )
  return [header, ...rows].join('\n')
}

/** Those of `others` who are nobody of `people`: the same name at the same company is the same person. */
export function strangersTo(people: readonly Made[], others: readonly Made[]): Made[] {
  const nameOf = ({ first, last, company }: Made): string => `${first} ${last} ${company}`
  const known = new Set(people.map(nameOf))
  return others.filter(other => !known.has(nameOf(other)))
}
