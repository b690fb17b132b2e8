/**
 * The events that windows remember, in order of arrival, in which the entries of each group form a chain in order of time. Order of
 * arrival makes forgetting sequential; chains make each group's windows exact whatever order events arrive in.
 */
import type { EventStamp } from './correlation.ts'
import { type Groups, heldWord, laggingWord, newestWord, oldestWord } from './groups.ts'

/** No entry. */
export const none = 0

/** Words of 32 bits that every entry has: its time and the event's offset take two each. */
const fixedWords = 8
const nextWord = 4
const previousWord = 5
/** The group and one; 0 for an entry that was cut out. */
const groupWord = 6
/** The ordinal in the lowest bits, above them the marks. */
const flagsWord = 7
const ordinalBits = 7
const ordinalMask = 2 ** ordinalBits - 1
/** How many marks an entry has. */
export const marksMax = 32 - ordinalBits

/** Entries live in segments of 2^8: what is remembered takes what it needs, and growing moves nothing. */
const segmentBits = 8
const segmentSize = 2 ** segmentBits
const offsetMask = segmentSize - 1

const noWords = new Int32Array(0)
const noFloats = new Float64Array(0)

/** The entries. A slot names an entry for as long as it is there; places are taken before the first entry comes. */
export class Entries {
  /** Words of each segment, and the same memory as doubles; segments count from 1, so that no entry has the slot 0. */
  readonly #words: Int32Array[] = [noWords]
  readonly #floats: Float64Array[] = [noFloats]
  /** The segment that arrived after each. */
  readonly #following: number[] = [0]
  /** The number in order of arrival of each segment's first entry. */
  readonly #sequences: number[] = [0]
  readonly #free: number[] = []
  readonly #groups: Groups
  #stride = fixedWords
  /** The slot of the entry that arrived first, and the one that the next entry takes. */
  tail = none
  head = none
  size = 0
  #shifted = 0
  /** How far event time had come when entries arrived that lag behind it. */
  readonly #arrivals = new Map<number, number>()

  constructor(groups: Groups) {
    this.#groups = groups
  }

  /** A place of so many words. */
  takeWords(count: number): number {
    const place = this.#stride
    this.#stride += count
    return place
  }

  /** A place of so many doubles, counted in doubles. */
  takeFloats(count: number): number {
    this.#stride += this.#stride % 2
    return this.takeWords(count * 2) / 2
  }

  /** The segment of a slot; the entry's words begin at `at(slot)`. */
  words(slot: number): Int32Array {
    return this.#words[slot >> segmentBits] ?? noWords
  }

  at(slot: number): number {
    return (slot & offsetMask) * this.#stride
  }

  /** The same for doubles. */
  floats(slot: number): Float64Array {
    return this.#floats[slot >> segmentBits] ?? noFloats
  }

  floatAt(slot: number): number {
    return ((slot & offsetMask) * this.#stride) >> 1
  }

  /** The slot of the entry that arrived next; after the last one `head`. */
  after(slot: number): number {
    if ((slot & offsetMask) !== offsetMask) return slot + 1
    return (this.#following[slot >> segmentBits] ?? 0) << segmentBits
  }

  /** The number in order of arrival: no two entries ever have the same. */
  sequence(slot: number): number {
    return (this.#sequences[slot >> segmentBits] ?? 0) + (slot & offsetMask)
  }

  /** Whether the slot is still that of the entry with this number. */
  has(slot: number, sequence: number): boolean {
    return sequence >= this.#shifted && this.sequence(slot) === sequence
  }

  /** The one that the next entry will have. */
  get nextSequence(): number {
    return this.#shifted + this.size
  }

  #begin(sequence: number): number {
    const segment = this.#free.pop() ?? this.#words.length
    if ((this.#words[segment] ?? noWords).length === 0) {
      this.#stride += this.#stride % 2
      const words = new Int32Array(segmentSize * this.#stride)
      this.#words[segment] = words
      this.#floats[segment] = new Float64Array(words.buffer)
    }
    this.#sequences[segment] = sequence
    return segment
  }

  /** Adds an entry that is not older than any of its group, and that event time has not passed. */
  append(group: number, ordinal: number, { time, offset }: EventStamp): number {
    if (this.head === none) {
      this.head = this.#begin(this.nextSequence) << segmentBits
      this.tail = this.head
    }
    const slot = this.head
    const segment = slot >> segmentBits
    const at = (slot & offsetMask) * this.#stride
    const floats = this.#floats[segment] ?? noFloats
    floats[at >> 1] = time
    floats[(at >> 1) + 1] = offset
    const known = this.#groups.words
    const groupAt = group * this.#groups.stride
    const newest = known[groupAt + newestWord] ?? none
    const words = this.#words[segment] ?? noWords
    words[at + nextWord] = none
    words[at + previousWord] = newest
    words[at + groupWord] = group + 1
    words[at + flagsWord] = ordinal
    if (newest === none) known[groupAt + oldestWord] = slot
    else this.#setNext(newest, slot)
    known[groupAt + newestWord] = slot
    known[groupAt + heldWord] = (known[groupAt + heldWord] ?? 0) + 1
    this.size++
    if ((slot & offsetMask) === offsetMask) this.#extend(segment)
    else this.head = slot + 1
    return slot
  }

  #extend(segment: number): void {
    const next = this.#begin(this.nextSequence)
    this.#following[segment] = next
    this.head = next << segmentBits
  }

  /** Adds an entry at its place in the chain of its group, behind those of the same time. */
  insert(group: number, ordinal: number, stamp: EventStamp, arrivedAt: number): number {
    const groups = this.#groups
    const newest = groups.newest(group)
    let after = newest
    let before = none
    while (after !== none && this.time(after) > stamp.time) {
      before = after
      after = this.previous(after)
    }
    const slot = this.append(group, ordinal, stamp)
    if (arrivedAt !== stamp.time) {
      this.#arrivals.set(slot, arrivedAt)
      groups.addLagging(group, 1)
    }
    if (before === none) return slot
    this.#setNext(newest, none)
    groups.setNewest(group, newest)
    this.#setPrevious(slot, after)
    this.#setNext(slot, before)
    this.#setPrevious(before, slot)
    if (after === none) groups.setOldest(group, slot)
    else this.#setNext(after, slot)
    return slot
  }

  /** Takes an entry out of the chain of its group; its slot stays taken until `shift`. */
  remove(group: number, slot: number): void {
    const groups = this.#groups
    const known = groups.words
    const groupAt = group * groups.stride
    if (known[groupAt + oldestWord] === slot && known[groupAt + laggingWord] === 0) {
      const at = (slot & offsetMask) * this.#stride
      const words = this.#words[slot >> segmentBits] ?? noWords
      const next = words[at + nextWord] ?? none
      words[at + groupWord] = 0
      // The next entry's link back is left as it is: the oldest of a chain has none whatever it says.
      known[groupAt + oldestWord] = next
      if (next === none) known[groupAt + newestWord] = none
      known[groupAt + heldWord] = (known[groupAt + heldWord] ?? 0) - 1
    } else this.#unlink(group, slot)
  }

  #unlink(group: number, slot: number): void {
    const groups = this.#groups
    const next = this.next(slot)
    const previous = this.previous(slot)
    if (previous === none) groups.setOldest(group, next)
    else {
      this.#setNext(previous, next)
      if (next !== none) this.#setPrevious(next, previous)
    }
    if (next === none) groups.setNewest(group, previous)
    groups.addHeld(group, -1)
    if (this.#arrivals.size > 0 && this.#arrivals.delete(slot)) groups.addLagging(group, -1)
    this.words(slot)[this.at(slot) + groupWord] = 0
  }

  /** Gives up the entry that arrived first, after it was removed. */
  shift(): void {
    const { tail } = this
    this.tail = this.after(tail)
    this.size--
    this.#shifted++
    if ((tail & offsetMask) === offsetMask) this.#freeSegment(tail >> segmentBits)
  }

  /** Some memory is kept for segments to come. */
  #freeSegment(segment: number): void {
    this.#free.push(segment)
    if (this.#free.length * segmentSize * 4 <= this.size + segmentSize * 8) return
    this.#words[segment] = noWords
    this.#floats[segment] = noFloats
  }

  #setNext(slot: number, next: number): void {
    this.words(slot)[this.at(slot) + nextWord] = next
  }

  #setPrevious(slot: number, previous: number): void {
    this.words(slot)[this.at(slot) + previousWord] = previous
  }

  time(slot: number): number {
    return this.floats(slot)[this.floatAt(slot)] ?? 0
  }

  /** Where the caller finds the event. */
  offset(slot: number): number {
    return this.floats(slot)[this.floatAt(slot) + 1] ?? 0
  }

  next(slot: number): number {
    return this.words(slot)[this.at(slot) + nextWord] ?? none
  }

  previous(slot: number): number {
    const isOldest = this.#groups.oldest(this.group(slot)) === slot
    return isOldest ? none : (this.words(slot)[this.at(slot) + previousWord] ?? none)
  }

  /** The group; -1 of an entry that was cut out. */
  group(slot: number): number {
    return (this.words(slot)[this.at(slot) + groupWord] ?? 0) - 1
  }

  /** Which of the correlation's rules it is. */
  ordinal(slot: number): number {
    return (this.words(slot)[this.at(slot) + flagsWord] ?? 0) & ordinalMask
  }

  /** Whether every entry arrived when it happened. */
  get isInOrder(): boolean {
    return this.#arrivals.size === 0
  }

  /** How far event time had come when the entry arrived. */
  arrivedAt(slot: number): number {
    const known = this.#arrivals.size > 0 ? this.#arrivals.get(slot) : undefined
    return known ?? this.time(slot)
  }

  /** One bit for each correlation that has fired at this entry. */
  marks(slot: number): number {
    return (this.words(slot)[this.at(slot) + flagsWord] ?? 0) >>> ordinalBits
  }

  mark(slot: number, marks: number): void {
    const words = this.words(slot)
    const at = this.at(slot) + flagsWord
    words[at] = (words[at] ?? 0) | (marks << ordinalBits)
  }
}
