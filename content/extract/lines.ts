/** Cuts pieces of text into lines. A line without end is cut at a bound, so that memory stays bounded too. */

const lineUnitsMax = 64 * 1024

/** Lines without their ends (LF, CRLF or CR). */
export async function* linesOf(source: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of source) {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    yield* lines
    if (rest.length > lineUnitsMax) {
      yield rest
      rest = ''
    }
  }
  if (rest !== '') yield rest.replace(/\r$/, '')
}

/** Bytes as text in which each character is one byte. */
export async function* asLatin1(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  for await (const piece of source) yield Buffer.from(piece).toString('latin1')
}
