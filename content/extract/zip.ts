/** ZIP archives and what is built on them: entries by the directory, or one after the other where there is none or it is damaged. */
import { createInflateRaw, createZstdDecompress } from 'node:zlib'
import { type RandomBytes, readFrom } from './content.ts'
import { type Extracting, extractor } from './extractor.ts'
import {
  type ByteReader,
  byteReader,
  type Engine,
  unpacked,
  unpackedChunkBytes,
  unpackedFrom,
} from './unpack.ts'
import { type ZipEntry, zipDirectory } from './zip-directory.ts'
import { zipFamilies } from './zip-families.ts'
import type { ZipParts } from './zip-parts.ts'

const localSignature = 0x04034b50
const descriptorSignature = 0x08074b50
const directorySignature = 0x02014b50
const endSignature = 0x06054b50
const localBytes = 30
const descriptorFlag = 0x08
const descriptorBytesMax = 24

const markOf = (signature: number): Buffer => {
  const mark = Buffer.alloc(4)
  mark.writeUInt32LE(signature)
  return mark
}

/** Decompressors by method number (APPNOTE.TXT 4.4.5); 0 is stored. */
const engines: Readonly<Record<number, () => Engine>> = {
  8: () => createInflateRaw({ chunkSize: unpackedChunkBytes }),
  93: () => createZstdDecompress({ chunkSize: unpackedChunkBytes }),
}

const methodReason = (method: number): string =>
  `packed by method ${method}, which is not opened here`

async function* entryBytes(
  bytes: RandomBytes,
  { name, method, isEncrypted, packedBytes, position }: ZipEntry,
  extracting: Extracting,
): AsyncGenerator<Uint8Array> {
  if (isEncrypted) {
    extracting.gap('encrypted', `${name}: needs a password`)
    return
  }
  const engine = engines[method]
  if (method !== 0 && !engine) {
    extracting.gap('unreadable', `${name}: ${methodReason(method)}`)
    return
  }
  const header = Buffer.from(await bytes.read(position, localBytes))
  if (header.length < localBytes || header.readUInt32LE(0) !== localSignature) {
    extracting.gap('truncated', `${name}: damaged, it is not where the directory says`)
    return
  }
  const start = position + localBytes + header.readUInt16LE(26) + header.readUInt16LE(28)
  const packed = readFrom(bytes, start, packedBytes)
  if (engine) yield* unpacked(packed, engine(), extracting)
  else {
    for await (const piece of packed) {
      extracting.unpacked(piece.length)
      yield piece
    }
  }
}

function partsOf(
  bytes: RandomBytes,
  entries: readonly ZipEntry[],
  extracting: Extracting,
): ZipParts {
  const files = entries.filter(({ name, packedBytes }) => !(name.endsWith('/') && packedBytes < 3))
  const byName = new Map(files.map(entry => [entry.name, entry]))
  return {
    names: files.map(({ name }) => name),
    async *read(name) {
      const entry = byName.get(name)
      if (!entry) return
      extracting.entry()
      yield* entryBytes(bytes, entry, extracting)
    },
  }
}

async function* throughDirectory(parts: ZipParts, extracting: Extracting): AsyncGenerator<string> {
  const family = zipFamilies.find(({ takes }) => takes(parts.names))
  if (family) {
    extracting.isFormat(family.name)
    yield* family.text(parts, extracting)
    return
  }
  for (const name of parts.names) yield* extracting.inner(parts.read(name), name)
}

/** The bytes of a stored entry whose length stands behind it: up to the next header. */
async function* upToHeader(reader: ByteReader): AsyncGenerator<Uint8Array> {
  let held: Buffer = Buffer.alloc(0)
  for (;;) {
    const piece = await reader.piece()
    held = Buffer.concat([held, piece ?? Buffer.alloc(0)])
    const end = [descriptorSignature, localSignature, directorySignature]
      .map(signature => held.indexOf(markOf(signature)))
      .filter(index => index >= 0)
    const cut = end.length > 0 ? Math.min(...end) : piece ? held.length - 3 : held.length
    if (cut > 0) yield held.subarray(0, cut)
    held = held.subarray(Math.max(0, cut))
    if (end.length === 0 && piece) continue
    reader.unread(held)
    return
  }
}

async function* stored(reader: ByteReader, length: number): AsyncGenerator<Uint8Array> {
  for (let missing = length; missing > 0; ) {
    const piece = await reader.piece()
    if (piece === undefined) return
    if (piece.length > missing) reader.unread(piece.slice(missing))
    yield piece.subarray(0, missing)
    missing -= piece.length
  }
}

/** Reads on to the end, so that what follows can be read. */
async function pass(source: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of source);
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  extracting: Extracting,
): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    extracting.unpacked(piece.length)
    yield piece
  }
}

/** Passes over what stands behind an entry that was written without its length: 12 to 24 bytes. */
async function passDescriptor(reader: ByteReader): Promise<void> {
  const bytes = await reader.take(descriptorBytesMax + 4)
  const next = [localSignature, directorySignature]
    .map(signature => bytes.indexOf(markOf(signature)))
    .filter(index => index >= 0)
  reader.unread(bytes.subarray(next.length > 0 ? Math.min(...next) : bytes.length))
}

/** Entry after entry from the front; ends where no further header follows. */
async function* inOrder(
  source: AsyncIterable<Uint8Array>,
  extracting: Extracting,
): AsyncGenerator<string> {
  const reader = byteReader(source)
  for (;;) {
    const start = await reader.take(4)
    const signature = start.length < 4 ? 0 : start.readUInt32LE(0)
    if (signature !== localSignature) {
      const isWhole = [directorySignature, endSignature].includes(signature)
      if (!isWhole) extracting.gap('truncated', 'a damaged ZIP archive; the rest was not searched')
      return
    }
    const header = Buffer.concat([start, await reader.take(localBytes - 4)])
    if (header.length < localBytes) return
    const flags = header.readUInt16LE(6)
    const method = header.readUInt16LE(8)
    const packedBytes = header.readUInt32LE(18)
    const name = (await reader.take(header.readUInt16LE(26))).toString('utf8')
    await reader.take(header.readUInt16LE(28))
    extracting.entry()
    const hasLength = (flags & descriptorFlag) === 0
    const engine = engines[method]
    const raw = hasLength ? stored(reader, packedBytes) : upToHeader(reader)
    if ((flags & 0x41) !== 0) extracting.gap('encrypted', `${name}: needs a password`)
    else if (method !== 0 && !engine)
      extracting.gap('unreadable', `${name}: ${methodReason(method)}`)
    else if (engine && !hasLength) {
      const bytes = unpackedFrom(reader, engine(), extracting)
      yield* extracting.inner(bytes, name)
      await pass(bytes)
    } else {
      const bytes = engine ? unpacked(raw, engine(), extracting) : counted(raw, extracting)
      yield* extracting.inner(bytes, name)
    }
    if (hasLength || !engine || method === 0) await pass(raw)
    if (!hasLength) await passDescriptor(reader)
  }
}

/** The parts of an archive that is read by its directory, or undefined where it has none. */
export async function openParts(
  bytes: RandomBytes,
  extracting: Extracting,
): Promise<ZipParts | undefined> {
  const entries = await zipDirectory(bytes)
  return entries && partsOf(bytes, entries, extracting)
}

export const zip = extractor({
  name: 'zip',
  summary: 'ZIP archives, nested, and Office and OpenDocument files',
  detect: head =>
    head[0] === 0x50 &&
    head[1] === 0x4b &&
    ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6)),
  async *text(content, extracting) {
    const bytes = await content.random()
    const parts = bytes && (await openParts(bytes, extracting))
    if (parts) yield* throughDirectory(parts, extracting)
    else yield* inOrder(content.stream(), extracting)
  },
})
