/** Finds out what the values of one field mean. Short values are searched each time; what long ones mean is remembered while they come back. */
import type { Automaton, Sink } from './automaton.ts'
import type { Entry, Marks } from './marks.ts'

const entriesMax = 2048
const charactersMax = 1024 * 1024
/** Below, searching is cheaper than remembering; above, values hardly come back. */
const lengthMin = 24
const lengthMax = 16 * 1024
/** Look-ups after which the share of hits is judged, and for how long a poor memory rests. */
const trial = 1024
const rest = 65_536
const hitsMin = trial * 0.4

/** Texts and what they mean, in two generations: what was not asked for while the young one filled up is forgotten. */
class Memory {
  #young = new Map<string, Entry>()
  #old = new Map<string, Entry>()
  #characters = 0
  #lookups = 0
  #hits = 0

  /** True while remembering is worth it; counts a look-up. */
  isAwake(): boolean {
    if (++this.#lookups < 0) return false
    if (this.#lookups >= trial) this.#judge()
    return this.#lookups >= 0
  }

  #judge(): void {
    this.#lookups = this.#hits < hitsMin ? -rest : 0
    this.#hits = 0
    if (this.#lookups < 0) this.clear()
  }

  get(text: string): Entry | undefined {
    const found = this.#young.get(text)
    if (found) {
      this.#hits++
      return found
    }
    const before = this.#old.get(text)
    if (before) {
      this.#hits++
      this.set(text, before)
    }
    return before
  }

  set(text: string, entry: Entry): void {
    if (this.#young.size >= entriesMax || this.#characters > charactersMax) {
      this.#old = this.#young
      this.#young = new Map()
      this.#characters = 0
    }
    this.#characters += text.length
    this.#young.set(text, entry)
  }

  clear(): void {
    this.#young = new Map()
    this.#old = new Map()
    this.#characters = 0
  }
}

/** A part of a line keeps the whole line in memory: what is remembered is a copy. */
function copyOf(text: string): string {
  const encoding = /^[\0-\xff]*$/.test(text) ? 'latin1' : 'utf16le'
  return Buffer.from(text, encoding).toString(encoding)
}

/** Gathers the ids that are found, each once. */
class Gatherer implements Sink {
  ids: number[] = []
  #turn = 0
  readonly #seen: Int32Array

  constructor(size: number) {
    this.#seen = new Int32Array(size)
  }

  begin(): void {
    this.#turn++
    this.ids = []
  }

  fire(ids: Int32Array): void {
    for (const id of ids) {
      if (this.#seen[id] === this.#turn) continue
      this.#seen[id] = this.#turn
      this.ids.push(id)
    }
  }
}

/** The meaning of the values of a field, marked as they come. */
export class Values {
  readonly #automaton: Automaton
  readonly #onText: Int32Array
  readonly #marks: Marks
  readonly #gatherer: Gatherer
  readonly #texts = new Memory()
  readonly #raws = new Memory()

  constructor(automaton: Automaton, onText: Int32Array, marks: Marks) {
    this.#automaton = automaton
    this.#onText = onText
    this.#marks = marks
    this.#gatherer = new Gatherer(marks.stamps.length)
  }

  /** Marks what a text means. */
  text(text: string): void {
    this.#mark(text, 0, text.length, false, this.#texts)
  }

  /** Marks what the inside of a JSON string means: the units of `line` from `start` to `end`. */
  raw(line: string, start: number, end: number): void {
    this.#mark(line, start, end, true, this.#raws)
  }

  /** Forgets everything, after other witnesses were chosen. */
  clear(): void {
    this.#texts.clear()
    this.#raws.clear()
  }

  #mark(text: string, start: number, end: number, isRaw: boolean, memory: Memory): void {
    const length = end - start
    if (length < lengthMin || length > lengthMax || !memory.isAwake()) {
      if (this.#onText.length > 0) this.#marks.fire(this.#onText)
      this.#automaton.run(text, start, end, isRaw, this.#marks)
      return
    }
    const key = isRaw ? text.slice(start, end) : text
    let entry = memory.get(key)
    if (!entry) {
      entry = this.#analyse(text, start, end, isRaw)
      memory.set(isRaw ? copyOf(key) : key, entry)
    }
    this.#marks.apply(entry)
  }

  #analyse(text: string, start: number, end: number, isRaw: boolean): Entry {
    const gatherer = this.#gatherer
    gatherer.begin()
    gatherer.fire(this.#onText)
    this.#automaton.run(text, start, end, isRaw, gatherer)
    return this.#marks.entryOf(gatherer.ids)
  }
}
