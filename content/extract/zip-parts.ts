/** What is built on ZIP: a family recognises itself by the names of the parts and reads those that hold text. */
import type { Extracting } from './extractor.ts'

/** The parts of one archive. */
export interface ZipParts {
  readonly names: readonly string[]
  /** The unpacked bytes of a part; nothing where there is none or a gap was reported. */
  read(name: string): AsyncIterable<Uint8Array>
}

/** Formats that are ZIP archives of known parts. */
export interface ZipFamily {
  readonly name: string
  readonly summary: string
  takes(names: readonly string[]): boolean
  text(parts: ZipParts, extracting: Extracting): AsyncIterable<string>
}
