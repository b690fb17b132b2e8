/** Small numbers for texts that something remembers, so that groups and values are compared and counted as numbers. */
import { grownInts, Numbering } from './arrays.ts'

/** Reference-counted texts. The numbers of forgotten texts are used again. */
export class Texts {
  readonly #ids = new Map<string, number>()
  readonly #numbering = new Numbering()
  readonly #texts: string[] = []
  #refs = new Int32Array(0)
  /** Goes up when a number may stand for another text than before. */
  generation = 0

  /** The number of a text that is remembered; -1 of any other. */
  find(text: string): number {
    return this.#ids.get(text) ?? -1
  }

  /** The number of the text, held once more until `release`. */
  hold(text: string): number {
    const id = this.#ids.get(text) ?? this.#add(text)
    this.#refs[id] = (this.#refs[id] ?? 0) + 1
    return id
  }

  release(id: number): void {
    const refs = (this.#refs[id] ?? 0) - 1
    this.#refs[id] = refs
    if (refs > 0) return
    this.#ids.delete(this.#texts[id] ?? '')
    this.#texts[id] = ''
    this.#numbering.giveBack(id)
    this.generation++
  }

  text(id: number): string {
    return this.#texts[id] ?? ''
  }

  #add(text: string): number {
    const id = this.#numbering.take()
    this.#refs = grownInts(this.#refs, id + 1)
    this.#texts[id] = text
    this.#ids.set(text, id)
    return id
  }
}
