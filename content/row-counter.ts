/** Counts rows: lines by LF, CRLF or CR; the last needs no line end. */
import { countLineFeeds } from './email-bytes.ts'

const lineFeed = 0x0a
const carriageReturn = 0x0d

/** Counts lines of text that arrives in pieces. */
export function rowCounter() {
  let ends = 0
  let isLineOpen = false
  let endsInReturn = false
  function push(text: string): void {
    if (text === '') return
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      const isSecond = at === 0 ? endsInReturn : text.charCodeAt(at - 1) === carriageReturn
      if (!isSecond) ends += 1
    }
    for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) ends += 1
    const last = text.charCodeAt(text.length - 1)
    endsInReturn = last === carriageReturn
    isLineOpen = last !== carriageReturn && last !== lineFeed
  }

  return {
    count: (): number => ends + (isLineOpen ? 1 : 0),
    /** The same for ASCII bytes; `bytes` begins at a multiple of four. */
    pushBytes(bytes: Buffer, end: number): void {
      if (end === 0) return
      const last = bytes[end - 1]
      if (endsInReturn || bytes.subarray(0, end).includes(carriageReturn)) {
        push(bytes.toString('latin1', 0, end))
        return
      }
      ends += countLineFeeds(bytes, end)
      isLineOpen = last !== lineFeed
    },
    push,
    reset(): void {
      ends = 0
      isLineOpen = false
      endsInReturn = false
    },
  }
}

/** A count in progress. */
export type RowCounter = ReturnType<typeof rowCounter>
