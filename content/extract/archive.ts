/** 7-Zip and RAR archives, tar archives packed by xz or bzip2, by libarchive in WebAssembly: hostile bytes stay inside its memory. Holds the whole archive. */

import type { ArchiveReader } from 'libarchive-wasm'
import { grouped } from '../../events/grouped.ts'
import { limits } from '../../events/limits.ts'
import { type Content, gathered, readFrom } from './content.ts'
import { type Extracting, type Extractor, extractor, type GapKind } from './extractor.ts'

const pieceBytes = 256 * 1024

/** The whole archive, or undefined where it is too large to be held. */
async function held(content: Content): Promise<Buffer | undefined> {
  const bytes = await content.random()
  if (!bytes || bytes.size > limits.scanArchiveBytesMax) return undefined
  return gathered(readFrom(bytes, 0))
}

async function* dataOf(reader: ArchiveReader, extracting: Extracting): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = reader.readData(pieceBytes)
    if (piece.length === 0) return
    extracting.unpacked(piece.length)
    yield new Uint8Array(piece.buffer, piece.byteOffset, piece.length)
  }
}

function archive(name: string, summary: string, magic: string): Extractor {
  return extractor({
    name,
    summary,
    detect: head => Buffer.from(head.subarray(0, magic.length)).toString('latin1') === magic,
    async *text(content, extracting) {
      const bytes = await held(content)
      if (!bytes) {
        const size = grouped(limits.scanArchiveBytesMax)
        extracting.gap('truncated', `an archive of more than ${size} bytes; it was not opened`)
        return
      }
      const { ArchiveReader, libarchiveWasm } = await import('libarchive-wasm')
      const library = await libarchiveWasm()
      const reader = new ArchiveReader(
        library,
        new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length),
      )
      try {
        yield* entriesOf(reader, extracting)
        const fault = library.error_string(reader.archive)
        if (fault) extracting.gap(...gapOf(fault))
      } finally {
        reader.free()
      }
    },
  })
}

function gapOf(fault: string): [GapKind, string] {
  if (/encrypt|passphrase|password/i.test(fault))
    return ['encrypted', 'the archive needs a password']
  if (/unrecognized archive format/i.test(fault)) {
    return ['unreadable', 'compressed content that is no tar archive, which is not opened here']
  }
  return ['truncated', `damaged: ${fault}`]
}

async function* entriesOf(reader: ArchiveReader, extracting: Extracting): AsyncGenerator<string> {
  for (let entry = reader.nextEntry(); entry; entry = reader.nextEntry()) {
    const name = entry.getPathname()
    extracting.entry()
    if (entry.isEncrypted()) extracting.gap('encrypted', `${name}: needs a password`)
    else if (entry.getFiletype() !== 'Directory') {
      yield* extracting.inner(dataOf(reader, extracting), name)
    }
    entry.free()
  }
}

export const sevenZip = archive('7z', '7-Zip archives', '7z\xbc\xaf\x27\x1c')
export const xz = archive('xz', 'tar archives packed by xz', '\xfd7zXZ\0')
export const bzip2 = archive('bzip2', 'tar archives packed by bzip2', 'BZh')
export const rar = archive('rar', 'RAR archives', 'Rar!\x1a\x07')
