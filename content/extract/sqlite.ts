/**
 * SQLite databases as text, page by page (sqlite.org/fileformat2.html): the records of tables and indexes, a row as a line.
 * Runs no SQL and needs no whole database: pages of long values are read as they come.
 */
import { decodeWhole } from './decode.ts'
import { type Extracting, extractor } from './extractor.ts'
import { looseText } from './loose-text.ts'
import { byteReader } from './unpack.ts'

const magic = 'SQLite format 3\0'
const headerBytes = 100
const pageKind = { indexInner: 2, tableInner: 5, indexLeaf: 10, tableLeaf: 13 } as const
const columnsMax = 2000

/** A variable-length integer of up to 9 bytes, and where it ends. */
function varint(page: Buffer, at: number): [value: number, next: number] {
  let value = 0
  for (let index = 0; index < 8; index += 1) {
    const byte = page[at + index] ?? 0
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return [value, at + index + 1]
  }
  return [value * 256 + (page[at + 8] ?? 0), at + 9]
}

const integerBytes: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8 }

interface Shape {
  readonly encoding: 'utf8' | 'utf16le' | 'utf16be'
  readonly usableBytes: number
}

/** A value as text; `end` is where the page's part of the record ends. */
function cellOf(
  page: Buffer,
  at: number,
  end: number,
  type: number,
  { encoding }: Shape,
): [string, number] {
  const whole = integerBytes[type]
  if (whole !== undefined) {
    if (at + whole > end) return ['', end]
    const value = whole === 8 ? page.readBigInt64BE(at) : page.readIntBE(at, whole)
    return [String(value), at + whole]
  }
  if (type === 7) return at + 8 > end ? ['', end] : [String(page.readDoubleBE(at)), at + 8]
  if (type < 12) return ['', at]
  const length = (type - (type % 2 === 0 ? 12 : 13)) / 2
  const bytes = page.subarray(at, Math.min(end, at + length))
  if (type % 2 === 1 && encoding !== 'utf8') {
    const even = Buffer.from(bytes.subarray(0, bytes.length & ~1))
    return [(encoding === 'utf16be' ? even.swap16() : even).toString('utf16le'), at + length]
  }
  return [decodeWhole(bytes), at + length]
}

/** How much of a record stands on its page (section 1.6). */
function localBytes(length: number, isTable: boolean, usable: number): number {
  const max = isTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23
  if (length <= max) return length
  const min = Math.floor(((usable - 12) * 32) / 255) - 23
  const local = min + ((length - min) % (usable - 4))
  return local <= max ? local : min
}

function rowOf(
  page: Buffer,
  start: number,
  length: number,
  isTable: boolean,
  shape: Shape,
): string {
  const end = Math.min(page.length, start + localBytes(length, isTable, shape.usableBytes))
  const [headerLength, first] = varint(page, start)
  const headerEnd = Math.min(end, start + headerLength)
  const cells: string[] = []
  let value = start + headerLength
  for (let at = first; at < headerEnd && cells.length < columnsMax; ) {
    const [type, next] = varint(page, at)
    at = next
    const [text, behind] = cellOf(page, value, end, type, shape)
    cells.push(/[\0\r\n\t]/.test(text) ? text.replaceAll(/[\0\r\n\t]+/g, ' ') : text)
    value = behind
  }
  return `${cells.join('\t')}\n`
}

/** The rows of a page, or undefined where it is no page of a tree. */
function rowsOf(page: Buffer, headerAt: number, shape: Shape): string | undefined {
  const kind = page[headerAt] ?? 0
  const isInner = kind === pageKind.indexInner || kind === pageKind.tableInner
  if (!isInner && kind !== pageKind.indexLeaf && kind !== pageKind.tableLeaf) return undefined
  const cells = page.readUInt16BE(headerAt + 3)
  const pointers = headerAt + (isInner ? 12 : 8)
  if (pointers + cells * 2 > page.length) return undefined
  if (kind === pageKind.tableInner) return ''
  let rows = ''
  for (let cell = 0; cell < cells; cell += 1) {
    const at = page.readUInt16BE(pointers + cell * 2) + (isInner ? 4 : 0)
    const [length, afterLength] = varint(page, at)
    const isTable = kind === pageKind.tableLeaf
    const start = isTable ? varint(page, afterLength)[1] : afterLength
    rows += rowOf(page, start, length, isTable, shape)
  }
  return rows
}

async function* loose(page: Buffer, extracting: Extracting): AsyncGenerator<string> {
  yield* looseText(
    (async function* () {
      yield page
    })(),
    extracting,
  )
}

export const sqlite = extractor({
  name: 'sqlite',
  summary: 'SQLite databases',
  detect: head => Buffer.from(head.subarray(0, magic.length)).toString('latin1') === magic,
  async *text(content, extracting) {
    const reader = byteReader(content.stream())
    const header = await reader.take(headerBytes)
    if (header.length < headerBytes) return
    reader.unread(header)
    const sizeField = header.readUInt16BE(16)
    const pageBytes = sizeField === 1 ? 65_536 : Math.max(512, sizeField)
    const encodings = ['utf8', 'utf8', 'utf16le', 'utf16be'] as const
    const shape: Shape = {
      encoding: encodings[header.readUInt32BE(56)] ?? 'utf8',
      usableBytes: pageBytes - (header[20] ?? 0),
    }
    for (let number = 0; ; number += 1) {
      const page = await reader.take(pageBytes)
      if (page.length === 0) return
      extracting.unpacked(page.length)
      const rows = page.length < 12 ? '' : rowsOf(page, number === 0 ? headerBytes : 0, shape)
      if (rows === undefined) yield* loose(page.subarray(4), extracting)
      else yield rows
    }
  },
})
