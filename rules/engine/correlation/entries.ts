/**
 * The events that windows remember: one ring in order of arrival, in which the entries of each group form a chain in order of time.
 * Ring order makes forgetting sequential; chains make each group's windows exact whatever order events arrive in.
 */
import { grownInts } from './arrays.ts'

/** No entry, or no group. */
export const none = -1

/** Words of 32 bits per entry: its time and event time at its arrival take two each. */
const stride = 8
const nextWord = 4
const previousWord = 5
const groupWord = 6
/** The ordinal in the lowest bits, above them the marks. */
const flagsWord = 7
const ordinalBits = 7
const ordinalMask = 2 ** ordinalBits - 1
/** How many marks an entry has. */
export const marksMax = 32 - ordinalBits

/** Words per group: the ends of its chain, its entries, and how many of them lag. */
const groupStride = 4
const newestWord = 0
const oldestWord = 1
const heldWord = 2
const laggingWord = 3

const capacityMin = 64

/** The ring with its chains. Slots name entries until the ring is resized. */
export class Entries {
  #words = new Int32Array(capacityMin * stride)
  #times = new Float64Array(this.#words.buffer)
  #uids: string[] = new Array<string>(capacityMin).fill('')
  #groups = new Int32Array(0)
  #mask = capacityMin - 1
  #tail = 0
  #shifted = 0
  size = 0

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

  /** Makes room for groups below `count`. */
  grow(count: number): void {
    this.#groups = grownInts(this.#groups, count * groupStride)
  }

  /** Begins an empty chain. */
  begin(group: number): void {
    const at = group * groupStride
    this.#groups[at + newestWord] = none
    this.#groups[at + oldestWord] = none
    this.#groups[at + heldWord] = 0
    this.#groups[at + laggingWord] = 0
  }

  /** Adds an entry that is not older than any of its group; `arrivedAt` is event time at its arrival. */
  append(group: number, ordinal: number, time: number, arrivedAt: number, uid: string): number {
    const slot = (this.#tail + this.size++) & this.#mask
    const words = this.#words
    const groups = this.#groups
    const word = slot * stride
    const at = group * groupStride
    const newest = groups[at + newestWord] ?? none
    this.#times[slot * (stride / 2)] = time
    this.#times[slot * (stride / 2) + 1] = arrivedAt
    words[word + nextWord] = none
    words[word + previousWord] = newest
    words[word + groupWord] = group
    words[word + flagsWord] = ordinal
    this.#uids[slot] = uid
    if (newest === none) groups[at + oldestWord] = slot
    else words[newest * stride + nextWord] = slot
    groups[at + newestWord] = slot
    groups[at + heldWord] = (groups[at + heldWord] ?? 0) + 1
    if (arrivedAt !== time) groups[at + laggingWord] = (groups[at + laggingWord] ?? 0) + 1
    return slot
  }

  /** Adds an entry at its place in the chain of its group, behind those of the same time. */
  insert(group: number, ordinal: number, time: number, arrivedAt: number, uid: string): number {
    const newest = this.newestOf(group)
    let after = newest
    let before = none
    while (after !== none && this.time(after) > time) {
      before = after
      after = this.previous(after)
    }
    const slot = this.append(group, ordinal, time, arrivedAt, uid)
    if (before === none) return slot
    const words = this.#words
    words[newest * stride + nextWord] = none
    this.#groups[group * groupStride + newestWord] = newest
    words[slot * stride + previousWord] = after
    words[slot * stride + nextWord] = before
    words[before * stride + previousWord] = slot
    if (after === none) this.#groups[group * groupStride + oldestWord] = slot
    else words[after * stride + nextWord] = slot
    return slot
  }

  /** Takes an entry out of the chain of its group; its slot stays taken until `shift`. */
  remove(group: number, slot: number): void {
    const words = this.#words
    const at = group * groupStride
    const next = words[slot * stride + nextWord] ?? none
    const previous = this.previous(slot)
    // The next entry's link back is left as it is: the oldest of a chain has none whatever it says.
    if (previous === none) this.#groups[at + oldestWord] = next
    else {
      words[previous * stride + nextWord] = next
      if (next !== none) words[next * stride + previousWord] = previous
    }
    if (next === none) this.#groups[at + newestWord] = previous
    this.#groups[at + heldWord] = (this.#groups[at + heldWord] ?? 0) - 1
    if (this.arrivedAt(slot) !== this.time(slot))
      this.#groups[at + laggingWord] = (this.#groups[at + laggingWord] ?? 0) - 1
    words[slot * stride + groupWord] = none
  }

  /** Frees the slot of the oldest entry. */
  shift(): void {
    this.#tail = (this.#tail + 1) & this.#mask
    this.size--
    this.#shifted++
  }

  newestOf(group: number): number {
    return this.#groups[group * groupStride + newestWord] ?? none
  }

  oldestOf(group: number): number {
    return this.#groups[group * groupStride + oldestWord] ?? none
  }

  heldOf(group: number): number {
    return this.#groups[group * groupStride + heldWord] ?? 0
  }

  /** How many of the group's entries arrived after event time had passed them. */
  laggingOf(group: number): number {
    return this.#groups[group * groupStride + laggingWord] ?? 0
  }

  time(slot: number): number {
    return this.#times[slot * (stride / 2)] ?? 0
  }

  next(slot: number): number {
    return this.#words[slot * stride + nextWord] ?? none
  }

  previous(slot: number): number {
    const isOldest = this.oldestOf(this.group(slot)) === slot
    return isOldest ? none : (this.#words[slot * stride + previousWord] ?? none)
  }

  /** The group, or `none` for an entry that was cut out. */
  group(slot: number): number {
    return this.#words[slot * stride + groupWord] ?? none
  }

  /** Which of the correlation's rules it is. */
  ordinal(slot: number): number {
    return (this.#words[slot * stride + flagsWord] ?? 0) & ordinalMask
  }

  /** How far event time had come when the entry arrived. */
  arrivedAt(slot: number): number {
    return this.#times[slot * (stride / 2) + 1] ?? 0
  }

  /** One bit for each correlation that has fired at this entry. */
  marks(slot: number): number {
    return (this.#words[slot * stride + flagsWord] ?? 0) >>> ordinalBits
  }

  mark(slot: number, marks: number): void {
    const word = slot * stride + flagsWord
    this.#words[word] = (this.#words[word] ?? 0) | (marks << ordinalBits)
  }

  uid(slot: number): string {
    return this.#uids[slot] ?? ''
  }

  /** A number for the entry that no resizing changes. */
  sequence(slot: number): number {
    return this.#shifted + ((slot - this.#tail) & this.#mask)
  }

  /** The sequence number that the next entry will have. */
  get nextSequence(): number {
    return this.#shifted + this.size
  }

  /** The slot of a sequence number; `none` where its entry is gone. */
  slotOf(sequence: number): number {
    return sequence < this.#shifted ? none : this.at(sequence - this.#shifted)
  }

  /**
   * Changes the capacity to a power of two that holds all entries. Gives what others follow by: what was at `slots[i]` is at `i`,
   * and what was at `i` is at `places[i]`.
   */
  resize(capacity: number): { readonly slots: Int32Array; readonly places: Int32Array } {
    const slots = new Int32Array(this.size)
    const places = new Int32Array(this.capacity)
    for (let index = 0; index < this.size; index++) {
      slots[index] = this.at(index)
      places[this.at(index)] = index
    }
    const words = new Int32Array(capacity * stride)
    const uids = new Array<string>(capacity).fill('')
    const moved = (slot: number) => (slot === none ? none : (places[slot] ?? none))
    for (const [index, slot] of slots.entries()) {
      for (let word = 0; word < stride; word++) {
        words[index * stride + word] = this.#words[slot * stride + word] ?? 0
      }
      for (const word of [nextWord, previousWord]) {
        words[index * stride + word] = moved(words[index * stride + word] ?? none)
      }
      uids[index] = this.#uids[slot] ?? ''
    }
    for (let at = 0; at < this.#groups.length; at += groupStride) {
      if ((this.#groups[at + heldWord] ?? 0) === 0) continue
      for (const word of [newestWord, oldestWord]) {
        this.#groups[at + word] = moved(this.#groups[at + word] ?? none)
      }
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
