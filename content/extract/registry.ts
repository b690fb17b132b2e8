/** All extractors, in the order in which they are asked. Adding one is a new file and a line here. */
import { bzip2, rar, sevenZip, xz } from './archive.ts'
import type { Content } from './content.ts'
import type { Extractor } from './extractor.ts'
import { gzip, zstd } from './gzip.ts'
import { json } from './json.ts'
import { mail } from './mail.ts'
import { html, xml } from './markup.ts'
import { office97 } from './office97.ts'
import { pdf } from './pdf.ts'
import { rtf } from './rtf.ts'
import { sqlite } from './sqlite.ts'
import { tar } from './tar.ts'
import { text } from './text.ts'
import { vcard } from './vcard.ts'
import { zip } from './zip.ts'
import { endsAsZip } from './zip-directory.ts'

/** Text comes last: it takes what is text and nothing more. */
export const extractors: readonly Extractor[] = [
  zip,
  pdf,
  office97,
  gzip,
  zstd,
  sevenZip,
  rar,
  xz,
  bzip2,
  tar,
  sqlite,
  rtf,
  html,
  xml,
  vcard,
  mail,
  json,
  text,
]

/** The extractor for content that begins as something else and ends as what can be opened. */
export async function extractorByEnd(content: Content): Promise<Extractor | undefined> {
  const bytes = await content.random()
  return bytes && (await endsAsZip(bytes)) ? zip : undefined
}

/** The first extractor that takes content with this head, or undefined where none can read it. */
export const extractorFor = (head: Uint8Array, name: string): Extractor | undefined =>
  extractors.find(candidate => candidate.detect(head, name))
