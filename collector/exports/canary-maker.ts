/**
 * Makes customers that do not exist but look like the base's own: each part is put together from two real customers of the same kind, so
 * that it has their style and is nobody's. Only the e-mail address, on a domain of the company's own, is sure to be nobody else's. Pure.
 */

import type { ShownCustomer } from '../customers/canary-table.ts'
import { type CustomerRecord, isCompanyForm } from '../customers/record.ts'
import { localPart } from './canary-address.ts'

/** A canary before it is kept. */
export type MadeCanary = ShownCustomer & { readonly emails: readonly [string] }

export interface MakerOptions {
  /** Customers of the base. */
  readonly sample: readonly CustomerRecord[]
  /** Domains that the company owns. */
  readonly domains: readonly string[]
  /** A whole number from 0 up to, but not, `below`. */
  readonly random: (below: number) => number
  /** Whether the base has the address or number. */
  readonly isTaken: (identifier: string) => boolean
  /** Whether a customer of the base has all words of the name. */
  readonly isNamed: (name: string) => boolean
}

const triesMax = 200

type Pick = (from: readonly string[]) => string | undefined

const words = (text: string): string[] => text.split(/\s+/).filter(word => word !== '')

/** Names whose first words may be exchanged: as many words, and the same kind of ending, so that a Петрова stays an Анна. */
const shapeOfName = (name: string): string => {
  const parts = words(name)
  return `${parts.length} ${/[aáаяие]$/iu.test(parts[0] ?? '')} ${/\p{Script=Cyrillic}/u.test(name)}`
}

/** Makes one; undefined where the sample is too poor for one that differs from all in it. */
export function makeCanary(options: MakerOptions): MadeCanary | undefined {
  const { sample, random, isTaken, isNamed, domains } = options
  const pick = <T>(from: readonly T[]): T | undefined =>
    from.length === 0 ? undefined : from[random(from.length)]
  for (let tries = 0; tries < triesMax; tries += 1) {
    const donor = pick(sample)
    const domain = pick(domains)
    if (!donor || domain === undefined) return undefined
    const name = donor.name === null ? null : crossName(donor, sample, pick)
    const company = donor.company === null ? null : crossCompany(donor, sample, pick)
    if (name === undefined || company === undefined || (name ?? company) === null) continue
    // In a large base every pair of usual names is somebody's: the address still is nobody's.
    const isStrict = tries < triesMax / 2
    if (isStrict && [name, company].some(text => text !== null && isNamed(text))) continue
    const email = `${localPart(name ?? company ?? '', { donor, sample, random })}@${domain}`
    if (isTaken(email)) continue
    const number =
      donor.number === null ? null : otherDigits(donor.number, random, 2 + Math.floor(tries / 8))
    const phone = donor.phones[0] === undefined ? [] : [otherDigits(donor.phones[0], random, 4)]
    if ([...phone, ...(number === null ? [] : [number])].some(isTaken)) continue
    return {
      number,
      name,
      company,
      country: donor.country,
      owner: donor.owner,
      emails: [email],
      phones: phone,
      tax_ids: donor.tax_ids.map(id => otherDigits(id, random)),
      streets: donor.streets.slice(0, 1).map(street => otherHouse(street, random)),
      cities: donor.cities,
      postcodes: donor.postcodes,
      birth_date: donor.birth_date === null ? null : otherDay(donor.birth_date, random),
      domains: [],
      handles: [],
    }
  }
  return undefined
}

/** The first word of one name before the rest of another; undefined where none fits. */
function crossName(
  { name, country }: CustomerRecord,
  sample: readonly CustomerRecord[],
  pick: Pick,
): string | undefined {
  if (name === null) return undefined
  const [first = '', ...rest] = words(name)
  const shape = shapeOfName(name)
  const others = sample.flatMap(other =>
    other.name !== null && other.country === country && shapeOfName(other.name) === shape
      ? [other.name]
      : [],
  )
  const [, ...ending] = words(pick(others) ?? '')
  const crossed = rest.length === 0 ? '' : [first, ...ending].join(' ')
  return crossed === '' || ending.length === 0 ? undefined : crossed
}

/** A word that a company is called by, and not what it is or a mark between two words. */
const isNaming = (word: string): boolean =>
  /^[\p{L}\p{N}-]{2,}$/u.test(word) && !isCompanyForm(word)

/** The company with one of its words taken from another of its country; undefined where that makes nothing new. */
function crossCompany(
  { company, country }: CustomerRecord,
  sample: readonly CustomerRecord[],
  pick: Pick,
): string | undefined {
  const own = words(company ?? '')
  const named = own.filter(isNaming)
  const others = sample.filter(other => other.country === country)
  const other = words(pick(others.flatMap(each => each.company ?? [])) ?? '').filter(isNaming)
  const taken = pick(other)
  const replaced = named.at(-1)
  if (taken === undefined || replaced === undefined || own.includes(taken)) return undefined
  const crossed =
    named.length > 1
      ? own.map(word => (word === replaced ? taken : word))
      : own.flatMap(word => (word === replaced ? [word, taken] : [word]))
  return crossed.join(' ')
}

/** The same with other digits at its end, at most `most`: where numbers are given in order, the next free ones are near. The first digit stays, unless `most` is more than there are. */
function otherDigits(text: string, random: MakerOptions['random'], most = 6): string {
  const digits = text.replaceAll(/\D/g, '').length
  let left = Math.min(most, Math.max(2, most > digits ? digits : digits - 1))
  const characters = [...text].toReversed().map(character => {
    if (left === 0 || !/\d/.test(character)) return character
    left -= 1
    return String(random(10))
  })
  return characters.toReversed().join('')
}

/** The same street with another house number. */
function otherHouse(street: string, random: MakerOptions['random']): string {
  const number = /\d+/.exec(street)?.[0]
  if (number === undefined) return `${street} ${1 + random(90)}`
  const other = 1 + random(Math.max(40, Number(number.slice(0, 4))))
  return street.replace(number, String(other === Number(number) ? other + 1 : other))
}

/** A day within a year of this one; `19800503`. */
function otherDay(day: string, random: MakerOptions['random']): string {
  const date = new Date(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + random(720) - 360)
  return date.toISOString().slice(0, 10).replaceAll('-', '')
}
