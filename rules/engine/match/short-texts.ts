/** Remembers what short texts mean, as long as they come back: looking one up is cheaper than turning it into bytes. */
import type { Entry } from './marks.ts'

const lengthMax = 20
const entriesMax = 256
/** Look-ups after which the share of hits is judged, and for how long a poor memory rests. */
const trial = 1024
const rest = 65_536
const missesMax = trial * 0.7

/** Short texts and their meanings; everything is forgotten at once when it is full. */
export class ShortTexts {
  readonly #entries = new Map<string, Entry>()
  #lookups = 0
  #misses = 0

  /** True where remembering is worth it; counts a look-up. */
  isFor(text: string): boolean {
    if (text.length >= lengthMax || ++this.#lookups < 0) return false
    if (this.#lookups < trial) return true
    this.#lookups = this.#misses > missesMax ? -rest : 0
    this.#misses = 0
    if (this.#lookups < 0) this.#entries.clear()
    return this.#lookups === 0
  }

  get(text: string): Entry | undefined {
    return this.#entries.get(text)
  }

  /** Keeps the meaning of a text that `get` has just not found. */
  set(text: string, entry: Entry): void {
    this.#misses++
    if (this.#entries.size >= entriesMax) this.#entries.clear()
    this.#entries.set(text, entry)
  }

  /** Forgets everything. */
  clear(): void {
    this.#entries.clear()
  }
}
