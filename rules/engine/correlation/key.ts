/** The group that an event belongs to: its key is read once per event, however many streams group by the same fields. */
import type { EventObject } from '../event.ts'
import { firstText, joinKey, type ValueReader, valueReader } from './fields.ts'
import type { Texts } from './texts.ts'

/** Reads the key of the event at hand. */
export class Key {
  readonly #texts: Texts
  readonly #readers: readonly ValueReader[]
  readonly #only: ValueReader | undefined
  #turn = -1
  #text: string | undefined
  #id = -1
  #generation = -1

  constructor(fields: readonly string[], texts: Texts) {
    this.#texts = texts
    this.#readers = fields.map(valueReader)
    this.#only = fields.length === 1 ? this.#readers[0] : undefined
  }

  /** Takes the event of that turn; false where it lacks one of the fields. */
  read(event: EventObject, turn: number): boolean {
    if (turn !== this.#turn) {
      this.#turn = turn
      this.#text = this.#only ? firstText(this.#only(event)) : this.#join(event)
      this.#generation = -1
    }
    return this.#text !== undefined
  }

  #join(event: EventObject): string | undefined {
    const texts = this.#readers.flatMap(read => firstText(read(event)) ?? [])
    return texts.length === this.#readers.length ? joinKey(texts) : undefined
  }

  /** The number of the key; -1 where nobody remembers it. */
  get id(): number {
    if (this.#generation !== this.#texts.generation) {
      this.#id = this.#texts.find(this.#text ?? '')
      this.#generation = this.#texts.generation
    }
    return this.#id
  }

  /** Makes the key remembered once more; gives its number. */
  hold(): number {
    this.#id = this.#texts.hold(this.#text ?? '')
    this.#generation = this.#texts.generation
    return this.#id
  }
}
