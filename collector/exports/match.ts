/** Finds the exports that a file was made from, by its customers. Pure. */
import type { ExportShare } from '../../events/detection-finding.ts'
import { limits } from '../../events/limits.ts'

/** An export as the match needs it. */
export interface Known {
  readonly number: number
  /** UTC epoch milliseconds; what was made later cannot be where a file came from. */
  readonly time: number
  /** Whose it was, where that is known. */
  readonly person: string | null
  readonly rows: number
  readonly customers: Uint32Array
  readonly counts: Uint32Array
}

/** What is known of the file beside its customers. */
export interface Sighted {
  /** Of the event; without it every export counts. */
  readonly time?: number
  readonly person?: string | undefined
  /** Customers of the whole base. */
  readonly base: number
}

/** A few customers are in many exports: that points to none. */
const customersMin = 5

/** Which exports each customer is in, in one array. */
export interface ExportIndex {
  readonly exports: readonly Known[]
  /** `places[starts[id]..starts[id + 1])` are places in `exports`. */
  readonly starts: Uint32Array
  readonly places: Uint32Array
}

/** Indexes exports by customer. */
export function indexExports(exports: readonly Known[]): ExportIndex {
  let highest = 0
  let total = 0
  for (const { customers } of exports) {
    highest = Math.max(highest, customers.at(-1) ?? 0)
    total += customers.length
  }
  const starts = new Uint32Array(highest + 2)
  for (const { customers } of exports) {
    for (const id of customers) starts[id + 1] = (starts[id + 1] ?? 0) + 1
  }
  for (let id = 1; id < starts.length; id += 1) {
    starts[id] = (starts[id] ?? 0) + (starts[id - 1] ?? 0)
  }
  const next = starts.slice()
  const places = new Uint32Array(total)
  for (const [place, { customers }] of exports.entries()) {
    for (const id of customers) {
      const at = next[id] ?? 0
      places[at] = place
      next[id] = at + 1
    }
  }
  return { exports, starts, places }
}

/** log2 of the number of ways to choose `k` of `n`, by Stirling's bounds: within a bit of it. */
function choiceBits(n: number, k: number): number {
  if (k <= 0 || k >= n) return 0
  const share = k / n
  return -n * (share * Math.log2(share) + (1 - share) * Math.log2(1 - share))
}

/**
 * The exports that explain the customers of a file, the one that explains most first. Of several that hold the same, the one is meant that
 * needs the fewest bits to describe the file (which of its customers were kept, and which came from elsewhere): a small export that is
 * there in full before a large one that happens to hold it. Equals are told by person, then by time.
 */
export function matchExports(
  customers: Uint32Array,
  { exports, starts, places }: ExportIndex,
  { time = Number.POSITIVE_INFINITY, person, base }: Sighted,
): ExportShare[] {
  const matches: ExportShare[] = []
  const strangerBits = Math.log2(Math.max(base, 2))
  let rest = customers
  while (matches.length < limits.exportsNamedMax && rest.length >= customersMin) {
    const held = new Map<number, number>()
    for (const id of rest) {
      for (let at = starts[id] ?? 0; at < (starts[id + 1] ?? 0); at += 1) {
        const place = places[at] ?? 0
        held.set(place, (held.get(place) ?? 0) + 1)
      }
    }
    let best: Known | undefined
    let least = Number.POSITIVE_INFINITY
    for (const [place, count] of held) {
      const known = exports[place]
      if (!known || known.time > time || count < customersMin) continue
      const bits = choiceBits(known.customers.length, count) + (rest.length - count) * strangerBits
      const isBetter = !best || bits < least || (bits === least && isNearer(known, best, person))
      if (!isBetter) continue
      best = known
      least = bits
    }
    if (!best) break
    matches.push(shareOf(best, customers))
    rest = without(rest, best.customers)
  }
  return matches
}

function isNearer(left: Known, right: Known, person: string | undefined): boolean {
  const isOwn = (known: Known) => person !== undefined && known.person === person
  if (isOwn(left) !== isOwn(right)) return isOwn(left)
  return left.time === right.time ? left.number > right.number : left.time > right.time
}

function shareOf({ number, rows, customers, counts }: Known, present: Uint32Array): ExportShare {
  let held = 0
  let at = 0
  for (const [index, id] of customers.entries()) {
    while (at < present.length && (present[at] ?? 0) < id) at += 1
    if (present[at] === id) held += counts[index] ?? 0
  }
  return { number, rows: held, of: rows }
}

function without(ids: Uint32Array, gone: Uint32Array): Uint32Array {
  let at = 0
  return ids.filter(id => {
    while (at < gone.length && (gone[at] ?? 0) < id) at += 1
    return gone[at] !== id
  })
}
