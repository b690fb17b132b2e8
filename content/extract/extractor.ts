/** What an extractor is: it recognises content of one family and streams the text out of it. Finds no customers itself. */
import type { Content } from './content.ts'

/** How something inside a file was not read: its kind decides the scan's status. */
export type GapKind = 'encrypted' | 'truncated' | 'unreadable'

/** What an extractor may ask of the scan that it works for. */
export interface Extracting {
  /** Names the format more exactly than the extractor's own name does; only the outermost content's counts. */
  isFormat(name: string): void
  /** Says that something was not read, in words for people. */
  gap(kind: GapKind, reason: string): void
  /** Counts bytes that were unpacked or decoded. Throws `Stopped` where a limit of the whole scan is reached. */
  unpacked(bytes: number): void
  /** Counts an entry of a container, as `unpacked` does bytes. */
  entry(): void
  /** Says that this much is about to be held in memory; where that is too much, the content is read elsewhere. */
  holding(bytes: number): void
  /** The text of content found inside, whatever it is. `isVital` is false for parts that often hold no text, such as pictures in a document. */
  inner(
    source: AsyncIterable<Uint8Array>,
    name: string,
    options?: { readonly isVital?: boolean },
  ): AsyncIterable<string>
}

/** The face of a registered extractor. */
export interface Extractor {
  /** Short and stable: it becomes the scan's `format`. */
  readonly name: string
  readonly summary: string
  /** Reads bytes as they come, in little memory, without a library: such content is read in the process itself. */
  readonly isPlain?: true
  /** Whether the content is of this family, by its first bytes (up to `headBytes`); the name is only a hint. */
  detect(head: Uint8Array, name: string): boolean
  /** Text in order, in pieces of any size. May throw for damaged content: what came before counts, the rest is a gap. */
  text(content: Content, extracting: Extracting): AsyncIterable<string>
}

/** How many first bytes `detect` gets, or all of a shorter file. */
export const headBytes = 4096

/** Declares an extractor. */
export const extractor = (definition: Extractor): Extractor => definition
