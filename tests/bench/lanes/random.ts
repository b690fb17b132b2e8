/** Seeded chance for made events: the same seed gives the same events on every machine. */

/** Draws from one seeded stream. */
export interface Random {
  /** A whole number in [0, below). */
  int(below: number): number
  pick<T>(items: readonly T[]): T
  /** True with this probability. */
  chance(share: number): boolean
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string
  guid(): string
  word(): string
}

const syllables = ['ka', 'ro', 'ten', 'mi', 'lo', 'sur', 've', 'pra', 'din', 'go', 'bel', 'no']

/** mulberry32 (T. Ettinger, public domain). */
export function seeded(seed: number): Random {
  let state = seed | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (below: number) => Math.floor(next() * below)
  const pick = <T>(items: readonly T[]): T => {
    const item = items[int(items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => int(16).toString(16)).join('')
  return {
    int,
    pick,
    chance: share => next() < share,
    hex,
    guid: () => `{${[8, 4, 4, 4, 12].map(hex).join('-')}}`,
    word: () => pick(syllables) + pick(syllables) + pick(syllables),
  }
}
