/** Brings the token index up to date with the customers and gathers what the filter is made of. */
import type { AtomSet } from '../../content/filter.ts'
import { nearValue } from '../../content/lookup.ts'
import { shapeOfId } from '../../content/normalise-more.ts'
import type { AtomKind, TokenHasher } from '../../content/token.ts'
import type { CustomerTable } from './customer-table.ts'
import { gatherEntries } from './entries.ts'
import { atomsOf, type Field, nearForms } from './record.ts'
import type { TokenIndex, TokenRun } from './token-index.ts'
import { bitsMinOf, fieldCode, fieldNameOf, stepsOf, strengthOf, weigh } from './weights.ts'

const kindOfField: Readonly<Record<Field, AtomKind>> = {
  email: 'email',
  phone: 'phone',
  tax_id: 'id',
  number: 'id',
  name: 'word',
  company: 'word',
  street: 'word',
  city: 'word',
  postcode: 'id',
  birth_date: 'date',
  domain: 'domain',
  handle: 'handle',
}

/** A list of tokens that grows. */
function tokenList() {
  let halves = new Uint32Array(2048)
  let count = 0
  return {
    add(lo: number, hi: number): void {
      if (2 * count === halves.length) {
        const larger = new Uint32Array(halves.length * 2)
        larger.set(halves)
        halves = larger
      }
      halves[2 * count] = lo
      halves[2 * count + 1] = hi
      count += 1
    },
    tokens: () => new BigUint64Array(halves.buffer, 0, count),
  }
}

/** Indexes the customers that are new or changed; gives strong tokens, atoms with their values, and distinct tokens per field. */
export function indexCustomers({
  table,
  index,
  hash,
  near,
  shapes: shapesBefore,
}: {
  readonly table: CustomerTable
  readonly index: TokenIndex
  readonly hash: TokenHasher
  /** Tokens of near variants so far, as halves. */
  readonly near: Uint32Array
  /** Shapes of ids so far; null where they are too many. */
  readonly shapes: readonly number[] | null
}) {
  const entries = gatherEntries()
  const gone = new Uint8Array(table.maxId() + 1)
  const nearWords = new Map<string, AtomKind>()
  const shapes = new Set(shapesBefore)
  for (const { id, record } of table.unindexed()) {
    gone[id] = 1
    const own = new Set<string>()
    for (const { field, kind, canonical } of atomsOf(record)) {
      const text = `${kind} ${canonical}`
      if (own.has(text)) continue
      own.add(text)
      if (kind === 'id' && shapes.size <= shapesMax) shapes.add(shapeOfId(canonical))
      if (field === 'name' || field === 'birth_date' || nearWords.size < nearWordsMax) {
        nearWords.set(canonical, kind)
      }
      const { lo, hi } = hash(kind, canonical)
      entries.add(lo, hi, codeOf(id, field, kind === 'id' ? strengthOf(canonical) : 0))
    }
  }
  const nearTokens = mergeNear(near, nearWords, hash)
  const gathered = gatherInputs(table.total(), nearTokens)
  index.merge(gone, entries.sorted(), gathered.add)
  table.markIndexed()
  const isTooMany = shapesBefore === null || shapes.size > shapesMax
  const { atoms, ...inputs } = gathered.inputs()
  return {
    ...inputs,
    atoms: isTooMany ? atoms : { ...atoms, shapes: [...shapes].sort((a, b) => a - b) },
    shapes: isTooMany ? null : [...shapes],
    near: nearTokens,
  }
}

/** Ids of more shapes are no numbers of one office; then any may be one. */
const shapesMax = 2000
/** Words beyond names and dates whose misspellings are looked for: more would make the filter large. */
const nearWordsMax = 100_000

/** Adds the near variants of new words; the result has each token once. */
function mergeNear(
  near: Uint32Array,
  words: ReadonlyMap<string, AtomKind>,
  hash: TokenHasher,
): Uint32Array {
  const list = tokenList()
  for (let at = 0; at < near.length; at += 2) list.add(near[at] ?? 0, near[at + 1] ?? 0)
  for (const [canonical, kind] of words) {
    for (const form of nearForms(kind, canonical)) {
      const { lo, hi } = hash('near', form)
      list.add(lo, hi)
    }
  }
  const distinct = tokenList()
  let last: bigint | undefined
  for (const token of list.tokens().slice().sort()) {
    if (token === last) continue
    distinct.add(Number(token & 0xffffffffn), Number(token >> 32n))
    last = token
  }
  const tokens = distinct.tokens()
  return new Uint32Array(tokens.buffer, 0, tokens.length * 2)
}

const codeOf = (id: number, field: Field, strength: number): number =>
  id + fieldCode(field, strength) * 2 ** 24

function gatherInputs(customers: number, near: Uint32Array) {
  const strong = tokenList()
  const weak = tokenList()
  const values: number[] = []
  const kinds = new Set<AtomKind>()
  const strongKinds = new Set<AtomKind>()
  const counts: Partial<Record<Field | 'shared', number>> = {}
  return {
    add(run: TokenRun): void {
      const { isStrong, bits } = weigh(run, customers)
      const field = fieldNameOf(run.codes[0] ?? 0)
      counts[field] = (counts[field] ?? 0) + 1
      if (run.codes.length > 1 && (field === 'email' || field === 'phone')) {
        counts.shared = (counts.shared ?? 0) + 1
      }
      if (isStrong) {
        strong.add(run.lo, run.hi)
        strongKinds.add(kindOfField[field])
        if (kindOfField[field] === 'id') kinds.add('id')
      }
      if (bits === 0) return
      weak.add(run.lo, run.hi)
      values.push(stepsOf(bits))
      kinds.add(kindOfField[field])
    },
    inputs() {
      for (let at = 0; at < near.length; at += 2) {
        weak.add(near[at] ?? 0, near[at + 1] ?? 0)
        values.push(nearValue)
      }
      if (near.length > 0) kinds.add('near')
      const atoms: AtomSet = {
        kinds: [...kinds].sort(),
        bitsMin: bitsMinOf(customers),
        tokens: weak.tokens(),
        values: Uint8Array.from(values),
      }
      return { tokens: strong.tokens(), atoms, kinds: [...strongKinds].sort(), counts }
    },
  }
}
