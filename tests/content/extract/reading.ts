/** What the tests of extractors share: text and gaps of files and bytes, and small writers of ZIP archives and workbooks. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { contentFrom } from '../../../content/extract/content.ts'
import { type ExtractionOptions, openExtraction } from '../../../content/extract/extract.ts'
import { inChunks } from '../scanning.ts'

export const fixture = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, 'fixtures', name))

/** All that an extraction of the bytes gives; `cuts` are offsets at which they arrive in pieces. */
export async function extracted(
  bytes: Uint8Array,
  { cuts = [], ...options }: ExtractionOptions & { readonly cuts?: readonly number[] } = {},
): Promise<{ text: string; format: string; status: string; reason: string }> {
  const extraction = openExtraction(options)
  let text = ''
  const content = await contentFrom('content', inChunks(bytes, cuts))
  for await (const piece of extraction.text(content)) text += piece
  const { status, reason } = extraction.gaps.verdict() ?? { status: 'complete', reason: '' }
  return { text, format: extraction.format, status, reason }
}

interface ZipFile {
  readonly name: string
  readonly content: string | Uint8Array
  /** Written without lengths in front, as programs do that write to a stream. */
  readonly isStreamed?: boolean
  readonly isStored?: boolean
}

const u16 = (...values: number[]): Buffer =>
  Buffer.concat(values.map(value => Buffer.from([value & 0xff, (value >> 8) & 0xff])))

function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => {
    bytes.writeUInt32LE(value >>> 0, index * 4)
  })
  return bytes
}

/** A ZIP archive; `isCut` leaves out the directory. */
export function zipOf(files: readonly ZipFile[], { isCut = false } = {}): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, content, isStreamed = false, isStored = false } of files) {
    const plain = Buffer.from(content)
    const packed = isStored ? plain : deflateRawSync(plain)
    const facts = [crc32(plain), packed.length, plain.length]
    const shape = u16(20, 0x800 | (isStreamed ? 8 : 0), isStored ? 0 : 8, 0, 0)
    const nameBytes = Buffer.from(name)
    const local = Buffer.concat([
      u32(0x04034b50),
      shape,
      u32(...(isStreamed ? [0, 0, 0] : facts)),
      u16(nameBytes.length, 0),
      nameBytes,
      packed,
      isStreamed ? u32(0x08074b50, ...facts) : Buffer.alloc(0),
    ])
    const lengths = u16(nameBytes.length, 0, 0, 0, 0)
    directory.push(
      Buffer.concat([
        u32(0x02014b50),
        u16(20),
        shape,
        u32(...facts),
        lengths,
        u32(0, at),
        nameBytes,
      ]),
    )
    parts.push(local)
    at += local.length
  }
  const listed = Buffer.concat(directory)
  const count = files.length
  const end = Buffer.concat([
    u32(0x06054b50),
    u16(0, 0, count, count),
    u32(listed.length, at),
    u16(0),
  ])
  return Buffer.concat(isCut ? parts : [...parts, listed, end])
}

/** A workbook of one sheet; texts are shared strings, numbers are numbers, null is an empty cell. */
export function workbookOf(rows: readonly (readonly (string | number | null)[])[]): Buffer {
  const strings = [...new Set(rows.flat().filter(cell => typeof cell === 'string'))]
  const index = new Map(strings.map((text, at) => [text, at]))
  const sheet = rows
    .map((row, line) => {
      const cells = row.map((cell, column) => {
        if (cell === null) return ''
        const reference = `${String.fromCharCode(65 + column)}${line + 1}`
        return typeof cell === 'number'
          ? `<c r="${reference}"><v>${cell}</v></c>`
          : `<c r="${reference}" t="s"><v>${index.get(cell)}</v></c>`
      })
      return `<row r="${line + 1}">${cells.join('')}</row>`
    })
    .join('')
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return zipOf([
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: 'xl/workbook.xml', content: '<workbook/>' },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
    },
    {
      name: 'xl/sharedStrings.xml',
      content: `<sst>${strings.map(text => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`,
    },
  ])
}
