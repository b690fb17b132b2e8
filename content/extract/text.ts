/** Text as it is: csv, tsv, txt, notes … in UTF-8, UTF-16 or an 8-bit code page, and what is in it as base64. */
import { decoded } from './decode.ts'
import { encodingOf } from './encoding.ts'
import { extractor } from './extractor.ts'
import { withInlineBase64 } from './inline-base64.ts'

export const text = extractor({
  name: 'text',
  summary: 'Plain text of any kind: CSV, TSV, notes, logs; UTF-8, UTF-16 or 8-bit code pages',
  isPlain: true,
  detect: head => encodingOf(head) !== undefined,
  text: (content, extracting) => withInlineBase64(decoded(content.stream()), extracting),
})
