/** Typed arrays that grow. */

/** Plain 32-bit integers. */
export type Ints = Int32Array<ArrayBuffer>
/** Plain doubles. */
export type Floats = Float64Array<ArrayBuffer>

const sizeFor = (length: number, needed: number): number => Math.max(needed, length + (length >> 1))

/** The same numbers with room for `needed`. */
export function grownInts(array: Ints, needed: number): Ints {
  if (needed <= array.length) return array
  const grown = new Int32Array(sizeFor(array.length, needed))
  grown.set(array)
  return grown
}

/** The same numbers with room for `needed`; new places hold `fill`. */
export function grownFloats(array: Floats, needed: number, fill = 0): Floats {
  if (needed <= array.length) return array
  const grown = new Float64Array(sizeFor(array.length, needed))
  if (fill !== 0) grown.fill(fill, array.length)
  grown.set(array)
  return grown
}

/** Gives out small numbers and takes them back, the last returned first. */
export class Numbering {
  #free: number[] = []
  /** One more than the largest number that was ever given out. */
  end = 0

  take(): number {
    return this.#free.pop() ?? this.end++
  }

  giveBack(id: number): void {
    this.#free.push(id)
  }
}
