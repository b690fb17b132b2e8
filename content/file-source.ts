/** A regular file as a source of bytes, in order and by position. */
import { close, constants, fstat, open, read } from 'node:fs'
import { promisify } from 'node:util'
import { Fault } from '../events/fault.ts'
import type { RandomBytes } from './extract/content.ts'

/** A file that is opened when it is first read. */
export interface FileSource {
  /** All bytes; each chunk is overwritten by the next. Throws where the file cannot be read. */
  readonly chunks: AsyncIterable<Uint8Array>
  random(): Promise<RandomBytes>
  close(): Promise<void>
}

const readBytes = 256 * 1024

const fdOpen = promisify(open)
const fdClose = promisify(close)
const fdStat = promisify(fstat)
const fdRead = promisify(read)

interface Opened {
  readonly fd: number
  readonly size: number
}

async function regular(fd: number): Promise<Opened> {
  const found = await fdStat(fd)
  if (found.isFile()) return { fd, size: found.size }
  await fdClose(fd)
  throw new Fault('ERR_INPUT_FILE', 'it is not a regular file, so it was not read')
}

// Not blocking: opening a named pipe would otherwise wait for its writer for ever.
const openFile = async (path: string): Promise<Opened> =>
  regular(await fdOpen(path, constants.O_RDONLY | constants.O_NONBLOCK))

/** Opens a regular file for reading and gives its descriptor, to be closed by the caller. */
export const openRegular = async (path: string): Promise<number> => (await openFile(path)).fd

async function* chunksOf({ fd, size }: Opened): AsyncGenerator<Uint8Array> {
  // One byte more than a small file has, so that a file that still grows is read on.
  const buffer = new Uint8Array(Math.min(readBytes, size + 1))
  for (let at = 0; ; ) {
    const { bytesRead } = await fdRead(fd, buffer, 0, buffer.length, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
    if (at === size && bytesRead < buffer.length) return
  }
}

/** The file at `path`, or the one that is open as `fd`, which is closed with it; nothing is opened yet. */
export function openFileSource(path: string, fd?: number): FileSource {
  let opened: Promise<Opened> | undefined
  const handle = (): Promise<Opened> => {
    opened ??= fd === undefined ? openFile(path) : regular(fd)
    return opened
  }
  return {
    chunks: (async function* () {
      yield* chunksOf(await handle())
    })(),
    async random() {
      const { fd: file, size } = await handle()
      return {
        size,
        async read(position, length) {
          // Where to read is often what the file itself says.
          if (!Number.isSafeInteger(position) || position < 0 || position >= size)
            return Buffer.alloc(0)
          const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, size - position)))
          const { bytesRead } = await fdRead(file, buffer, 0, buffer.length, position)
          return buffer.subarray(0, bytesRead)
        },
      }
    },
    async close() {
      const file = await opened?.catch(() => undefined)
      if (file !== undefined) await fdClose(file.fd)
    },
  }
}
