/** What an extractor is: it recognises content of one family and streams the text out of it. Finds no customers itself. */

/** The face of a registered extractor. */
export interface Extractor {
  /** Short and stable: it becomes the scan's `format`. */
  readonly name: string
  readonly summary: string
  /** Whether the content is of this family, by its first bytes (up to `headBytes`); the name is only a hint. */
  detect(head: Uint8Array, name: string): boolean
  /**
   * Text in order, in pieces of any size; never throws for malformed content, reads what can be read.
   * The source's first piece holds at least the head.
   */
  text(source: AsyncIterable<Uint8Array>): AsyncIterable<string>
}

/** How many first bytes `detect` gets, or all of a shorter file. */
export const headBytes = 4096

/** Declares an extractor. */
export const extractor = (definition: Extractor): Extractor => definition
