/** Asks the filter about one identifier at a time and collects what it claims. The finders write into its buffer; it keeps no text. */
import type { IdentifierKind } from '../events/scan.ts'
import type { Candidates } from './candidates.ts'
import type { CustomerFilter } from './filter.ts'
import { groupAtomsMax } from './row-groups.ts'
import { type Hash64, type SipHasher, sipHasher } from './sip-hash.ts'
import { type AtomKind, kindByte } from './token.ts'

/** Canonical identifiers are ASCII nearly always: at most 254 bytes for an e-mail address. */
const bufferBytes = 512

/** One filter and one collection of candidates, with the buffer that finders fill. */
export interface Lookup {
  /** The canonical identifier goes here from index 1; index 0 is the kind's. */
  readonly bytes: Uint8Array
  /** Whether the filter claims the `length` bytes in the buffer; if so they are collected. */
  test(kind: IdentifierKind, length: number): boolean
  /** The same for a canonical text of any script. */
  testText(kind: IdentifierKind, canonical: string): boolean
}

/** The atoms of one row: what the filter claims, with how much each tells. */
export interface AtomLookup {
  readonly bytes: Uint8Array
  /** Which kinds the base has at all. */
  readonly kinds: Readonly<Record<AtomKind, boolean>>
  /** Shapes of the base's ids, see `shapeOf`; undefined where any may be one. */
  readonly shapes?: ReadonlySet<number>
  /** Looks up the `length` bytes in the buffer; what is claimed is an atom of the row, or a candidate where it identifies alone. */
  test(kind: AtomKind, length: number): boolean
  /** The value of the `length` bytes in the buffer, -1 where they are no atom; `token` has its token then. */
  valueFor(kind: AtomKind, length: number): number
  readonly token: Hash64
  /** Adds an atom with its value to the row. */
  note(lo: number, hi: number, value: number): void
}

/** What a row has gathered. */
export interface Row {
  /** Distinct atoms as token halves. */
  readonly halves: Uint32Array
  count: number
  /** Information of all of them, in bits. */
  bits: number
}

/** Binds a filter to a collection of candidates and to the row that is being read. */
export function openLookup(filter: CustomerFilter, candidates: Candidates) {
  const words = new Int32Array(bufferBytes / 4)
  const bytes = new Uint8Array(words.buffer)
  const hash = sipHasher(filter.key)
  const row: Row = { halves: new Uint32Array(2 * groupAtomsMax), count: 0, bits: 0 }
  const atoms = atomLookup({ filter, candidates, row, words, bytes, hash })
  return { row, atoms, strong: strongLookup({ filter, candidates, atoms, words, bytes, hash }) }
}

interface Hashing {
  readonly filter: CustomerFilter
  readonly candidates: Candidates
  readonly words: Int32Array
  readonly bytes: Uint8Array
  readonly hash: SipHasher
}

function strongLookup({
  filter,
  candidates,
  atoms,
  words,
  bytes,
  hash,
}: Hashing & { readonly atoms: AtomLookup }): Lookup {
  const encoder = new TextEncoder()
  const { kinds } = atoms
  const test = (kind: IdentifierKind, length: number): boolean => {
    bytes[0] = kindByte[kind]
    const token = hash(words, length + 1)
    const isCandidate = filter.has(token.lo, token.hi)
    if (isCandidate) candidates.add(kind, token.lo, token.hi)
    if (!kinds[kind]) return isCandidate
    // One that several customers share is an atom as well.
    return atoms.test(kind, length) || isCandidate
  }
  return {
    bytes,
    test,
    testText(kind, canonical) {
      const { read, written } = encoder.encodeInto(canonical, bytes.subarray(1))
      return read === canonical.length && test(kind, written)
    },
  }
}

const noKinds = {
  email: false,
  phone: false,
  id: false,
  word: false,
  date: false,
  domain: false,
  handle: false,
  near: false,
}

function atomLookup({
  filter,
  candidates,
  row,
  words,
  bytes,
  hash,
}: Hashing & { readonly row: Row }): AtomLookup {
  const kinds = { ...noKinds }
  for (const kind of filter.atoms?.kinds ?? []) kinds[kind] = true
  const token: Hash64 = { lo: 0, hi: 0 }
  function valueFor(kind: AtomKind, length: number): number {
    bytes[0] = kindByte[kind]
    const { lo, hi } = hash(words, length + 1)
    token.lo = lo
    token.hi = hi
    return filter.atoms?.value(lo, hi) ?? -1
  }
  return {
    bytes,
    kinds,
    token,
    ...(filter.atoms?.shapes && { shapes: new Set(filter.atoms.shapes) }),
    valueFor,
    note: (lo, hi, value) => note(row, lo, hi, value * bitsPerValue),
    test(kind, length) {
      const value = valueFor(kind, length)
      if (kind === 'id' && filter.has(token.lo, token.hi)) {
        candidates.add(kind, token.lo, token.hi)
        return true
      }
      if (value < 0) return false
      note(row, token.lo, token.hi, value * bitsPerValue)
      return true
    },
  }
}

function note(row: Row, lo: number, hi: number, bits: number): void {
  if (row.count === groupAtomsMax) return
  for (let index = 0; index < row.count; index += 1) {
    if (row.halves[2 * index] === lo && row.halves[2 * index + 1] === hi) return
  }
  row.halves[2 * row.count] = lo
  row.halves[2 * row.count + 1] = hi
  row.count += 1
  row.bits += bits
}

/** How much one step of an atom's value in the filter tells, in bits. */
export const bitsPerValue = 2
/** The value of every near variant. */
export const nearValue = 4
