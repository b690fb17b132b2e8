/** How much it tells that a row has a customer's atom: the rarer in the base and in the world, the more. In bits, as Fellegi and Sunter weigh agreement. */
import { bitsPerValue } from '../../content/lookup.ts'
import { type Field, fields } from './record.ts'
import { fieldOf, type TokenRun } from './token-index.ts'

/** The base is looked at as if so many people of the world were in it: what is rare in a small base may be common outside. */
const worldCustomers = 2000
const wordShare = 1 / 2000
const dateShare = 1 / 15_000
const nameShare = 1 / 100_000
const valueMax = 15
/** What more customers share than this share of the base tells nothing. */
const commonShareMax = 0.1
const commonMin = 20
/** An e-mail address or phone number of more customers is a switchboard or a mailbox that all use. */
export const sharedMax = 3
/** Beyond what tells a customer from all others of the base: 2^-20 of the strangers' rows may look like somebody's. */
const marginBits = 20
/** Strength of an id: bits per digit and letter, in steps that fit an entry's code. */
const strengthStep = 4
const strengthMax = 15
const fieldBits = 4

const shares: Partial<Record<Field, number>> = {
  name: wordShare,
  company: wordShare,
  street: wordShare,
  city: wordShare,
  birth_date: dateShare,
  domain: nameShare,
  handle: nameShare,
}

/** How many random identifiers of the same shape there are, in steps of `strengthStep` bits: only ids need it. */
export function strengthOf(canonical: string): number {
  const digits = canonical.replaceAll(/\D/g, '').length
  const letters = canonical.length - digits
  const bits = digits * Math.log2(10) + (letters > 0 ? letters * Math.log2(26) + 6 : 0)
  return Math.min(strengthMax, Math.round(bits / strengthStep))
}

/** The code of an entry's field and strength, for the bits above the customer's id. */
export const fieldCode = (field: Field, strength: number): number =>
  fields.indexOf(field) | (strength << fieldBits)

const strengthOfRun = (code: number): number => (fieldOf(code) >>> fieldBits) * strengthStep
/** The field of an entry's code. */
export const fieldNameOf = (code: number): Field =>
  fields[fieldOf(code) & (2 ** fieldBits - 1)] ?? 'email'

/** Bits that a row must tell, and that an id must have to identify alone. */
export const bitsMinOf = (customers: number): number =>
  Math.ceil(Math.log2(Math.max(customers, 2)) + marginBits)

/** How a filter treats one token of the base. */
export interface Weighed {
  /** Identifies a customer alone. */
  readonly isStrong: boolean
  /** What it tells beside others; 0 where it is common or identifies alone. */
  readonly bits: number
}

/** Weighs a token by who has it. */
export function weigh({ codes }: TokenRun, customers: number): Weighed {
  const [code = 0] = codes
  const field = fieldNameOf(code)
  const isAddress = field === 'email' || field === 'phone'
  const isId = field === 'tax_id' || field === 'number'
  const isStrong =
    (isAddress && codes.length <= sharedMax) ||
    (isId && codes.length === 1 && strengthOfRun(code) >= bitsMinOf(customers))
  if (isStrong && codes.length === 1) return { isStrong, bits: 0 }
  if (codes.length > Math.max(commonMin, customers * commonShareMax)) {
    return { isStrong, bits: 0 }
  }
  const share = shares[field] ?? 2 ** -(isAddress ? 40 : strengthOfRun(code))
  const seen = (codes.length - 1 + share * worldCustomers) / (customers + worldCustomers)
  // Any word may be rarer than the usual one; dates and ids are as many as there are.
  const chance = share === wordShare ? seen : Math.max(seen, share)
  return { isStrong, bits: Math.min(valueMax * bitsPerValue, -Math.log2(chance)) }
}

/** The same in the steps of a filter, never less than it is. */
export const stepsOf = (bits: number): number => Math.min(valueMax, Math.ceil(bits / bitsPerValue))
