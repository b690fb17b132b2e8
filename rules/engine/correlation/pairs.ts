/** Numbers for (group, value) pairs that some entry holds, so that counting distinct values is counting in arrays. */
import { grownInts, Numbering } from './arrays.ts'

const tableMin = 64

/** Spreads two small numbers over 32 bits (multiply and xor-shift, after Murmur3's finaliser). */
function hash(group: number, value: number): number {
  let mixed = Math.imul(group, 0x9e3779b1) ^ Math.imul(value, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35)
  return mixed ^ (mixed >>> 13)
}

/** Reference-counted pairs. The numbers of forgotten pairs are used again. */
export class Pairs {
  readonly #valueOf = new Map<string, number>()
  readonly #values = new Numbering()
  #texts: string[] = []
  #valueRefs = new Int32Array(tableMin)
  readonly #pairs = new Numbering()
  #groupOf = new Int32Array(tableMin)
  #valueOfPair = new Int32Array(tableMin)
  #refs = new Int32Array(tableMin)
  /** Open addressing with linear probing; 0 is empty, else the pair and one. */
  #table = new Int32Array(tableMin)
  #size = 0

  /** One more than the largest number of a pair. */
  get end(): number {
    return this.#pairs.end
  }

  text(pair: number): string {
    return this.#texts[this.#valueOfPair[pair] ?? 0] ?? ''
  }

  /** The number of the pair, held once more until `release`. */
  hold(group: number, text: string): number {
    let value = this.#valueOf.get(text)
    if (value === undefined) value = this.#addValue(text)
    const mask = this.#table.length - 1
    let place = hash(group, value) & mask
    for (;;) {
      const pair = (this.#table[place] ?? 0) - 1
      if (pair < 0) return this.#addPair(group, value, place)
      if (this.#valueOfPair[pair] === value && this.#groupOf[pair] === group) {
        this.#refs[pair] = (this.#refs[pair] ?? 0) + 1
        return pair
      }
      place = (place + 1) & mask
    }
  }

  release(pair: number): void {
    const refs = (this.#refs[pair] ?? 0) - 1
    this.#refs[pair] = refs
    if (refs > 0) return
    this.#remove(pair)
    this.#pairs.giveBack(pair)
    const value = this.#valueOfPair[pair] ?? 0
    const valueRefs = (this.#valueRefs[value] ?? 0) - 1
    this.#valueRefs[value] = valueRefs
    if (valueRefs > 0) return
    this.#valueOf.delete(this.#texts[value] ?? '')
    this.#texts[value] = ''
    this.#values.giveBack(value)
  }

  #addValue(text: string): number {
    const value = this.#values.take()
    this.#valueRefs = grownInts(this.#valueRefs, value + 1)
    this.#texts[value] = text
    this.#valueOf.set(text, value)
    return value
  }

  #addPair(group: number, value: number, place: number): number {
    const pair = this.#pairs.take()
    if (pair >= this.#refs.length) {
      this.#groupOf = grownInts(this.#groupOf, pair + 1)
      this.#valueOfPair = grownInts(this.#valueOfPair, pair + 1)
      this.#refs = grownInts(this.#refs, pair + 1)
    }
    this.#groupOf[pair] = group
    this.#valueOfPair[pair] = value
    this.#refs[pair] = 1
    this.#valueRefs[value] = (this.#valueRefs[value] ?? 0) + 1
    this.#table[place] = pair + 1
    if (++this.#size * 2 > this.#table.length) this.#rehash(this.#table.length * 2)
    return pair
  }

  #home(pair: number): number {
    return hash(this.#groupOf[pair] ?? 0, this.#valueOfPair[pair] ?? 0) & (this.#table.length - 1)
  }

  #rehash(length: number): void {
    const old = this.#table
    const table = new Int32Array(length)
    this.#table = table
    for (const entry of old) {
      if (entry === 0) continue
      let place = this.#home(entry - 1)
      while (table[place] !== 0) place = (place + 1) & (length - 1)
      table[place] = entry
    }
  }

  /** Closes the gap behind it, so that probing needs no tombstones (Knuth, TAOCP 3, 6.4, algorithm R). */
  #remove(pair: number): void {
    const table = this.#table
    const mask = table.length - 1
    let gap = this.#home(pair)
    while (table[gap] !== pair + 1) gap = (gap + 1) & mask
    let place = gap
    for (;;) {
      place = (place + 1) & mask
      const entry = table[place] ?? 0
      if (entry === 0) break
      const home = this.#home(entry - 1)
      if (((place - home) & mask) < ((place - gap) & mask)) continue
      table[gap] = entry
      gap = place
    }
    table[gap] = 0
    this.#size--
    if (table.length > tableMin && this.#size * 8 < table.length) this.#rehash(table.length / 2)
  }
}
