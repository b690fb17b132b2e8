/** Whether a row's atoms are one customer's: what the fields that agree tell together. Pure; the base hands in what it knows. */
import { bitsPerValue, nearValue } from '../../content/lookup.ts'
import type { Field } from './record.ts'

/** One atom of a customer. */
export interface Known {
  readonly field: Field
  /** The upper 40 bits of its token. */
  readonly prefix: number
  /** What agreement tells, in bits; 0 where it is common. */
  readonly bits: number
  /** The same prefixes of what is nearly the same word. */
  readonly near: readonly number[]
}

/** What speaks for a customer. */
export interface Evidence {
  readonly bits: number
  readonly fields: readonly Field[]
}

/** Who somebody is, strongest first: a word of two fields counts for the first. */
const who: readonly Field[] = [
  'email',
  'phone',
  'tax_id',
  'number',
  'birth_date',
  'handle',
  'domain',
]
const named: readonly Field[] = ['name', 'company']
/** Where somebody is: neighbours share it. */
const where: readonly Field[] = ['street', 'postcode', 'city']
const whereBitsMax = 24
const colleagueShare = 0.6
const whoBitsMin = 6
const fieldsMin = 2
/** A name is at best so many times rarer than one customer of the base. */
const nameBeyondBase = 8
const nameBitsMin = 16
/** A word that is nearly the same. */
const nearBits = nearValue * bitsPerValue

/** Sums what agrees between a row and a customer; no bits where only one field does, or nothing but the address. */
export function weighEvidence(
  row: ReadonlySet<number>,
  known: readonly Known[],
  customers: number,
): Evidence {
  const used = new Set<number>()
  const nameMax = Math.max(nameBitsMin, Math.log2(Math.max(customers, 2)) + nameBeyondBase)
  const agreed: Field[] = []
  let isNamed = false
  const sum = (fields: readonly Field[], bitsOf: (agreement: Agreement) => number): number => {
    let bits = 0
    for (const field of fields) {
      const agreement = agree(row, known, field, used)
      if (agreement.sum === 0) continue
      agreed.push(field)
      bits += bitsOf(agreement)
    }
    return bits
  }
  const person =
    sum(who, ({ most }) => most) +
    sum(named, ({ field, sum: all, share, isWhole }) => {
      if (field === 'name' && isWhole) isNamed = true
      return Math.min(all, nameMax) * share
    })
  const place = sum(where, ({ most, share }) => most * share)
  // Colleagues share the company and its address: with half a name these tell less of the person.
  const isColleague = agreed.includes('company') && !isNamed
  const placeShare = isColleague ? colleagueShare : 1
  const isSomebody = person >= whoBitsMin && agreed.length >= fieldsMin
  return {
    bits: isSomebody ? person + Math.min(place * placeShare, whereBitsMax) : 0,
    fields: agreed,
  }
}

interface Agreement {
  readonly field: Field
  /** Whether all of the field's words agree. */
  readonly isWhole: boolean
  readonly sum: number
  readonly most: number
  /** Which part of the field's words agrees; 1 for a name, where people leave words out. */
  readonly share: number
}

function agree(
  row: ReadonlySet<number>,
  known: readonly Known[],
  field: Field,
  used: Set<number>,
): Agreement {
  let sum = 0
  let most = 0
  let all = 0
  let found = 0
  for (const atom of known) {
    if (atom.field !== field || atom.bits === 0) continue
    all += 1
    const same = row.has(atom.prefix) ? atom.prefix : atom.near.find(prefix => row.has(prefix))
    if (same === undefined || used.has(same)) continue
    const bits = same === atom.prefix ? atom.bits : Math.min(atom.bits, nearBits)
    used.add(same)
    found += 1
    sum += bits
    most = Math.max(most, bits)
  }
  const isPart = field !== 'name' && field !== 'postcode' && found > 0
  return { field, sum, most, isWhole: found === all, share: isPart ? found / all : 1 }
}
