/** Finds out what the values of one field mean. Short values are searched each time; what long ones mean is remembered while they come back. */
import type { Automaton, Sink } from './automaton.ts'
import type { Entry, Marks } from './marks.ts'
import { Memory } from './memory.ts'
import { ShortTexts } from './short-texts.ts'
import { Scratch, type Source } from './source.ts'

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

const scratch = new Scratch()

/** The meaning of the values of a field, marked as they come. */
export class Values {
  readonly #automaton: Automaton
  readonly #onText: Int32Array
  readonly #marks: Marks
  readonly #gatherer: Gatherer
  readonly #short = new ShortTexts()
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
    const short = this.#short
    const isShort = short.isFor(text)
    const known = isShort ? short.get(text) : undefined
    if (known) {
      this.#marks.apply(known)
      return
    }
    const length = scratch.load(text)
    if (isShort) {
      const entry = this.#analyse(scratch.source, 0, length, false)
      short.set(text, entry)
      this.#marks.apply(entry)
    } else this.#mark(scratch.source, 0, length, false, this.#texts)
  }

  /** Marks what the inside of a JSON string, or a plain integer, means. */
  raw(source: Source, start: number, end: number): void {
    this.#mark(source, start, end, true, this.#raws)
  }

  /** Forgets everything, after other witnesses were chosen. */
  clear(): void {
    this.#short.clear()
    this.#texts.clear()
    this.#raws.clear()
  }

  #mark(source: Source, start: number, end: number, isRaw: boolean, memory: Memory): void {
    const length = end - start
    if (!memory.isFor(length)) {
      if (this.#onText.length > 0) this.#marks.fire(this.#onText)
      this.#automaton.run(source.bytes, start, end, isRaw, this.#marks)
      return
    }
    let entry = memory.get(source, start, length)
    if (!entry) {
      entry = this.#analyse(source, start, end, isRaw)
      memory.set(source, start, length, entry)
    }
    this.#marks.apply(entry)
  }

  #analyse({ bytes }: Source, start: number, end: number, isRaw: boolean): Entry {
    const gatherer = this.#gatherer
    gatherer.begin()
    gatherer.fire(this.#onText)
    this.#automaton.run(bytes, start, end, isRaw, gatherer)
    return this.#marks.entryOf(gatherer.ids)
  }
}
