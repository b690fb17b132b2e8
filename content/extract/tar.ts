/** tar archives, entry by entry (POSIX 1003.1 pax, GNU long names). Keeps no permissions, follows no links. */
import { extractor } from './extractor.ts'
import { type ByteReader, byteReader } from './unpack.ts'

const blockBytes = 512
/** A long name or a pax header; more is not needed for a name. */
const metaBytesMax = 64 * 1024
const checksumAt = 148

const textAt = (block: Uint8Array, start: number, length: number): string =>
  Buffer.from(block.subarray(start, start + length))
    .toString('utf8')
    .split('\0', 1)[0] ?? ''

/** A number in octal digits, or in base 256 where the first bit is set (GNU). */
function numberAt(block: Uint8Array, start: number, length: number): number {
  if (((block[start] ?? 0) & 0x80) === 0) {
    return Number.parseInt(textAt(block, start, length).trim() || '0', 8) || 0
  }
  return block.subarray(start + 1, start + length).reduce((value, byte) => value * 256 + byte, 0)
}

/** Whether the block is a header: its sum is what it says. */
function isHeader(block: Uint8Array): boolean {
  if (block.length < blockBytes) return false
  const sum = block.reduce(
    (all, byte, at) => all + (at >= checksumAt && at < checksumAt + 8 ? 0x20 : byte),
    0,
  )
  return sum === numberAt(block, checksumAt, 8) && block[0] !== 0
}

async function* body(reader: ByteReader, length: number): AsyncGenerator<Uint8Array> {
  for (let missing = length; missing > 0; ) {
    const piece = await reader.piece()
    if (piece === undefined) throw new Error('the archive ends inside an entry')
    if (piece.length > missing) reader.unread(piece.slice(missing))
    yield piece.subarray(0, missing)
    missing -= piece.length
  }
}

/** The name that a pax header gives, if any. */
const paxName = (records: string): string | undefined => /\d+ path=([^\n]*)\n/.exec(records)?.[1]

export const tar = extractor({
  name: 'tar',
  summary: 'tar archives',
  detect: head => isHeader(head.subarray(0, blockBytes)),
  async *text(content, extracting) {
    const reader = byteReader(content.stream())
    let longName: string | undefined
    for (;;) {
      const block = await reader.take(blockBytes)
      if (block.length < blockBytes || block.every(byte => byte === 0)) return
      if (!isHeader(block)) {
        extracting.gap('truncated', 'a damaged tar archive; the rest was not searched')
        return
      }
      const size = numberAt(block, 124, 12)
      const type = String.fromCharCode(block[156] ?? 0)
      const padding = (blockBytes - (size % blockBytes)) % blockBytes
      if (type === 'L' || type === 'x' || type === 'g') {
        const meta = (await reader.take(Math.min(size, metaBytesMax))).toString('utf8')
        for await (const _ of body(reader, size - Math.min(size, metaBytesMax)));
        if (type === 'L') longName = meta.split('\0', 1)[0]
        else if (type === 'x') longName = paxName(meta) ?? longName
        // What a header says of a file may be the only place where a name stands.
        yield `${meta.replaceAll('\0', ' ').replaceAll('\n', ' ')}\t`
      } else {
        const name = longName ?? textAt(block, 0, 100)
        longName = undefined
        extracting.entry()
        const bytes = body(reader, size)
        if (size > 0) yield* extracting.inner(bytes, name)
        for await (const _ of bytes);
      }
      await reader.take(padding)
    }
  },
})
