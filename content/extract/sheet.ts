/** One worksheet as text: cells end with a tab, rows with a line (ECMA-376 18.3). Builds no table; everything outside cells is text as well. */
import { type DateStyles, dateOfSerial } from './date-cells.ts'
import type { SharedStrings } from './shared-strings.ts'
import { type TextBuffer, textBuffer } from './text-buffer.ts'
import { localName, nameEnd, walkXml, type XmlHandler } from './xml-bytes.ts'

const tab = 0x09
const lineFeed = 0x0a
const quote = 0x22
const noDates: DateStyles = { styles: new Set(), is1904: false }
/** Empty cells that are written as tabs; a row that begins further right is not a table's. */
const gapMax = 256
const exponents = [0x45, 0x65]

/** What the text between two tags is. */
const at = { outside: 0, cell: 1, value: 2, string: 3, formula: 4 } as const

/** Tags that matter, by the first two bytes of their local names. */
const tags = { c: 1, v: 2, t: 3, row: 4, f: 5, hyperlink: 6, other: 0 } as const

function tagOf(bytes: Uint8Array, name: number, end: number): number {
  const stop = nameEnd(bytes, name, end)
  const first = bytes[name]
  if (stop - name === 1) {
    if (first === 0x63) return tags.c
    if (first === 0x76) return tags.v
    if (first === 0x74) return tags.t
    return first === 0x66 ? tags.f : tags.other
  }
  if (first === 0x72 && stop - name === 3 && bytes[name + 1] === 0x6f) return tags.row
  return first === 0x68 && stop - name === 9 ? tags.hyperlink : tags.other
}

/** The column of ` r="C5"`, the first attribute of a cell, from 0; -1 where it is not there. */
function columnOf(bytes: Uint8Array, name: number): number {
  if (bytes[name + 2] !== 0x72 || bytes[name + 3] !== 0x3d) return -1
  let column = 0
  for (let index = name + 5; ; index += 1) {
    const letter = (bytes[index] ?? 0) - 0x40
    if (letter < 1 || letter > 26) return column - 1
    column = column * 26 + letter
  }
}

/** Whether the tag has ` t="s"`: its value is the number of a shared string. */
function isShared(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index + 5 < end + 1; index += 1) {
    if (
      bytes[index] === 0x74 &&
      bytes[index + 1] === 0x3d &&
      bytes[index + 3] === 0x73 &&
      bytes[index + 4] === bytes[index + 2] &&
      (bytes[index - 1] ?? 0) <= 0x20
    ) {
      return true
    }
  }
  return false
}

/** The number in `bytes[start..end)`, or -1 where it is no plain number. */
function integer(bytes: Uint8Array, start: number, end: number): number {
  let value = 0
  for (let index = start; index < end; index += 1) {
    const digit = (bytes[index] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return end - start > 9 ? -1 : value
}

/** The number of the tag's ` s="…"`, its style; 0 where there is none. */
function styleOf(bytes: Uint8Array, start: number, end: number): number {
  for (let index = start; index + 4 < end + 1; index += 1) {
    if (bytes[index] !== 0x73 || bytes[index + 1] !== 0x3d || (bytes[index - 1] ?? 0) > 0x20)
      continue
    let style = 0
    for (let at = index + 3; at < end; at += 1) {
      const digit = (bytes[at] ?? 0) - 0x30
      if (digit < 0 || digit > 9) break
      style = style * 10 + digit
    }
    return style
  }
  return 0
}

/** Writes a day's number as the day; false where it is none. */
function copyDate(
  bytes: Uint8Array,
  start: number,
  end: number,
  { to, is1904 }: { readonly to: TextBuffer; readonly is1904: boolean },
): boolean {
  if (end - start > 20) return false
  const text = Buffer.from(bytes.subarray(start, end)).toString('latin1')
  const date = /^\d/.test(text) ? dateOfSerial(Number(text), is1904) : undefined
  if (date === undefined) return false
  to.copy(Buffer.from(date), 0, date.length)
  return true
}

/** Writes a value; a phone number that was stored as `6.28E+12` with its digits. */
function copyValue(bytes: Uint8Array, start: number, end: number, to: TextBuffer): void {
  for (let index = start + 1; index < end; index += 1) {
    if (!exponents.includes(bytes[index] ?? 0)) continue
    const value = Number(Buffer.from(bytes.subarray(start, end)).toString('latin1'))
    if (!Number.isSafeInteger(value)) break
    const digits = Buffer.from(String(value))
    to.copy(digits, 0, digits.length)
    return
  }
  to.copyXml(bytes, start, end)
}

/** The text of a sheet's XML in pieces; with `isTable` nothing but its cells. */
export async function* sheetText(
  source: AsyncIterable<Uint8Array>,
  strings: SharedStrings,
  {
    isTable = false,
    dates = noDates,
  }: { readonly isTable?: boolean; readonly dates?: DateStyles } = {},
): AsyncGenerator<string> {
  const out = textBuffer()
  let place: number = at.outside
  let isSharedCell = false
  let isDate = false
  const hasDates = dates.styles.size > 0
  let needed = -1
  let column = 0
  let isFirst = true

  /** Writes the tabs from the cell before to this one, also for the empty ones that the file leaves out. */
  function openCell(bytes: Uint8Array, name: number): void {
    const told = columnOf(bytes, name)
    const next = told < 0 ? column + (isFirst ? 0 : 1) : told
    const gap = Math.max(next - column, isFirst ? 0 : 1)
    for (let tabs = Math.min(gap, gapMax); tabs > 0; tabs -= 1) out.byte(tab)
    column = next
    isFirst = false
  }

  const handler: XmlHandler = {
    tag(bytes, start, end) {
      const isEnd = bytes[start + 1] === 0x2f
      const isOpen = !isEnd && bytes[end - 1] !== 0x2f
      const name = localName(bytes, start, end)
      switch (tagOf(bytes, name, end)) {
        case tags.c:
          if (!isEnd) openCell(bytes, name)
          isSharedCell = isOpen && isShared(bytes, name + 1, end)
          isDate =
            hasDates && isOpen && !isSharedCell && dates.styles.has(styleOf(bytes, name + 1, end))
          place = isOpen ? at.cell : at.outside
          break
        case tags.v:
          place = isOpen ? at.value : at.cell
          break
        case tags.t:
          place = isOpen ? at.string : at.cell
          break
        case tags.f:
          place = isOpen ? at.formula : at.cell
          break
        case tags.row:
          if (isEnd) out.byte(lineFeed)
          column = 0
          isFirst = true
          place = at.outside
          break
        case tags.hyperlink:
          if (isTable) break
          out.copyXml(bytes, name, end)
          out.byte(tab)
          break
        default:
          break
      }
    },
    text(bytes, start, end) {
      if (place === at.value) {
        const index = isSharedCell ? integer(bytes, start, end) : -1
        if (isDate && copyDate(bytes, start, end, { to: out, is1904: dates.is1904 })) return true
        if (index < 0) copyValue(bytes, start, end, out)
        else if (strings.lacks(index)) {
          needed = index
          return false
        } else strings.copy(index, out)
      } else if (place === at.string) {
        out.copyXml(bytes, start, end)
      } else if (isTable) return true
      else if (place === at.outside || bytes.subarray(start, end).includes(quote)) {
        // A formula holds text only in quotes.
        out.copyXml(bytes, start, end)
        out.byte(tab)
      }
      return true
    },
  }

  const walk = walkXml(handler)
  for await (const chunk of source) {
    walk.push(chunk)
    while (!walk.run()) {
      await strings.need(needed)
      if (out.isReady) yield out.take()
    }
    if (out.isReady) yield out.take()
  }
  yield out.take()
}
