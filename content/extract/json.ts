/** JSON and lines of JSON as text: escapes resolved, objects of an array on lines of their own. Needs no valid JSON. */

import type { Content } from './content.ts'
import { decoded } from './decode.ts'
import { encodingOf } from './encoding.ts'
import { extractor } from './extractor.ts'
import { withInlineBase64 } from './inline-base64.ts'

const escapes: Readonly<Record<string, string>> = { n: ' ', r: ' ', t: '\t', b: ' ', f: ' ' }

const resolve = (text: string): string =>
  text.includes('\\')
    ? text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|([^u]))/g, (_, hex?: string, char = '') =>
        hex === undefined ? (escapes[char] ?? char) : String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : text

/** What may be the beginning of an escape that the next piece ends. */
const openEscape = /\\(?:u[0-9a-fA-F]{0,3})?$/

/** A backslash at the end is open only where it is not escaped itself. */
function cutOf(text: string): number {
  const match = openEscape.exec(text)
  if (!match) return text.length
  let slashes = 0
  while (text[match.index - slashes] === '\\') slashes += 1
  return slashes % 2 === 1 ? match.index : text.length
}

export const json = extractor({
  name: 'json',
  summary: 'JSON and NDJSON',
  isPlain: true,
  detect: head =>
    encodingOf(head) !== undefined &&
    /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*[[{][\s\0]*["{[\]}\d]/.test(
      Buffer.from(head).toString('latin1').replaceAll('\0', ''),
    ),
  text: (content, extracting) => withInlineBase64(plainText(content), extracting),
})

async function* plainText(content: Content): AsyncGenerator<string> {
  let held = ''
  for await (const piece of decoded(content.stream())) {
    const text = held + piece
    const cut = cutOf(text)
    held = text.slice(cut)
    yield resolve(text.slice(0, cut)).replaceAll(/\},[ \t]*\{/g, '},\n{')
  }
  yield held
}
