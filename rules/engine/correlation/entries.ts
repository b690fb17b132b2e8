/**
 * The events that windows remember: one ring in order of arrival, in which the entries of each group form a chain in order of time.
 * Ring order makes forgetting sequential; chains make each group's windows exact whatever order events arrive in.
 */

/** No entry. */
export const none = -1

/** Words of 32 bits per entry: time takes two, then the links and what belongs to the entry. */
const stride = 8
const nextWord = 2
const previousWord = 3
const groupWord = 4
const ordinalWord = 5
const lagWord = 6
const marksWord = 7

const capacityMin = 64

/** The ring. Slots name entries until the ring is resized. */
export class Entries {
  #words = new Int32Array(capacityMin * stride)
  #times = new Float64Array(this.#words.buffer)
  #uids: string[] = new Array<string>(capacityMin).fill('')
  #mask = capacityMin - 1
  #tail = 0
  #shifted = 0
  size = 0

  /** Whether `push` needs a larger ring first. */
  get isFull(): boolean {
    return this.size > this.#mask
  }

  get capacity(): number {
    return this.#mask + 1
  }

  /** The entry that arrived first. */
  get oldest(): number {
    return this.#tail
  }

  /** The slot of the nth entry in order of arrival. */
  at(index: number): number {
    return (this.#tail + index) & this.#mask
  }

  /** Adds an entry without links; `lag` is how far event time had come beyond it when it arrived. */
  push(time: number, group: number, ordinal: number, lag: number, uid: string): number {
    const slot = (this.#tail + this.size++) & this.#mask
    const word = slot * stride
    this.#times[slot * (stride / 2)] = time
    this.#words[word + nextWord] = none
    this.#words[word + previousWord] = none
    this.#words[word + groupWord] = group
    this.#words[word + ordinalWord] = ordinal
    this.#words[word + lagWord] = lag
    this.#words[word + marksWord] = 0
    this.#uids[slot] = uid
    return slot
  }

  /** Frees the slot of the oldest entry. */
  shift(): void {
    this.#uids[this.#tail] = ''
    this.#tail = (this.#tail + 1) & this.#mask
    this.size--
    this.#shifted++
  }

  time(slot: number): number {
    return this.#times[slot * (stride / 2)] ?? 0
  }

  next(slot: number): number {
    return this.#words[slot * stride + nextWord] ?? none
  }

  previous(slot: number): number {
    return this.#words[slot * stride + previousWord] ?? none
  }

  /** The group, or `none` for an entry that was cut out. */
  group(slot: number): number {
    return this.#words[slot * stride + groupWord] ?? none
  }

  /** Which of the correlation's rules it is. */
  ordinal(slot: number): number {
    return this.#words[slot * stride + ordinalWord] ?? 0
  }

  /** Seconds. */
  lag(slot: number): number {
    return this.#words[slot * stride + lagWord] ?? 0
  }

  /** How far event time had come when the entry arrived, to the second above. */
  arrivedAt(slot: number): number {
    return this.time(slot) + this.lag(slot) * 1000
  }

  /** A number for the entry that no resizing changes. */
  sequence(slot: number): number {
    return this.#shifted + ((slot - this.#tail) & this.#mask)
  }

  /** The slot of a sequence number; `none` where its entry is gone. */
  slotOf(sequence: number): number {
    return sequence < this.#shifted ? none : this.at(sequence - this.#shifted)
  }

  /** One bit for each correlation that has fired at this entry. */
  marks(slot: number): number {
    return this.#words[slot * stride + marksWord] ?? 0
  }

  mark(slot: number, bits: number): void {
    this.#words[slot * stride + marksWord] = this.marks(slot) | bits
  }

  uid(slot: number): string {
    return this.#uids[slot] ?? ''
  }

  /** Puts `slot` behind `after` in the chain of its group; at the front where `after` is `none`. */
  link(slot: number, after: number, front: number): void {
    const next = after === none ? front : this.next(after)
    this.#words[slot * stride + previousWord] = after
    this.#words[slot * stride + nextWord] = next
    if (after !== none) this.#words[after * stride + nextWord] = slot
    if (next !== none) this.#words[next * stride + previousWord] = slot
  }

  /** Takes an entry out of the chain of its group; its slot stays taken until `shift`. */
  unlink(slot: number): void {
    const previous = this.previous(slot)
    const next = this.next(slot)
    if (previous !== none) this.#words[previous * stride + nextWord] = next
    if (next !== none) this.#words[next * stride + previousWord] = previous
    this.#words[slot * stride + groupWord] = none
  }

  /** Changes the capacity to a power of two that holds all entries; gives what to move columns by: `slots[i]` goes to `i`. */
  resize(capacity: number): { readonly slots: Int32Array; readonly places: Int32Array } {
    const slots = new Int32Array(this.size)
    const places = new Int32Array(this.capacity)
    for (let index = 0; index < this.size; index++) {
      slots[index] = this.at(index)
      places[this.at(index)] = index
    }
    const words = new Int32Array(capacity * stride)
    const uids = new Array<string>(capacity).fill('')
    for (let index = 0; index < this.size; index++) {
      const from = (slots[index] ?? 0) * stride
      const to = index * stride
      for (let word = 0; word < stride; word++) words[to + word] = this.#words[from + word] ?? 0
      for (const word of [nextWord, previousWord]) {
        const linked = words[to + word] ?? none
        words[to + word] = linked === none ? none : (places[linked] ?? none)
      }
      uids[index] = this.#uids[slots[index] ?? 0] ?? ''
    }
    this.#words = words
    this.#times = new Float64Array(words.buffer)
    this.#uids = uids
    this.#mask = capacity - 1
    this.#tail = 0
    return { slots, places }
  }
}

/** The capacity that a ring of `size` entries should have. */
export function capacityFor(size: number): number {
  let capacity = capacityMin
  while (capacity < size) capacity *= 2
  return capacity
}
