/** Gives numbers to the lines of a producer that counts nothing itself. Looks at bytes alone; what is in a line is judged behind the journal. */

const [newline, open] = [Buffer.from('\n'), Buffer.from('{"seq":')]
const [lineEnd, tab, blank] = [10, 9, 32]

/** Blanks and line ends alone, of Unix or Windows. */
function isBlank(line: Buffer): boolean {
  for (const byte of line) if (byte !== blank && byte !== tab && byte !== 13) return false
  return true
}

/** Whether the sender numbers its events: each line is an envelope then. */
export const isNumbered = (bytes: Buffer): boolean => bytes.subarray(0, open.length).equals(open)

/** The lines as envelopes, numbered from `first` on, and how many there are; blank ones are left out. */
export function numberLines(bytes: Buffer, first: number): { bytes: Buffer; count: number } {
  const parts: Buffer[] = []
  let count = 0
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(lineEnd, from)
    const to = found === -1 ? bytes.length : found
    const line = bytes.subarray(from, to)
    from = to + 1
    if (isBlank(line)) continue
    parts.push(Buffer.from(`{"seq":${first + count},"event":`), line, Buffer.from('}'), newline)
    count += 1
  }
  return { bytes: Buffer.concat(parts), count }
}
