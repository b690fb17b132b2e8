/** Numbers for (group, value) pairs that some entry holds, so that counting distinct values is counting in arrays. */
import { grownInts, Numbering } from './arrays.ts'

const tableMin = 64

/** Spreads two small numbers over 32 bits (multiply and xor-shift, after Murmur3's finaliser). */
function hash(group: number, value: number): number {
  let mixed = Math.imul(group, 0x9e3779b1) ^ Math.imul(value, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35)
  return mixed ^ (mixed >>> 13)
}

/** The first words of a pair: its group and value, how many hold it, and its hash. Counters of measures follow. */
const fixedWords = 4
const groupWord = 0
const valueWord = 1
const refsWord = 2
const hashWord = 3

/** Words per place of the table: the hash, and the pair and one; 0 is empty. */
const placeStride = 2

/** Reference-counted pairs. The numbers of forgotten pairs are used again. */
export class Pairs {
  readonly #valueOf = new Map<string, number>()
  readonly #values = new Numbering()
  readonly #texts: string[] = []
  #valueRefs = new Int32Array(tableMin)
  readonly #pairs = new Numbering()
  /** What is known of each pair, `stride` words each. */
  words = new Int32Array(0)
  stride = fixedWords
  /** Open addressing with linear probing, at most three quarters full. */
  #table = new Int32Array(tableMin * placeStride)
  #mask = tableMin - 1
  #size = 0

  /** Adds a counter to every pair, while there are none; gives its word. */
  addCounter(): number {
    return this.stride++
  }

  text(pair: number): string {
    return this.#texts[this.words[pair * this.stride + valueWord] ?? 0] ?? ''
  }

  /** The number of the pair, held once more until `release`. */
  hold(group: number, text: string): number {
    const value = this.#valueOf.get(text) ?? this.#addValue(text)
    const table = this.#table
    const words = this.words
    const mask = this.#mask
    const key = hash(group, value)
    let place = key & mask
    for (;;) {
      const pair = (table[place * placeStride + 1] ?? 0) - 1
      if (pair < 0) return this.#addPair(group, value, key, place)
      if (table[place * placeStride] === key) {
        const at = pair * this.stride
        if (words[at + groupWord] === group && words[at + valueWord] === value) {
          words[at + refsWord] = (words[at + refsWord] ?? 0) + 1
          return pair
        }
      }
      place = (place + 1) & mask
    }
  }

  release(pair: number): void {
    const words = this.words
    const at = pair * this.stride
    const refs = (words[at + refsWord] ?? 0) - 1
    words[at + refsWord] = refs
    if (refs > 0) return
    this.#remove(pair, words[at + hashWord] ?? 0)
    this.#pairs.giveBack(pair)
    const value = words[at + valueWord] ?? 0
    const valueRefs = (this.#valueRefs[value] ?? 0) - 1
    this.#valueRefs[value] = valueRefs
    if (valueRefs === 0) this.#dropValue(value)
  }

  #addValue(text: string): number {
    const value = this.#values.take()
    this.#valueRefs = grownInts(this.#valueRefs, value + 1)
    this.#texts[value] = text
    this.#valueOf.set(text, value)
    return value
  }

  #dropValue(value: number): void {
    this.#valueOf.delete(this.#texts[value] ?? '')
    this.#texts[value] = ''
    this.#values.giveBack(value)
  }

  #addPair(group: number, value: number, key: number, place: number): number {
    const pair = this.#pairs.take()
    const at = pair * this.stride
    if (at + this.stride > this.words.length) this.words = grownInts(this.words, at + this.stride)
    const words = this.words
    words[at + groupWord] = group
    words[at + valueWord] = value
    words[at + refsWord] = 1
    words[at + hashWord] = key
    words.fill(0, at + fixedWords, at + this.stride)
    this.#valueRefs[value] = (this.#valueRefs[value] ?? 0) + 1
    this.#table[place * placeStride] = key
    this.#table[place * placeStride + 1] = pair + 1
    if (++this.#size * 4 > (this.#mask + 1) * 3) this.#rehash((this.#mask + 1) * 2)
    return pair
  }

  #rehash(length: number): void {
    const old = this.#table
    const table = new Int32Array(length * placeStride)
    const mask = length - 1
    for (let from = 0; from < old.length; from += placeStride) {
      const entry = old[from + 1] ?? 0
      if (entry === 0) continue
      const key = old[from] ?? 0
      let place = key & mask
      while (table[place * placeStride + 1] !== 0) place = (place + 1) & mask
      table[place * placeStride] = key
      table[place * placeStride + 1] = entry
    }
    this.#table = table
    this.#mask = mask
  }

  /** Closes the gap behind it, so that probing needs no tombstones (Knuth, TAOCP 3, 6.4, algorithm R). */
  #remove(pair: number, key: number): void {
    const table = this.#table
    const mask = this.#mask
    let gap = key & mask
    while (table[gap * placeStride + 1] !== pair + 1) gap = (gap + 1) & mask
    let place = gap
    for (;;) {
      place = (place + 1) & mask
      const entry = table[place * placeStride + 1] ?? 0
      if (entry === 0) break
      const other = table[place * placeStride] ?? 0
      if (((place - other) & mask) < ((place - gap) & mask)) continue
      table[gap * placeStride] = other
      table[gap * placeStride + 1] = entry
      gap = place
    }
    table[gap * placeStride + 1] = 0
    this.#size--
    if (mask >= tableMin && this.#size * 8 < mask) this.#rehash((mask + 1) / 2)
  }
}
