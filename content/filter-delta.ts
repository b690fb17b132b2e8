/**
 * What came to a filter since it was built: tokens in a small table beside it, 32 bits of each, so that it claims a stranger about as often. It follows the filter in the same file, so that an
 * endpoint that has the filter fetches only this. What is gone stays claimed until the filter is built anew; the collector confirms anyway.
 */
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { assert } from '../events/fault.ts'
import type { CustomerFilter } from './filter.ts'
import { checkedEnd, damaged, packFile, packWords, readHead, unpackWords } from './filter-file.ts'
import { AtomKindName, PhonePlan } from './filter-header.ts'

const Header = Type.Object({
  strong: Type.Integer({ minimum: 0, maximum: 2 ** 24 }),
  weak: Type.Integer({ minimum: 0, maximum: 2 ** 24 }),
  screen: Type.Integer({ minimum: 0, maximum: 2 ** 25 }),
  phonePlans: Type.Array(PhonePlan),
  kinds: Type.Array(AtomKindName),
  atomKinds: Type.Array(AtomKindName),
  bitsMin: Type.Integer({ minimum: 0 }),
  shapes: Type.Optional(Type.Array(Type.Integer({ minimum: 0 }))),
})
type Header = Static<typeof Header>

const magic = 'CKFD'
const formatVersion = 1

/** What is added to a filter; tokens as `shortToken` has them. */
export interface Additions extends Omit<Header, 'strong' | 'weak' | 'screen'> {
  readonly strong: Uint32Array
  readonly weak: Uint32Array
  /** One of 0 to 15 for each weak token. */
  readonly values: Uint8Array
  /** Words of the screen that have more bits now: place and word alternating. */
  readonly screen: Uint32Array
}

/** The bytes that go behind the filter's. */
export function packDelta({ strong, weak, values, screen, ...more }: Additions): Buffer {
  assert(values.length === weak.length, 'a weak token has one value')
  const header: Header = {
    ...more,
    ...{ strong: strong.length, weak: weak.length, screen: screen.length / 2 },
  }
  return packFile(magic, formatVersion, header, [
    packWords(strong),
    packWords(weak),
    packWords(screen),
    Buffer.from(values),
  ])
}

/** The filter with what the delta adds. Throws Fault ERR_DATA_DAMAGED where the delta is not whole. */
export function withDelta(
  filter: CustomerFilter,
  delta: Buffer,
  more: Pick<CustomerFilter, 'version' | 'file'>,
): CustomerFilter {
  const { header, bodyAt } = readHead(delta, magic, formatVersion)
  if (!Value.Check(Header, header)) throw damaged('the header of its delta lacks fields')
  const { strong, weak, screen } = header
  const words = strong + weak + 2 * screen
  const valuesAt = bodyAt + words * 4
  if (checkedEnd(delta, bodyAt, words * 4 + weak) !== delta.length) {
    throw damaged('something is behind its delta')
  }
  const added = tokenTable(unpackWords(delta, bodyAt, strong))
  const values = delta.subarray(valuesAt, valuesAt + weak)
  const { atoms } = filter
  const addedAtoms = tokenTable(unpackWords(delta, bodyAt + strong * 4, weak))
  const valueBefore = atoms?.value ?? (() => -1)
  const hasAtoms = atoms !== undefined || weak > 0
  return {
    ...filter,
    ...more,
    keys: filter.keys + strong,
    phonePlans: header.phonePlans,
    kinds: header.kinds,
    has: (lo, hi) => filter.has(lo, hi) || added(lo, hi) >= 0,
    ...(filter.screen && {
      screen: patched(filter.screen, unpackWords(delta, bodyAt + (strong + weak) * 4, screen * 2)),
    }),
    ...(hasAtoms && {
      atoms: {
        kinds: header.atomKinds,
        bitsMin: header.bitsMin,
        ...(header.shapes && { shapes: header.shapes }),
        value(lo, hi) {
          const at = addedAtoms(lo, hi)
          return at < 0 ? valueBefore(lo, hi) : Math.max(valueBefore(lo, hi), values[at] ?? 0)
        },
      },
    }),
  }
}

function patched(screen: Uint32Array, patches: Uint32Array): Uint32Array {
  const words = screen.slice()
  for (let at = 0; at < patches.length; at += 2) {
    const place = patches[at] ?? 0
    if (place >= words.length) throw damaged('its delta is of another filter')
    words[place] = patches[at + 1] ?? 0
  }
  return words
}

/** The 32 bits of a token that a delta keeps. */
export const shortToken = (lo: number, hi: number): number => (lo ^ Math.imul(hi, 0x9e3779b1)) >>> 0

/** Finds the place of a token among those given; -1 where it is none of them. */
function tokenTable(tokens: Uint32Array): (lo: number, hi: number) => number {
  const count = tokens.length
  if (count === 0) return () => -1
  const mask = 2 ** Math.ceil(Math.log2(count * 2)) - 1
  const slots = new Int32Array(mask + 1).fill(-1)
  for (const [index, token] of tokens.entries()) {
    let slot = token & mask
    while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask
    slots[slot] = index
  }
  return (lo, hi) => {
    const token = shortToken(lo, hi)
    for (let slot = token & mask; ; slot = (slot + 1) & mask) {
      const index = slots[slot] ?? -1
      if (index < 0 || tokens[index] === token) return index
    }
  }
}
