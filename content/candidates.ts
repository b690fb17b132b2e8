/** Collects the distinct tokens that the filter claims, with their kinds, up to a cap. Not a general set: tokens are never removed. */
import type { IdentifierKind } from '../events/scan.ts'
import { packHalves } from './token.ts'

/** The tokens of one scan so far. */
export interface Candidates {
  readonly size: number
  /** How often an e-mail address was added, repeats included. */
  readonly claims: number
  /** Distinct tokens per kind. */
  readonly kinds: Readonly<Record<IdentifierKind, number>>
  /** Whether a further distinct token was refused for the cap. */
  readonly isFull: boolean
  add(kind: IdentifierKind, lo: number, hi: number): void
  /** The tokens in the order found, as base64 of 8 little-endian bytes each. */
  packed(): string
  /** Forgets them all. */
  reset(): void
}

/** A collection that grew beyond so many tokens gives its memory back when it is emptied. */
const keptMax = 4096
const slotsMin = 1024

/** Starts an empty collection of at most `max` tokens, given as unsigned 32-bit halves. */
export function collectCandidates(max: number): Candidates {
  let slots = new Int32Array(slotsMin).fill(-1)
  let halves = new Uint32Array(slotsMin / 2)
  let size = 0
  let claims = 0
  let isFull = false
  const kinds = { email: 0, phone: 0, id: 0 }

  /** The slot of the token, or the free one where it belongs. */
  function slotOf(lo: number, hi: number): number {
    const mask = slots.length - 1
    for (let slot = (lo ^ hi) & mask; ; slot = (slot + 1) & mask) {
      const index = slots[slot] ?? -1
      if (index < 0 || (halves[2 * index] === lo && halves[2 * index + 1] === hi)) return slot
    }
  }

  function grow(): void {
    const larger = new Uint32Array(halves.length * 2)
    larger.set(halves)
    halves = larger
    slots = new Int32Array(slots.length * 2).fill(-1)
    for (let index = 0; index < size; index += 1) {
      slots[slotOf(halves[2 * index] ?? 0, halves[2 * index + 1] ?? 0)] = index
    }
  }

  return {
    get size() {
      return size
    },
    get claims() {
      return claims
    },
    get isFull() {
      return isFull
    },
    kinds,
    add(kind, lo, hi) {
      if (kind === 'email') claims += 1
      if ((slots[slotOf(lo, hi)] ?? -1) >= 0) return
      if (size >= max) {
        isFull = true
        return
      }
      if (2 * size + 2 > halves.length) grow()
      slots[slotOf(lo, hi)] = size
      halves[2 * size] = lo
      halves[2 * size + 1] = hi
      size += 1
      kinds[kind] += 1
    },
    packed: () => packHalves(halves, size),
    reset() {
      if (slots.length > keptMax) {
        slots = new Int32Array(slotsMin)
        halves = new Uint32Array(slotsMin / 2)
      }
      slots.fill(-1)
      size = 0
      claims = 0
      isFull = false
      Object.assign(kinds, { email: 0, phone: 0, id: 0 })
    },
  }
}
