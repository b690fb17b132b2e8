/** Works out what a filter lacks of the tokens that it should have now, or that it is time to build it anew. */
import { limits } from '../events/limits.ts'
import type { AtomSet, CustomerFilter } from './filter.ts'
import { packDelta, shortToken } from './filter-delta.ts'
import type { PhonePlan } from './filter-header.ts'
import type { AtomKind } from './token.ts'

/** What a filter is made of now; tokens are distinct. */
export interface FilterParts {
  readonly key: Uint8Array
  readonly tokens: BigUint64Array
  readonly kinds: readonly AtomKind[]
  readonly phonePlans: readonly PhonePlan[]
  readonly screen: Uint32Array
  readonly atoms: AtomSet
}

/** A delta that is larger than this part of the filter is no saving: it comes with every change. */
const partMax = 1 / 8
/** Of a filter with more than this share of tokens that nobody has any more, a new one is smaller and claims less. */
const goneMax = 0.1

/** The delta that brings `filter` up to date; undefined where it should be built anew. */
export function buildDelta(
  filter: CustomerFilter,
  { key, tokens, kinds, phonePlans, screen, atoms }: FilterParts,
): Buffer | undefined {
  const before = filter.screen
  const isSameKey = Buffer.compare(key, filter.key) === 0
  if (!isSameKey || before?.length !== screen.length) return undefined
  if (tokens.length < filter.keys * (1 - goneMax)) return undefined
  const strong = collect(tokens, (lo, hi) => !filter.has(lo, hi))
  const valueBefore = filter.atoms?.value ?? (() => -1)
  const weak = collect(atoms.tokens, (lo, hi, at) => valueBefore(lo, hi) < (atoms.values[at] ?? 0))
  const patches: number[] = []
  for (const [place, word] of screen.entries()) {
    const old = before[place] ?? 0
    if ((word & ~old) !== 0) patches.push(place, (word | old) >>> 0)
  }
  if (strong.tokens.length > limits.deltaTokensMax) return undefined
  const delta = packDelta({
    strong: strong.tokens,
    weak: weak.tokens,
    values: Uint8Array.from(weak.places, place => atoms.values[place] ?? 0),
    screen: Uint32Array.from(patches),
    phonePlans: [...phonePlans],
    kinds: [...kinds],
    atomKinds: [...atoms.kinds],
    bitsMin: atoms.bitsMin,
    ...(atoms.shapes && { shapes: [...atoms.shapes] }),
  })
  return delta.length > filter.file.length * partMax ? undefined : delta
}

function collect(
  tokens: BigUint64Array,
  isMissing: (lo: number, hi: number, at: number) => boolean,
): { readonly tokens: Uint32Array; readonly places: readonly number[] } {
  const halves = new Uint32Array(tokens.buffer, tokens.byteOffset, tokens.length * 2)
  const places: number[] = []
  const missing: number[] = []
  for (let at = 0; at < tokens.length; at += 1) {
    const lo = halves[2 * at] ?? 0
    const hi = halves[2 * at + 1] ?? 0
    if (!isMissing(lo, hi, at)) continue
    places.push(at)
    missing.push(shortToken(lo, hi))
  }
  return { tokens: Uint32Array.from(missing), places }
}
