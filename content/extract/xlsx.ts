/** Excel workbooks (ECMA-376 SpreadsheetML): sheets row by row, then every other part. Builds no workbook; knows no formats of numbers. */
import { decoded } from './decode.ts'
import { binaryParts, isXml, partsText } from './ooxml.ts'
import { openSharedStrings } from './shared-strings.ts'
import { sheetText } from './sheet.ts'
import type { ZipFamily, ZipParts } from './zip-parts.ts'

const isSheet = (name: string): boolean => /^xl\/worksheets\/[^/]+\.xml$/i.test(name)
const isStrings = (name: string): boolean => /^xl\/sharedStrings\.xml$/i.test(name)

/** XML as UTF-8, which nearly every writer uses; UTF-16 is allowed. */
async function* asUtf8(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces = source[Symbol.asyncIterator]()
  const first = await pieces.next()
  if (first.done) return
  const all = (async function* () {
    yield first.value
    yield* { [Symbol.asyncIterator]: () => pieces }
  })()
  const [one = 0, two = 0] = first.value
  const isWide = one === 0 || two === 0 || one + two === 0xff + 0xfe
  if (!isWide) yield* all
  else for await (const text of decoded(all)) yield Buffer.from(text)
}

const sheetNumber = (name: string): number =>
  Number(/\d+/.exec(name.slice(name.lastIndexOf('/')))?.[0] ?? 0)

/** The cells of the first sheet, by tab and line, as a table to be imported; undefined where the parts are no workbook. */
export function firstSheetText(parts: ZipParts): AsyncIterable<string> | undefined {
  const [first] = parts.names.filter(isSheet).sort((a, b) => sheetNumber(a) - sheetNumber(b))
  if (first === undefined) return undefined
  const strings = openSharedStrings(() => asUtf8(parts.read(parts.names.find(isStrings) ?? '')))
  return sheetText(asUtf8(parts.read(first)), strings, { isTable: true })
}

export const xlsx: ZipFamily = {
  name: 'xlsx',
  summary: 'Excel workbooks',
  takes: names =>
    names.includes('[Content_Types].xml') && names.some(name => name.startsWith('xl/')),
  async *text(parts, extracting) {
    const { names } = parts
    const stringsName = names.find(isStrings) ?? ''
    yield* partsText(
      parts,
      names.filter(name => isXml(name) && !isSheet(name) && name !== stringsName),
    )
    const strings = openSharedStrings(() => asUtf8(parts.read(stringsName)))
    for (const name of names.filter(isSheet)) {
      strings.startSheet()
      yield* sheetText(asUtf8(parts.read(name)), strings)
    }
    yield* strings.unused()
    yield* binaryParts(
      parts,
      names.filter(name => !isXml(name)),
      extracting,
    )
  },
}
