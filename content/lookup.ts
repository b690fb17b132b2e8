/** Asks the filter about one identifier at a time and collects what it claims. The finders write into its buffer; it keeps no text. */
import type { IdentifierKind } from '../events/scan.ts'
import type { Candidates } from './candidates.ts'
import type { CustomerFilter } from './filter.ts'
import { groupAtomsMax } from './row-groups.ts'
import { type SipHasher, sipHasher } from './sip-hash.ts'
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
  /** Looks up the `length` bytes in the buffer; what is claimed is an atom of the row, or a candidate where it identifies alone. */
  test(kind: AtomKind, length: number): boolean
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
  const hasAtoms = filter.atoms !== undefined
  const test = (kind: IdentifierKind, length: number): boolean => {
    bytes[0] = kindByte[kind]
    const token = hash(words, length + 1)
    if (hasAtoms && filter.atoms?.value(token.lo, token.hi) !== -1) atoms.test(kind, length)
    if (!filter.has(token.lo, token.hi)) return false
    candidates.add(kind, token.lo, token.hi)
    return true
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
  return {
    bytes,
    kinds,
    test(kind, length) {
      bytes[0] = kindByte[kind]
      const { lo, hi } = hash(words, length + 1)
      if (kind === 'id' && filter.has(lo, hi)) {
        candidates.add(kind, lo, hi)
        return true
      }
      const value = filter.atoms?.value(lo, hi) ?? -1
      if (value < 0) return false
      if (row.count < groupAtomsMax) note(row, lo, hi, value * bitsPerValue)
      return true
    },
  }
}

function note(row: Row, lo: number, hi: number, bits: number): void {
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
