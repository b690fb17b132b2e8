/** Excel workbooks (ECMA-376 SpreadsheetML): sheets row by row, then every other part. Builds no workbook; of formats of numbers it knows dates only. */
import { type DateStyles, readDateStyles } from './date-cells.ts'
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

const partCharsMax = 4 * 1024 * 1024

/** The beginning of a part as text; '' where there is none. */
async function partText(parts: ZipParts, name: string): Promise<string> {
  if (!parts.names.includes(name)) return ''
  let text = ''
  for await (const bytes of asUtf8(parts.read(name))) {
    text += Buffer.from(bytes).toString('latin1')
    if (text.length > partCharsMax) break
  }
  return text
}

async function dateStyles(parts: ZipParts): Promise<DateStyles> {
  const styles = await partText(parts, 'xl/styles.xml')
  return readDateStyles(styles, await partText(parts, 'xl/workbook.xml'))
}

/** The cells of the first sheet, by tab and line, as a table to be imported; undefined where the parts are no workbook. */
export function firstSheetText(parts: ZipParts): AsyncIterable<string> | undefined {
  const [first] = parts.names.filter(isSheet).sort((a, b) => sheetNumber(a) - sheetNumber(b))
  if (first === undefined) return undefined
  const strings = openSharedStrings(() => asUtf8(parts.read(parts.names.find(isStrings) ?? '')))
  return (async function* () {
    const dates = await dateStyles(parts)
    yield* sheetText(asUtf8(parts.read(first)), strings, { isTable: true, dates })
  })()
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
    const dates = await dateStyles(parts)
    for (const name of names.filter(isSheet)) {
      strings.startSheet()
      yield* sheetText(asUtf8(parts.read(name)), strings, { dates })
    }
    yield* strings.unused()
    yield* binaryParts(
      parts,
      names.filter(name => !isXml(name)),
      extracting,
    )
  },
}
