/** Remembers what values of one field mean, as long as values come back. Bounded in entries and characters. */

/** Keeps results by value; `undefined` is a miss. */
export interface Memo<Result> {
  get(value: string): Result | undefined
  set(value: string, result: Result): void
  clear(): void
}

const entriesMax = 4096
const charactersMax = 4 * 1024 * 1024
const valueCharactersMax = 16 * 1024
/** Look-ups after which the share of hits is judged, and for how long a poor memo rests. */
const trial = 2048
const rest = 32_768
const hitsMin = trial / 10

/** A memo in two generations: what was not asked for while the young one filled up is forgotten. */
export function createMemo<Result>(): Memo<Result> {
  let young = new Map<string, Result>()
  let old = new Map<string, Result>()
  let characters = 0
  let lookups = 0
  let hits = 0

  function set(value: string, result: Result): void {
    if (lookups < 0 || value.length > valueCharactersMax) return
    if (young.size >= entriesMax || characters > charactersMax) {
      old = young
      young = new Map()
      characters = 0
    }
    characters += value.length
    young.set(value, result)
  }

  function judge(): void {
    if (hits < hitsMin) {
      young = new Map()
      old = new Map()
      characters = 0
      lookups = -rest
    } else lookups = 0
    hits = 0
  }

  return {
    get(value) {
      lookups++
      if (lookups <= 0) return undefined
      const found = young.get(value)
      if (found !== undefined) {
        hits++
        if (lookups >= trial) judge()
        return found
      }
      const before = old.get(value)
      if (before !== undefined) {
        hits++
        set(value, before)
      }
      if (lookups >= trial) judge()
      return before
    },
    set,
    clear() {
      young = new Map()
      old = new Map()
      characters = 0
    },
  }
}
