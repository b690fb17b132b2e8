/** Counts how often each value stands in each group: a table of numbers, open addressing with linear probing, at most three quarters full. */

const placesMin = 64

/** Spreads two small numbers over 32 bits (multiply and xor-shift, after Murmur3's finaliser). */
function hash(group: number, value: number): number {
  let mixed = Math.imul(group, 0x9e3779b1) ^ Math.imul(value, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35)
  return mixed ^ (mixed >>> 13)
}

/** Words per place: the group, the value, and the count; 0 is empty. */
const stride = 3
const countWord = 2

/** The counts. */
export class Tally {
  #table = new Int32Array(placesMin * stride)
  #mask = placesMin - 1
  #size = 0

  /** Where the pair stands, or where it would. */
  #find(group: number, value: number): number {
    const table = this.#table
    const mask = this.#mask
    let place = hash(group, value) & mask
    for (;;) {
      const at = place * stride
      if (table[at + countWord] === 0) return at
      if (table[at] === group && table[at + 1] === value) return at
      place = (place + 1) & mask
    }
  }

  count(group: number, value: number): number {
    return this.#table[this.#find(group, value) + countWord] ?? 0
  }

  /** One more; gives how many there are now. */
  add(group: number, value: number): number {
    const at = this.#find(group, value)
    const table = this.#table
    const count = (table[at + countWord] ?? 0) + 1
    table[at + countWord] = count
    if (count > 1) return count
    table[at] = group
    table[at + 1] = value
    if (++this.#size * 4 > (this.#mask + 1) * 3) this.#rehash((this.#mask + 1) * 2)
    return 1
  }

  /** One less; gives how many there are now. */
  remove(group: number, value: number): number {
    const at = this.#find(group, value)
    const table = this.#table
    const count = (table[at + countWord] ?? 0) - 1
    if (count < 0) return 0
    table[at + countWord] = count
    if (count === 0) this.#close(at / stride)
    return count
  }

  #rehash(places: number): void {
    const old = this.#table
    const table = new Int32Array(places * stride)
    const mask = places - 1
    for (let from = 0; from < old.length; from += stride) {
      if (old[from + countWord] === 0) continue
      let place = hash(old[from] ?? 0, old[from + 1] ?? 0) & mask
      while (table[place * stride + countWord] !== 0) place = (place + 1) & mask
      for (let word = 0; word < stride; word++) {
        table[place * stride + word] = old[from + word] ?? 0
      }
    }
    this.#table = table
    this.#mask = mask
  }

  /** Closes the gap that an emptied place leaves, so that probing needs no tombstones (Knuth, TAOCP 3, 6.4, algorithm R). */
  #close(emptied: number): void {
    const table = this.#table
    const mask = this.#mask
    let gap = emptied
    let place = emptied
    for (;;) {
      place = (place + 1) & mask
      const at = place * stride
      if (table[at + countWord] === 0) break
      const home = hash(table[at] ?? 0, table[at + 1] ?? 0)
      if (((place - home) & mask) < ((place - gap) & mask)) continue
      for (let word = 0; word < stride; word++) table[gap * stride + word] = table[at + word] ?? 0
      table[at + countWord] = 0
      gap = place
    }
    this.#size--
    if (mask >= placesMin && this.#size * 8 < mask) this.#rehash((mask + 1) / 2)
  }
}
