/** What a stream knows of each group: one run of words per group, in which all that looks at the stream has its places. */
import { Numbering } from './arrays.ts'
import { none } from './entries.ts'

/** Words that every group has: the ends of its chain, its entries, how many of them lag, and the number of its key. */
export const newestWord = 0
export const oldestWord = 1
export const heldWord = 2
export const laggingWord = 3
const keyWord = 4
const fixedWords = 6

const groupsMin = 8

/** The groups that have entries. Places are taken before the first group begins; a group begins with zeros. */
export class Groups {
  words = new Int32Array(0)
  /** The same memory as doubles. */
  floats = new Float64Array(0)
  stride = fixedWords
  size = 0
  readonly #numbering = new Numbering()
  /** The group of each key's number, and one; 0 is none. */
  #ofKey = new Int32Array(0)

  /** A place of so many words. */
  takeWords(count: number): number {
    const place = this.stride
    this.stride += count + (count % 2)
    return place
  }

  /** A place of so many doubles, counted in doubles. */
  takeFloats(count: number): number {
    return this.takeWords(count * 2) / 2
  }

  /** The group of the key of that number; -1 where it has none. */
  find(key: number): number {
    return key < 0 ? -1 : (this.#ofKey[key] ?? 0) - 1
  }

  begin(key: number): number {
    const group = this.#numbering.take()
    if ((group + 1) * this.stride > this.words.length) this.#grow(group + 1)
    if (key >= this.#ofKey.length) {
      const grown = new Int32Array(Math.max(groupsMin, key + (key >> 2) + 1))
      grown.set(this.#ofKey)
      this.#ofKey = grown
    }
    const at = group * this.stride
    this.words.fill(0, at, at + this.stride)
    this.words[at + keyWord] = key
    this.#ofKey[key] = group + 1
    this.size++
    return group
  }

  end(group: number): void {
    this.#ofKey[this.keyOf(group)] = 0
    this.words[group * this.stride + heldWord] = 0
    this.#numbering.giveBack(group)
    this.size--
  }

  #grow(needed: number): void {
    const count = Math.max(groupsMin, needed + (needed >> 2))
    const words = new Int32Array(count * this.stride)
    words.set(this.words)
    this.words = words
    this.floats = new Float64Array(words.buffer)
  }

  /** The numbers of all groups. */
  *all(): Iterable<number> {
    for (let group = 0; group < this.#numbering.end; group++) if (this.held(group) > 0) yield group
  }

  keyOf(group: number): number {
    return this.words[group * this.stride + keyWord] ?? 0
  }

  newest(group: number): number {
    return this.words[group * this.stride + newestWord] ?? none
  }

  oldest(group: number): number {
    return this.words[group * this.stride + oldestWord] ?? none
  }

  /** How many entries the group has. */
  held(group: number): number {
    return this.words[group * this.stride + heldWord] ?? 0
  }

  /** How many of them arrived after event time had passed them. */
  lagging(group: number): number {
    return this.words[group * this.stride + laggingWord] ?? 0
  }

  setNewest(group: number, slot: number): void {
    this.words[group * this.stride + newestWord] = slot
  }

  setOldest(group: number, slot: number): void {
    this.words[group * this.stride + oldestWord] = slot
  }

  addHeld(group: number, change: number): void {
    const at = group * this.stride + heldWord
    this.words[at] = (this.words[at] ?? 0) + change
  }

  addLagging(group: number, change: number): void {
    const at = group * this.stride + laggingWord
    this.words[at] = (this.words[at] ?? 0) + change
  }
}
