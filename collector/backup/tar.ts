/** Packs and unpacks a folder of plain files as one tar file (POSIX ustar, pax(1)). Knows what a backup needs and refuses the rest. */
import { createReadStream, createWriteStream, mkdirSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress, createZstdDecompress } from 'node:zlib'
import { Fault } from '../../events/fault.ts'
import { backupName } from './manifest.ts'

const block = 512
const nameBytesMax = 100
const padding = (size: number): number => (block - (size % block)) % block

/** A number as ustar writes it: octal, or base-256 where octal has no room (files of 8 GiB and more). */
function numeric(value: number, width: number): Buffer {
  const field = Buffer.alloc(width)
  const octal = value.toString(8)
  if (octal.length < width) field.write(octal.padStart(width - 1, '0'))
  else {
    field.writeBigUInt64BE(BigInt(value), width - 8)
    field.writeUInt8(0x80, 0)
  }
  return field
}

type Kind = 'file' | 'pax'
const flags: Readonly<Record<Kind, string>> = { file: '0', pax: 'x' }

function header(name: string, size: number, kind: Kind): Buffer {
  const bytes = Buffer.alloc(block)
  Buffer.from(name).copy(bytes, 0, 0, nameBytesMax)
  numeric(0o600, 8).copy(bytes, 100)
  numeric(0, 8).copy(bytes, 108)
  numeric(0, 8).copy(bytes, 116)
  numeric(size, 12).copy(bytes, 124)
  numeric(0, 12).copy(bytes, 136)
  bytes.fill(' ', 148, 156)
  bytes.write(flags[kind], 156)
  bytes.write('ustar\x0000', 257, 'latin1')
  const sum = bytes.reduce((total, byte) => total + byte, 0)
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return bytes
}

/** The long name of the file that follows, as a pax extended header: "LENGTH path=NAME", where LENGTH counts itself. */
function longName(name: string): Buffer {
  const record = ` path=${name}\n`
  const bytes = Buffer.byteLength(record)
  const length = [2, 3, 4].find(digits => String(bytes + digits).length === digits) ?? 0
  const content = Buffer.from(`${bytes + length}${record}`)
  return Buffer.concat([
    header('PaxHeaders/name', content.length, 'pax'),
    content,
    Buffer.alloc(padding(content.length)),
  ])
}

async function* archive(dir: string, names: readonly string[]): AsyncGenerator<Buffer> {
  for (const name of names) {
    const { size } = statSync(join(dir, name))
    if (Buffer.byteLength(name) > nameBytesMax) yield longName(name)
    yield header(name, size, 'file')
    let read = 0
    for await (const chunk of createReadStream(join(dir, name))) {
      read += chunk.length
      yield chunk
    }
    if (read !== size) throw new Error(`${name} changed while it was packed`)
    yield Buffer.alloc(padding(size))
  }
  yield Buffer.alloc(2 * block)
}

/** Writes the named files of `dir` into a new file, mode 0600; compressed (Zstandard) where `zstd`. */
export async function packTar(
  dir: string,
  names: readonly string[],
  { path, zstd }: { path: string; zstd: boolean },
): Promise<void> {
  const target = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  const source = Readable.from(archive(dir, names))
  if (zstd) await pipeline(source, createZstdCompress(), target)
  else await pipeline(source, target)
}

/** The name of an entry, where it is one that stays inside of the folder. */
function needSafe(name: string, path: string): string {
  if (normalize(name) === name && backupName.test(name)) return name
  throw new Fault('ERR_INPUT_FILE', `${path}: holds a file named "${name}", which no backup has`)
}

const textOf = (field: Buffer): string =>
  field.subarray(0, field.indexOf(0) === -1 ? field.length : field.indexOf(0)).toString()

const sizeOf = (field: Buffer): number =>
  (field.readUInt8(0) & 0x80) === 0
    ? Number.parseInt(field.toString('latin1').trim(), 8)
    : Number(field.readBigUInt64BE(4))

/** Gives out bytes of a stream in the portions that are asked for. */
function portions(source: Readable, path: string) {
  const chunks: AsyncIterator<Buffer> = source[Symbol.asyncIterator]()
  let pending: Buffer = Buffer.alloc(0)
  /** At most `most` bytes, as they come; empty at the end of the stream. */
  async function some(most: number): Promise<Buffer> {
    if (pending.length === 0) {
      const next = await chunks.next()
      if (next.done) return Buffer.alloc(0)
      pending = next.value
    }
    const part = pending.subarray(0, most)
    pending = pending.subarray(part.length)
    return part
  }
  async function* exactly(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0; ) {
      const part = await some(left)
      if (part.length === 0)
        throw new Fault('ERR_INPUT_FILE', `${path}: ends too early; take another backup`)
      left -= part.length
      yield part
    }
  }
  return exactly
}

async function joined(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const part of parts) all.push(part)
  return Buffer.concat(all)
}

/** Writes the archive's files below `dir`. Throws Fault ERR_INPUT_FILE where it is none of ours. */
export async function unpackTar(
  path: string,
  { dir, zstd }: { dir: string; zstd: boolean },
): Promise<void> {
  const packed = createReadStream(path)
  const source = zstd ? packed.pipe(createZstdDecompress()) : packed
  packed.on('error', error => source.destroy(error))
  const exactly = portions(source, path)
  let long: string | undefined
  try {
    for (;;) {
      const head = await joined(exactly(block))
      if (head.every(byte => byte === 0)) return
      const flag = head.toString('latin1', 156, 157)
      const isOurs = head.toString('latin1', 257, 262) === 'ustar' && '0x'.includes(flag)
      const size = sizeOf(head.subarray(124, 136))
      if (!isOurs || (flag === flags.pax && size > 2 * block))
        throw new Fault('ERR_INPUT_FILE', `${path}: is no backup of Clientkeep`)
      if (flag === flags.pax) {
        long = /^\d+ path=([^\n]+)\n$/.exec(String(await joined(exactly(size))))?.[1]
        await joined(exactly(padding(size)))
        continue
      }
      const target = join(dir, needSafe(long ?? textOf(head.subarray(0, nameBytesMax)), path))
      long = undefined
      mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
      await pipeline(exactly(size), createWriteStream(target, { flags: 'wx', mode: 0o600 }))
      await joined(exactly(padding(size)))
    }
  } finally {
    packed.destroy()
    source.destroy()
  }
}
