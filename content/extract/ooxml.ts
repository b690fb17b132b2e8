/** Word documents and PowerPoint presentations (ECMA-376): the text of all parts, rows of tables as rows. */
import { decoded } from './decode.ts'
import type { Extracting } from './extractor.ts'
import { type Markup, markupText } from './xml-text.ts'
import type { ZipFamily, ZipParts } from './zip-parts.ts'

/** Runs join, paragraphs end a line; in a table a cell ends with a tab and a row with a line. */
const documentMarkup: Markup = {
  textIn: new Set(['t', 'instrtext', 'deltext', 'v']),
  marks: { '/tc': '\t', '/tr': '\n', '/p': '\n', br: '\n', cr: '\n', tab: '\t', ptab: '\t' },
  otherMark: '',
  table: { cells: new Set(['tc']), row: 'tr' },
  attributesOf: new Set(['fldsimple', 'docpr', 'cnvpr', 'comment', 'ins', 'del']),
}

/** Everything else: properties, relationships (hyperlinks), custom data. */
const partMarkup: Markup = { marks: {}, otherMark: '\t', attributesOf: 'all', lineEnd: ' ' }

/** Whether a part is XML, by its name. */
export const isXml = (name: string): boolean => /\.(xml|rels|vml|rdf)$/i.test(name)

/** Colours, fonts and the like: their attributes are the program's, not its user's. */
const stylingMarkup: Markup = { ...partMarkup, attributesOf: new Set() }
const isStyling = (name: string): boolean =>
  /(^|\/)(theme\/|styles|fontTable|settings|webSettings|tableStyles|presProps|slideLayouts\/|slideMasters\/|\[Content_Types\])/i.test(
    name,
  )

/** The text of XML parts in the way of properties and relationships; on one line, for it is no row of anything. */
export async function* partsText(
  parts: ZipParts,
  names: readonly string[],
): AsyncGenerator<string> {
  for (const name of names) {
    yield* markupText(decoded(parts.read(name)), isStyling(name) ? stylingMarkup : partMarkup)
    yield '\t'
  }
}

/** Parts that are no XML: embedded files are opened, pictures need not hold text. */
export async function* binaryParts(
  parts: ZipParts,
  names: readonly string[],
  extracting: Extracting,
): AsyncGenerator<string> {
  for (const name of names) {
    const isVital = /(^|\/)(embeddings|activeX)\//i.test(name)
    yield* extracting.inner(parts.read(name), name, { isVital })
  }
}

function documentFamily(name: string, summary: string, folder: string): ZipFamily {
  const isDocument = (part: string): boolean =>
    part.startsWith(folder) && /\.xml$/i.test(part) && !/\/(_rels|theme)\//.test(part)
  return {
    name,
    summary,
    takes: names =>
      names.includes('[Content_Types].xml') && names.some(part => part.startsWith(folder)),
    async *text(parts, extracting) {
      const { names } = parts
      yield* partsText(
        parts,
        names.filter(part => isXml(part) && !isDocument(part)),
      )
      for (const part of names.filter(isDocument)) {
        yield* markupText(decoded(parts.read(part)), documentMarkup)
        yield '\t'
      }
      yield* binaryParts(
        parts,
        names.filter(part => !isXml(part)),
        extracting,
      )
    },
  }
}

export const docx = documentFamily('docx', 'Word documents', 'word/')
export const pptx = documentFamily('pptx', 'PowerPoint presentations', 'ppt/')
