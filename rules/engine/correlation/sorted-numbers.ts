/** A sorted multiset of numbers in runs of bounded length: adding, removing and finding the nth stay cheap at any size. */

const runMax = 512

/** The multiset. */
export class SortedNumbers {
  readonly #runs: number[][] = [[]]
  size = 0

  /** The run that a number belongs to: the first that ends at or above it, else the last. */
  #runOf(value: number): number {
    let low = 0
    let high = this.#runs.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#runs[middle]?.at(-1) ?? Number.POSITIVE_INFINITY) < value) low = middle + 1
      else high = middle
    }
    return low
  }

  add(value: number): void {
    const index = this.#runOf(value)
    const run = this.#runs[index] ?? []
    run.splice(placeOf(run, value), 0, value)
    this.size++
    if (run.length > runMax) this.#runs.splice(index + 1, 0, run.splice(runMax / 2))
  }

  remove(value: number): void {
    const index = this.#runOf(value)
    const run = this.#runs[index]
    if (!run) return
    const place = placeOf(run, value)
    if (run[place] !== value) return
    run.splice(place, 1)
    this.size--
    if (run.length === 0 && this.#runs.length > 1) this.#runs.splice(index, 1)
  }

  /** The nth from 0. */
  at(index: number): number {
    let rest = index
    for (const run of this.#runs) {
      const value = run[rest]
      if (value !== undefined) return value
      rest -= run.length
    }
    return Number.NaN
  }

  /** NaN where it is empty. */
  percentile(percent: number): number {
    return percentileOf(this.size, percent, index => this.at(index))
  }
}

/** The percentile of sorted numbers, linear between the two nearest ranks (Hyndman and Fan 1996, type 7); NaN of none. */
export function percentileOf(size: number, percent: number, at: (index: number) => number): number {
  const rank = ((size - 1) * percent) / 100
  const below = Math.floor(rank)
  const low = at(below)
  return rank === below ? low : low + (rank - below) * (at(below + 1) - low)
}

function placeOf(run: readonly number[], value: number): number {
  let low = 0
  let high = run.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((run[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}
