/**
 * A 3-wise binary fuse filter over distinct 64-bit keys (Graf & Lemire 2022, https://arxiv.org/abs/2201.01174): 16-bit fingerprints, or
 * 12-bit ones and a 4-bit value per key. Knows nothing of customers; `filter.ts` serialises it.
 */
import { assert } from '../events/fault.ts'

/** The filter's numbers; `fingerprints` has `(segmentCount + 2) * segmentLength` entries, or none where there are no keys. */
export interface Fuse {
  readonly seed: number
  readonly segmentLength: number
  readonly segmentCount: number
  readonly fingerprints: Uint16Array
}

/** The three places of a key and its fingerprint; filled in by `locate`. */
interface Place {
  first: number
  second: number
  third: number
  fingerprint: number
}

type Shape = Omit<Fuse, 'fingerprints'>

const attemptsMax = 100
const segmentLengthMax = 2 ** 18

/** Final mixer of MurmurHash3, 32 bits. */
function mix(value: number): number {
  let mixed = value
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

/** Three Feistel steps keep distinct keys distinct and spread them, so that only the seed decides whether a set can be peeled. */
function locate(shape: Shape, lo: number, hi: number, place: Place): void {
  const { segmentLength, segmentCount, seed } = shape
  const near = lo ^ mix(hi ^ seed)
  const right = hi ^ mix(near ^ Math.imul(seed, 0x9e3779b1))
  const left = near ^ mix(right)
  const mask = segmentLength - 1
  const first = Math.floor(((left >>> 0) * segmentCount * segmentLength) / 2 ** 32)
  place.first = first
  place.second = (first + segmentLength) ^ (right & mask)
  place.third = (first + 2 * segmentLength) ^ ((right >>> 14) & mask)
  place.fingerprint = mix(left ^ Math.imul(right, 0x27d4eb2f)) >>> 16
}

/** Sizes from the paper's reference implementation (fastfilter_cpp, binaryfusefilter.h). */
function shapeFor(keys: number, seed: number): Shape {
  if (keys === 0) return { seed, segmentLength: 0, segmentCount: 0 }
  const size = Math.max(keys, 2)
  const wanted = 2 ** Math.floor(Math.log(size) / Math.log(3.33) + 2.25)
  const segmentLength = Math.min(wanted, segmentLengthMax)
  const factor = Math.max(1.125, 0.875 + (0.25 * Math.log(1e6)) / Math.log(size))
  const segments = Math.ceil(Math.round(size * factor) / segmentLength)
  return { seed, segmentLength, segmentCount: Math.max(segments - 2, 1) }
}

/** How many fingerprints a filter of this shape has. */
export const fingerprintCount = ({ segmentCount, segmentLength }: Shape): number =>
  segmentCount === 0 ? 0 : (segmentCount + 2) * segmentLength

/** Whether the key may be a member: always true for members, for others with a chance of 1 in 65,536. */
export function fuseMembership(fuse: Fuse): (lo: number, hi: number) => boolean {
  const differing = fuseDifference(fuse)
  return (lo, hi) => differing(lo, hi) === 0
}

/** The value that the key was built with; others get -1, but for 1 in 4,096. */
export function fuseValues(fuse: Fuse): (lo: number, hi: number) => number {
  const differing = fuseDifference(fuse)
  return (lo, hi) => {
    const value = differing(lo, hi)
    return value >= 2 ** valueBits ? -1 : value
  }
}

const valueBits = 4

/** What is stored for a key less its fingerprint. */
function fuseDifference(fuse: Fuse): (lo: number, hi: number) => number {
  const { fingerprints } = fuse
  const place: Place = { first: 0, second: 0, third: 0, fingerprint: 0 }
  if (fingerprints.length === 0) return () => 0xffff
  return (lo, hi) => {
    locate(fuse, lo, hi, place)
    const { first, second, third, fingerprint } = place
    const stored =
      (fingerprints[first] ?? 0) ^ (fingerprints[second] ?? 0) ^ (fingerprints[third] ?? 0)
    return stored ^ fingerprint
  }
}

/**
 * Builds over keys given as 32-bit halves (`lo`, `hi` alternating); the keys must be distinct. `values` (0 to 15, one a key) are for
 * `fuseValues`.
 */
export function buildFuse(keys: Uint32Array, values?: Uint8Array): Fuse {
  const count = keys.length / 2
  for (let seed = 1; seed <= attemptsMax; seed += 1) {
    const shape = shapeFor(count, seed)
    const order = peel(keys, shape)
    if (order) return { ...shape, fingerprints: assign(keys, values, shape, order) }
  }
  throw new Error(
    `no fuse filter over ${count} keys in ${attemptsMax} attempts; are they distinct?`,
  )
}

/** Keys in the order in which each had a place of its own, with that place; undefined where the seed does not work. */
function peel(keys: Uint32Array, shape: Shape) {
  const count = keys.length / 2
  const places = fingerprintCount(shape)
  const uses = new Uint32Array(places)
  const members = new Uint32Array(places)
  const place: Place = { first: 0, second: 0, third: 0, fingerprint: 0 }
  const change = (key: number, by: number) => {
    locate(shape, keys[2 * key] ?? 0, keys[2 * key + 1] ?? 0, place)
    for (const at of [place.first, place.second, place.third]) {
      uses[at] = (uses[at] ?? 0) + by
      members[at] = (members[at] ?? 0) ^ key
      if (by < 0 && uses[at] === 1) alone.push(at)
    }
  }
  const alone: number[] = []
  for (let key = 0; key < count; key += 1) change(key, 1)
  for (let at = 0; at < places; at += 1) if (uses[at] === 1) alone.push(at)
  const order = { keys: new Uint32Array(count), places: new Uint32Array(count), length: 0 }
  for (let at = alone.pop(); at !== undefined; at = alone.pop()) {
    if (uses[at] !== 1) continue
    const key = members[at] ?? 0
    order.keys[order.length] = key
    order.places[order.length] = at
    order.length += 1
    change(key, -1)
  }
  return order.length === count ? order : undefined
}

type Order = NonNullable<ReturnType<typeof peel>>

/** Last peeled first: each key's own place is free when its turn comes. */
function assign(
  keys: Uint32Array,
  values: Uint8Array | undefined,
  shape: Shape,
  order: Order,
): Uint16Array {
  const fingerprints = new Uint16Array(fingerprintCount(shape))
  const place: Place = { first: 0, second: 0, third: 0, fingerprint: 0 }
  for (let index = order.length - 1; index >= 0; index -= 1) {
    const key = order.keys[index] ?? 0
    const own = order.places[index] ?? 0
    locate(shape, keys[2 * key] ?? 0, keys[2 * key + 1] ?? 0, place)
    const { first, second, third, fingerprint } = place
    const others =
      (fingerprints[first] ?? 0) ^
      (fingerprints[second] ?? 0) ^
      (fingerprints[third] ?? 0) ^
      (fingerprints[own] ?? 0)
    fingerprints[own] = fingerprint ^ others ^ (values?.[key] ?? 0)
  }
  assert(order.length * 2 === keys.length, 'every key has its place')
  return fingerprints
}
