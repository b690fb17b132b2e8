/** Brings the token index up to date with the customers and gathers what the filter is made of. */
import type { AtomSet } from '../../content/filter.ts'
import type { AtomKind, TokenHasher } from '../../content/token.ts'
import type { CustomerTable } from './customer-table.ts'
import { atomsOf, type Field } from './record.ts'
import { gatherEntries, type TokenIndex, type TokenRun } from './token-index.ts'
import { bitsMinOf, fieldCode, fieldNameOf, strengthOf, weigh } from './weights.ts'

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
}: {
  readonly table: CustomerTable
  readonly index: TokenIndex
  readonly hash: TokenHasher
}) {
  const entries = gatherEntries()
  const gone = new Uint8Array(table.maxId() + 1)
  for (const { id, record } of table.unindexed()) {
    gone[id] = 1
    const own = new Set<string>()
    for (const { field, kind, canonical } of atomsOf(record)) {
      const text = `${kind} ${canonical}`
      if (own.has(text)) continue
      own.add(text)
      const { lo, hi } = hash(kind, canonical)
      entries.add(lo, hi, codeOf(id, field, kind === 'id' ? strengthOf(canonical) : 0))
    }
  }
  const gathered = gatherInputs(table.total())
  index.merge(gone, entries.sorted(), gathered.add)
  table.markIndexed()
  return gathered.inputs()
}

const codeOf = (id: number, field: Field, strength: number): number =>
  id + fieldCode(field, strength) * 2 ** 24

function gatherInputs(customers: number) {
  const strong = tokenList()
  const weak = tokenList()
  const values: number[] = []
  const kinds = new Set<AtomKind>()
  const counts: Partial<Record<Field | 'shared', number>> = {}
  return {
    add(run: TokenRun): void {
      const { isStrong, value } = weigh(run, customers)
      const field = fieldNameOf(run.codes[0] ?? 0)
      counts[field] = (counts[field] ?? 0) + 1
      if (run.codes.length > 1 && (field === 'email' || field === 'phone')) {
        counts.shared = (counts.shared ?? 0) + 1
      }
      if (isStrong) {
        strong.add(run.lo, run.hi)
        if (kindOfField[field] === 'id') kinds.add('id')
      }
      if (value === undefined) return
      weak.add(run.lo, run.hi)
      values.push(value)
      kinds.add(kindOfField[field])
    },
    inputs() {
      const atoms: AtomSet = {
        kinds: [...kinds].sort(),
        bitsMin: bitsMinOf(customers),
        tokens: weak.tokens(),
        values: Uint8Array.from(values),
      }
      return { tokens: strong.tokens(), atoms, counts }
    },
  }
}
