/** The sequence numbers that are known of one source, as ranges. Sources count up, so there is nearly always one range. */

/** `[from, to]`, both included. */
export type SeqRange = readonly [from: number, to: number]

export interface Seqs {
  has(seq: number): boolean
  /** False where it is known already. */
  add(seq: number): boolean
  readonly max: number
  /** How many ranges there are. */
  readonly count: number
  readonly ranges: readonly SeqRange[]
}

/** Begins with what is known: ascending ranges that do not touch. */
export function openSeqs(known: readonly SeqRange[] = []): Seqs {
  const from = known.map(range => range[0])
  const to = known.map(range => range[1])

  /** The last range that begins at or before `seq`, -1 where none does. */
  function rangeOf(seq: number): number {
    let low = 0
    let high = from.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      if ((from[middle] ?? 0) <= seq) low = middle + 1
      else high = middle - 1
    }
    return high
  }

  function insert(seq: number): boolean {
    const index = rangeOf(seq)
    if (index >= 0 && (to[index] ?? 0) >= seq) return false
    const joinsLeft = index >= 0 && to[index] === seq - 1
    const joinsRight = from[index + 1] === seq + 1
    if (joinsLeft && joinsRight) {
      to.splice(index, 2, to[index + 1] ?? seq)
      from.splice(index + 1, 1)
    } else if (joinsLeft) to[index] = seq
    else if (joinsRight) from[index + 1] = seq
    else {
      from.splice(index + 1, 0, seq)
      to.splice(index + 1, 0, seq)
    }
    return true
  }

  return {
    has: seq => {
      const index = rangeOf(seq)
      return index >= 0 && (to[index] ?? 0) >= seq
    },
    add: seq => {
      const last = to.length - 1
      if (last >= 0 && to[last] === seq - 1) {
        to[last] = seq
        return true
      }
      return insert(seq)
    },
    get max() {
      return to.at(-1) ?? 0
    },
    get count() {
      return from.length
    },
    get ranges() {
      return from.map((first, index) => [first, to[index] ?? first] as const)
    },
  }
}
