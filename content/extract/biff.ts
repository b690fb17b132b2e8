/** Excel 97–2003 workbooks as text (MS-XLS, BIFF8; BIFF5 strings as 8 bits): cells by tab, rows by line. Formulas give their last result. */
import { dateOfSerial, isDateFormat } from './date-cells.ts'
import type { Extracting } from './extractor.ts'
import { byteReader } from './unpack.ts'

const record = {
  eof: 0x0a,
  formula: 0x06,
  date1904: 0x22,
  filePass: 0x2f,
  continue: 0x3c,
  mulRk: 0xbd,
  xf: 0xe0,
  format: 0x41e,
  rString: 0xd6,
  sst: 0xfc,
  labelSst: 0xfd,
  txo: 0x1b6,
  hyperlink: 0x1b8,
  number: 0x203,
  label: 0x204,
  string: 0x207,
  rk: 0x27e,
  bof: 0x809,
} as const

interface BiffRecord {
  readonly type: number
  /** The record's own data and that of the CONTINUE records behind it. */
  readonly parts: readonly Buffer[]
}

const sstBytesMax = 64 * 1024 * 1024

async function* recordsOf(
  source: AsyncIterable<Uint8Array>,
  extracting: Extracting,
): AsyncGenerator<BiffRecord> {
  const reader = byteReader(source)
  let open: { type: number; parts: Buffer[] } | undefined
  let bytes = 0
  for (;;) {
    const header = await reader.take(4)
    if (header.length < 4) break
    const type = header.readUInt16LE(0)
    const data = await reader.take(header.readUInt16LE(2))
    extracting.unpacked(data.length)
    if (type === record.continue && open && bytes < sstBytesMax) {
      open.parts.push(data)
      bytes += data.length
      continue
    }
    if (open) yield open
    open = { type, parts: [data] }
    bytes = data.length
  }
  if (open) yield open
}

/** Reads strings that may be cut by CONTINUE records: characters go on behind a byte that says their width anew (2.5.293). */
function partReader(parts: readonly Buffer[]) {
  let index = 0
  let at = 0
  const part = (): Buffer => parts[index] ?? Buffer.alloc(0)
  function skip(length: number): void {
    for (let missing = length; missing > 0 && index < parts.length; ) {
      const step = Math.min(missing, part().length - at)
      at += step
      missing -= step
      if (at >= part().length) {
        index += 1
        at = 0
      }
    }
  }
  function number(length: 1 | 2 | 4): number {
    let value = 0
    for (let byte = 0; byte < length; byte += 1) {
      value += (part()[at] ?? 0) * 256 ** byte
      skip(1)
    }
    return value
  }
  function characters(count: number, isWide: boolean): string {
    let text = ''
    let wide = isWide
    for (let missing = count; missing > 0 && index < parts.length; ) {
      const width = wide ? 2 : 1
      const step = Math.min(missing, Math.floor((part().length - at) / width))
      text += part().toString(wide ? 'utf16le' : 'latin1', at, at + step * width)
      missing -= step
      at += step * width
      if (at + width > part().length || step === 0) {
        index += 1
        at = 0
        if (missing > 0) wide = (number(1) & 1) === 1
      }
    }
    return text
  }
  return {
    get isDone() {
      return index >= parts.length
    },
    number,
    /** XLUnicodeRichExtendedString. */
    rich(): string {
      const count = number(2)
      const flags = number(1)
      const runs = (flags & 8) === 0 ? 0 : number(2)
      const extra = (flags & 4) === 0 ? 0 : number(4)
      const text = characters(count, (flags & 1) === 1)
      skip(runs * 4 + extra)
      return text
    },
    characters,
  }
}

function sharedStrings(parts: readonly Buffer[]): string[] {
  const reader = partReader(parts)
  reader.number(4)
  const count = reader.number(4)
  const strings: string[] = []
  while (strings.length < count && !reader.isDone) strings.push(reader.rich())
  return strings
}

/** A number in 30 bits: a whole number or the upper half of a double, either by 100 (2.5.122). */
function rkValue(rk: number): number {
  const double = Buffer.alloc(8)
  double.writeUInt32LE((rk & 0xfffffffc) >>> 0, 4)
  const value = (rk & 2) === 0 ? double.readDoubleLE(0) : rk >> 2
  return (rk & 1) === 0 ? value : value / 100
}

/** XLUnicodeString; BIFF5 has no byte for the width. */
const stringOf = (data: Buffer, at: number, isBiff8: boolean): string => {
  const reader = partReader([data.subarray(at)])
  const count = reader.number(2)
  return reader.characters(count, isBiff8 && (reader.number(1) & 1) === 1)
}

/** How numbers are shown: those of a style for dates as dates. */
function numberFormats() {
  const codes = new Map<number, string>()
  const styles: number[] = []
  let is1904 = false
  return {
    /** Takes a record that says something about it. */
    note(type: number, data: Buffer, isBiff8: boolean): void {
      if (type === record.date1904 && data.length >= 2) is1904 = data.readUInt16LE(0) === 1
      if (type === record.xf && data.length >= 4) styles.push(data.readUInt16LE(2))
      if (type === record.format && data.length >= 4) {
        codes.set(
          data.readUInt16LE(0),
          isBiff8 ? stringOf(data, 2, true) : data.toString('latin1', 3),
        )
      }
    },
    show(value: number, style: number): string {
      const isDate = isDateFormat(styles[style] ?? 0, codes)
      return (isDate ? dateOfSerial(value, is1904) : undefined) ?? String(value)
    },
  }
}

type NumberFormats = ReturnType<typeof numberFormats>

/** What a cell's record shows, or undefined where the record is no cell. */
function cellText(
  type: number,
  data: Buffer,
  strings: readonly string[],
  isBiff8: boolean,
  formats: NumberFormats,
): string | undefined {
  switch (type) {
    case record.labelSst:
      return strings[data.readUInt32LE(6)] ?? ''
    case record.label:
    case record.rString:
      return stringOf(data, 6, isBiff8)
    case record.number:
    case record.formula:
      return data.readUInt16LE(12) === 0xffff
        ? ''
        : formats.show(data.readDoubleLE(6), data.readUInt16LE(4))
    case record.rk:
      return formats.show(rkValue(data.readInt32LE(6)), data.readUInt16LE(4))
    case record.mulRk: {
      const values: string[] = []
      for (let at = 6; at + 4 <= data.length - 2; at += 6) {
        values.push(formats.show(rkValue(data.readInt32LE(at)), data.readUInt16LE(at - 2)))
      }
      return values.join('\t')
    }
    default:
      return undefined
  }
}

/** The texts of records that are no cells: links, comments. */
function looseText(type: number, data: Buffer, parts: readonly Buffer[]): string {
  if (type === record.hyperlink) return data.toString('utf16le', data.length & 1)
  if (type !== record.txo || parts.length < 2) return ''
  const text = parts[1] ?? Buffer.alloc(0)
  return text.toString((text[0] ?? 0) === 0 ? 'latin1' : 'utf16le', 1)
}

/** The text of a workbook stream. */
export async function* biffText(
  source: AsyncIterable<Uint8Array>,
  extracting: Extracting,
): AsyncGenerator<string> {
  let strings: string[] = []
  let row = -1
  let isBiff8 = true
  const formats = numberFormats()
  let out = ''
  for await (const { type, parts } of recordsOf(source, extracting)) {
    const [data = Buffer.alloc(0)] = parts
    if (type === record.filePass) {
      extracting.gap('encrypted', 'the workbook needs a password')
      return
    }
    if (type === record.bof && data.length >= 2) isBiff8 = data.readUInt16LE(0) >= 0x600
    formats.note(type, data, isBiff8)
    if (type === record.sst) strings = sharedStrings(parts)
    else if (type === record.string) out += stringOf(data, 0, isBiff8).replaceAll(/[\r\n]+/g, ' ')
    else if (type === record.txo || type === record.hyperlink) {
      out += `\t${looseText(type, data, parts).replaceAll(/[\0\r\n]+/g, ' ')}\t`
    } else {
      const text = data.length < 10 ? undefined : cellText(type, data, strings, isBiff8, formats)
      if (text === undefined) continue
      const next = data.readUInt16LE(0)
      out += `${row < 0 || next === row ? '\t' : '\n'}${text.replaceAll(/[\r\n]+/g, ' ')}`
      row = next
    }
    if (out.length > 32_768) {
      yield out
      out = ''
    }
  }
  yield `${out}\n`
}
