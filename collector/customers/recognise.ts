/** Confirms what a scan claims: which customers its candidates and rows are, exactly, and by what they were known. */

import { bitsPerValue, nearValue } from '../../content/lookup.ts'
import { atomOf } from '../../content/row-groups.ts'
import type { AtomKind, TokenHasher } from '../../content/token.ts'
import { type Known, weighEvidence } from './evidence.ts'
import { atomsOf, type CustomerRecord, type Field, nearForms } from './record.ts'
import { idOf, prefixOf, type TokenIndex, type TokenRun } from './token-index.ts'
import { bitsMinOf, fieldNameOf, sharedMax, weigh } from './weights.ts'

/** What a scan claims. */
export interface Claims {
  readonly tokens: BigUint64Array
  readonly rows?: Iterable<readonly number[]>
  /** Version of the filter that the scan was made with; it tells the key. */
  readonly filterVersion?: string | undefined
}

/** The customers of a scan. */
export interface Recognised {
  /** Distinct, ascending. */
  readonly customers: Uint32Array
  /** Canary customers, which are none of them. */
  readonly canaries: Uint32Array
  /** How many of them each field pointed to; one customer may be known by several. */
  readonly fields: Readonly<Partial<Record<Field, number>>>
}

/** What recognising needs of the base. */
export interface Knowledge {
  readonly index: TokenIndex
  readonly customers: number
  readonly hash: TokenHasher
  load(id: number): CustomerRecord | undefined
  isCanary(id: number): boolean
}

/** More customers than this share an atom: it cannot tell where to look. */
const postingsMax = 2000
const triedMax = 24
/** The house number is not compared: the street alone tells less. */
const houseShare = 0.6
const nearBits = bitsPerValue * nearValue
const cachedMax = 20_000

/** Confirms claims against the base. */
export function recognise({ tokens, rows = [] }: Claims, knowledge: Knowledge): Recognised {
  const found = new Map<number, Set<Field>>()
  const note = (id: number, fields: Iterable<Field>): void => {
    const known = found.get(id)
    if (known) for (const field of fields) known.add(field)
    else found.set(id, new Set(fields))
  }
  for (const token of tokens.slice().sort()) {
    const code = soleCode(token, knowledge.index)
    if (code !== undefined) note(idOf(code), [fieldNameOf(code)])
  }
  const read = rowReader(knowledge)
  for (const row of rows) {
    const match = read(row)
    if (match) note(match.id, match.fields)
  }
  const fields: Partial<Record<Field, number>> = {}
  const canaries = [...found.keys()].filter(knowledge.isCanary)
  for (const id of canaries) found.delete(id)
  for (const known of found.values()) {
    for (const field of known) fields[field] = (fields[field] ?? 0) + 1
  }
  return {
    customers: Uint32Array.from(found.keys()).sort(),
    canaries: Uint32Array.from(canaries).sort(),
    fields,
  }
}

/** The first customer that has the token; undefined where none or too many have it. */
function soleCode(token: bigint, index: TokenIndex): number | undefined {
  const lo = Number(token & 0xffffffffn)
  return firstCode(index.find(atomOf(token)).find(candidate => candidate.lo === lo))
}

function firstCode(run: TokenRun | undefined): number | undefined {
  if (!run || run.codes.length > sharedMax) return undefined
  return run.codes.reduce((least, code) => (idOf(code) < idOf(least) ? code : least))
}

/** The customer of each row of candidates, given as the upper 40 bits of tokens; rows of strangers are left out. */
export function* customersOfRows(
  rows: Iterable<readonly number[]>,
  index: TokenIndex,
): Generator<number> {
  for (const row of rows) {
    for (const prefix of row) {
      const code = firstCode(index.find(prefix)[0])
      if (code === undefined) continue
      yield idOf(code)
      break
    }
  }
}

interface Match {
  readonly id: number
  readonly fields: readonly Field[]
}

function rowReader({ index, customers, hash, load }: Knowledge) {
  const bitsMin = bitsMinOf(customers)
  const atoms = new Map<
    number,
    { readonly bits: number; readonly ids: readonly number[]; readonly isKnown: boolean }
  >()
  const knowns = new Map<number, readonly Known[]>()

  function atom(prefix: number) {
    const before = atoms.get(prefix)
    if (before) return before
    let bits = 0
    const ids = new Set<number>()
    const runs = index.find(prefix)
    for (const run of runs) {
      bits = Math.max(bits, weigh(run, customers).bits)
      if (run.codes.length <= postingsMax) for (const code of run.codes) ids.add(idOf(code))
    }
    const entry = { bits, ids: [...ids], isKnown: runs.length > 0 }
    if (atoms.size > cachedMax) atoms.clear()
    atoms.set(prefix, entry)
    return entry
  }

  function knownOf(id: number): readonly Known[] {
    const before = knowns.get(id)
    if (before) return before
    const record = load(id)
    const hasHouse = record?.streets.some(street => /\d/.test(street)) ?? false
    const known = (record ? atomsOf(record) : []).map(({ field, kind, canonical }) => {
      const { lo, hi } = hash(kind, canonical)
      const prefix = prefixOf(lo, hi)
      const bits = atom(prefix).bits * (field === 'street' && hasHouse ? houseShare : 1)
      return { field, prefix, bits, near: bits > 0 ? nearOf(kind, canonical) : [] }
    })
    if (knowns.size > cachedMax) knowns.clear()
    knowns.set(id, known)
    return known
  }

  const nearOf = (kind: AtomKind, canonical: string): number[] =>
    nearForms(kind, canonical).map(form => {
      const { lo, hi } = hash('near', form)
      return prefixOf(lo, hi)
    })

  /** Customers that may have enough of the row's atoms, those with most first. */
  function candidates(row: readonly number[]): number[] {
    const votes = new Map<number, number>()
    let common = 0
    let nearSum = 0
    for (const prefix of row) {
      const { bits, ids, isKnown } = atom(prefix)
      if (!isKnown) nearSum += nearBits
      if (ids.length === 0) common += bits
      for (const id of ids) votes.set(id, (votes.get(id) ?? 0) + bits)
    }
    return [...votes]
      .filter(([, bits]) => bits + common + nearSum >= bitsMin)
      .sort(([left, a], [right, b]) => b - a || left - right)
      .slice(0, triedMax)
      .map(([id]) => id)
  }

  return (row: readonly number[]): Match | undefined => {
    const atomsOfRow = new Set(row)
    let best: Match | undefined
    let most = bitsMin
    for (const id of candidates(row)) {
      const { bits, fields } = weighEvidence(atomsOfRow, knownOf(id), customers)
      if (bits < most || (best && bits === most)) continue
      best = { id, fields }
      most = bits
    }
    return best
  }
}
