/** OpenDocument texts, spreadsheets and presentations (ISO/IEC 26300): the text of all parts, rows of tables as rows. */
import { decoded } from './decode.ts'
import { binaryParts, isXml, partsText } from './ooxml.ts'
import { type Markup, markupText } from './xml-text.ts'
import type { ZipFamily } from './zip-parts.ts'

/** Numbers stand in attributes of the cell as well: shown text may be rounded, a phone number as `6.28E+12`. */
const contentMarkup: Markup = {
  marks: {
    '/table-cell': '\t',
    '/covered-table-cell': '\t',
    'table-cell': '\t',
    '/table-row': '\n',
    '/p': '\n',
    '/h': '\n',
    'line-break': '\n',
    tab: '\t',
    s: ' ',
  },
  otherMark: '',
  table: { cells: new Set(['table-cell']), row: 'table-row' },
  attributesOf: new Set(['table-cell', 'a', 'user-field-decl', 'variable-set', 'text-input']),
}

/** An encrypted package names the method beside each entry (part 2, section 4.8). */
async function isEncrypted(manifest: AsyncIterable<string>): Promise<boolean> {
  let seen = ''
  for await (const piece of manifest) {
    seen = seen.slice(-40) + piece
    if (seen.includes('encryption-data')) return true
  }
  return false
}

const mimetypeOf: Readonly<Record<string, string>> = {
  ods: 'spreadsheet',
  odt: 'text',
  odp: 'presentation',
}

function family(name: string, summary: string): ZipFamily {
  return {
    name,
    summary,
    takes: names => names.includes('content.xml') && names.includes('META-INF/manifest.xml'),
    async *text(parts, extracting) {
      extracting.isFormat(await formatOf(decoded(parts.read('mimetype')), name))
      if (await isEncrypted(decoded(parts.read('META-INF/manifest.xml')))) {
        extracting.gap('encrypted', 'the document needs a password')
        return
      }
      const { names } = parts
      const isDocument = (part: string): boolean => /(^|\/)(content|styles)\.xml$/.test(part)
      yield* partsText(
        parts,
        names.filter(part => isXml(part) && !isDocument(part)),
      )
      for (const part of names.filter(isDocument)) {
        yield* markupText(decoded(parts.read(part)), contentMarkup)
        yield '\t'
      }
      yield* binaryParts(
        parts,
        names.filter(part => !isXml(part) && part !== 'mimetype'),
        extracting,
      )
    },
  }
}

async function formatOf(mimetype: AsyncIterable<string>, otherwise: string): Promise<string> {
  for await (const text of mimetype) {
    const known = Object.entries(mimetypeOf).find(([, word]) =>
      text.includes(`opendocument.${word}`),
    )
    if (known) return known[0]
  }
  return otherwise
}

export const opendocument = family('odf', 'OpenDocument texts, spreadsheets and presentations')
