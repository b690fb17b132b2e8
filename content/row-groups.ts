/** Rows whose atoms may point to a customer together, packed for the wire: only keyed tokens, bounded, each distinct row once. */
import { Fault } from '../events/fault.ts'

/** An atom travels as the upper 40 bits of its token: enough to be distinct among all atoms of a base, too little to stand alone. */
const atomBytes = 5
/** A row has more atoms only where it is no row. */
export const groupAtomsMax = 48
/** Beyond that, memory is given back when the rows are forgotten. */
const keptBytesMax = 16 * 1024

/** The rows of one scan so far. */
export interface RowGroups {
  readonly rows: number
  /** Whether a further row was refused for the cap. */
  readonly isFull: boolean
  /** Adds a row of `count` atoms, given as token halves (`lo`, `hi` alternating). */
  add(halves: Uint32Array, count: number): void
  /** Groups one after another: a count byte and that many atoms; valid until the next row or reset. */
  packed(): Uint8Array
  /** Forgets them all. */
  reset(): void
}

/** Starts an empty collection of at most `bytesMax` packed bytes; with `isEach` a row that comes again is added again. */
export function collectGroups(bytesMax: number, isEach = false): RowGroups {
  let bytes = new Uint8Array(1024)
  let length = 0
  let rows = 0
  let isFull = false
  const seen = new Set<number>()

  function grow(needed: number): void {
    if (length + needed <= bytes.length) return
    const larger = new Uint8Array(Math.max(bytes.length * 2, length + needed))
    larger.set(bytes)
    bytes = larger
  }

  return {
    get rows() {
      return rows
    },
    get isFull() {
      return isFull
    },
    add(halves, count) {
      const needed = 1 + count * atomBytes
      // A row is the same row by the sum of its tokens: 53 bits of it tell rows apart.
      let sum = 0
      for (let index = 0; index < count; index += 1) {
        sum = (sum + (halves[2 * index] ?? 0) + (halves[2 * index + 1] ?? 0) * 0x10_0000) % 2 ** 53
      }
      if (!isEach && seen.has(sum)) return
      if (length + needed > bytesMax) {
        isFull = true
        return
      }
      if (!isEach) seen.add(sum)
      grow(needed)
      bytes[length] = count
      length += 1
      for (let index = 0; index < count; index += 1) {
        const hi = halves[2 * index + 1] ?? 0
        bytes[length] = (halves[2 * index] ?? 0) >>> 24
        bytes[length + 1] = hi
        bytes[length + 2] = hi >>> 8
        bytes[length + 3] = hi >>> 16
        bytes[length + 4] = hi >>> 24
        length += atomBytes
      }
      rows += 1
    },
    packed: () => bytes.subarray(0, length),
    reset() {
      if (bytes.length > keptBytesMax) bytes = new Uint8Array(1024)
      length = 0
      rows = 0
      isFull = false
      seen.clear()
    },
  }
}

/** An atom's number: the upper 40 bits of a token. */
export const atomOf = (token: bigint): number => Number(token >> 24n)

/** The groups of a packed collection in base64, as atom numbers; throws Fault ERR_INPUT_INVALID where it is cut. */
export const unpackGroups = (base64: string): Generator<number[]> =>
  groupsIn(Buffer.from(base64, 'base64'))

/** The same of its bytes. */
export function* groupsIn(bytes: Buffer): Generator<number[]> {
  for (let at = 0; at < bytes.length; ) {
    const count = bytes[at] ?? 0
    const end = at + 1 + count * atomBytes
    if (end > bytes.length) {
      throw new Fault(
        'ERR_INPUT_INVALID',
        'row groups end within a row; send them as the agent does',
      )
    }
    const atoms: number[] = []
    for (let next = at + 1; next < end; next += atomBytes) {
      atoms.push(bytes.readUInt8(next) + bytes.readUInt32LE(next + 1) * 0x100)
    }
    yield atoms
    at = end
  }
}
