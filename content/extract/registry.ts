/** All extractors, in the order in which they are asked. Adding one is a new file and a line here. */
import type { Extractor } from './extractor.ts'
import { text } from './text.ts'

export const extractors: readonly Extractor[] = [text]

/** The first extractor that takes content with this head, or undefined where none can read it. */
export const extractorFor = (head: Uint8Array, name: string): Extractor | undefined =>
  extractors.find(candidate => candidate.detect(head, name))
