/** Remembers what byte strings mean, as long as they come back: hashed, compared in full, bounded in number and bytes. */
import type { Entry } from './marks.ts'
import { type Source, sourceOf } from './source.ts'

/** Shorter strings are not remembered; searching them is cheaper. At least four: strings are read in fours. */
const lengthMin = 20
const lengthMax = 8 * 1024
const entriesMax = 2048
const tableSize = entriesMax * 4
const arenaMin = 16 * 1024
const arenaMax = 512 * 1024
/** Look-ups after which the share of hits is judged, and for how long a poor memory rests. */
const trial = 1024
const rest = 65_536
const hitsMin = trial * 0.3

/** Strings and their meanings; everything is forgotten at once when it is full. */
export class Memory {
  #table = new Int16Array(0)
  #arena: Source = sourceOf(Buffer.alloc(0))
  #used = 0
  #count = 0
  readonly #hashes = new Int32Array(entriesMax)
  readonly #starts = new Int32Array(entriesMax)
  readonly #lengths = new Int32Array(entriesMax)
  readonly #entries: Entry[] = []
  #lookups = 0
  #hits = 0
  #hash = 0

  /** True where remembering is worth it; counts a look-up. */
  isFor(length: number): boolean {
    if (length < lengthMin || length > lengthMax || ++this.#lookups < 0) return false
    if (this.#lookups < trial) return true
    this.#lookups = this.#hits < hitsMin ? -rest : 0
    this.#hits = 0
    if (this.#lookups < 0) this.clear()
    return this.#lookups === 0
  }

  /** The meaning of a string; what is not found can be `set` next. */
  get({ view }: Source, start: number, length: number): Entry | undefined {
    if (this.#table.length === 0) this.clear()
    const last = start + length - 4
    let hash = length
    for (let at = start; at < last; at += 4) {
      hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1)
      hash ^= hash >>> 15
    }
    hash = Math.imul(hash ^ view.getInt32(last, true), 0x85ebca6b)
    hash ^= hash >>> 13
    this.#hash = hash
    let slot = hash & (tableSize - 1)
    for (let index = this.#table[slot] ?? 0; index !== 0; index = this.#table[slot] ?? 0) {
      if (this.#hashes[index - 1] === hash && this.#isSame(index - 1, view, start, length)) {
        this.#hits++
        return this.#entries[index - 1]
      }
      slot = (slot + 1) & (tableSize - 1)
    }
    return undefined
  }

  #isSame(index: number, view: DataView, start: number, length: number): boolean {
    if (this.#lengths[index] !== length) return false
    const kept = this.#arena.view
    const shift = (this.#starts[index] ?? 0) - start
    const last = start + length - 4
    for (let at = start; at < last; at += 4) {
      if (view.getInt32(at) !== kept.getInt32(at + shift)) return false
    }
    return view.getInt32(last) === kept.getInt32(last + shift)
  }

  /** Keeps the meaning of the string that `get` has just not found. */
  set({ bytes }: Source, start: number, length: number, entry: Entry): void {
    if (this.#count >= entriesMax || this.#used + length > arenaMax) this.clear()
    while (this.#used + length > this.#arena.bytes.length) {
      const larger = sourceOf(Buffer.alloc(Math.max(arenaMin, this.#arena.bytes.length * 2)))
      this.#arena.bytes.copy(larger.bytes)
      this.#arena = larger
    }
    bytes.copy(this.#arena.bytes, this.#used, start, start + length)
    const index = this.#count++
    this.#hashes[index] = this.#hash
    this.#starts[index] = this.#used
    this.#lengths[index] = length
    this.#entries[index] = entry
    this.#used += length
    let slot = this.#hash & (tableSize - 1)
    while (this.#table[slot] !== 0) slot = (slot + 1) & (tableSize - 1)
    this.#table[slot] = index + 1
  }

  /** Forgets everything. */
  clear(): void {
    if (this.#table.length === 0) this.#table = new Int16Array(tableSize)
    else this.#table.fill(0)
    this.#count = 0
    this.#used = 0
    this.#entries.length = 0
  }
}
