/** A regular file as a source of bytes, in order and by position. */
import {
  close,
  closeSync,
  constants,
  fstat,
  fstatSync,
  open,
  openSync,
  read,
  readSync,
  type Stats,
} from 'node:fs'
import { promisify } from 'node:util'
import { Fault } from '../events/fault.ts'
import { systemPath } from '../events/path-bytes.ts'
import type { RandomBytes } from './extract/content.ts'

/** A file that is opened when it is first read. */
export interface FileSource {
  /** All bytes; each chunk is overwritten by the next. Throws where the file cannot be read. */
  readonly chunks: AsyncIterable<Uint8Array>
  random(): Promise<RandomBytes>
  close(): Promise<void>
}

const readBytes = 256 * 1024

/** How the system is asked: by way of a thread, or at once. */
interface Calls {
  open(path: string | Buffer, flags: number): Promise<number> | number
  stat(fd: number): Promise<Stats> | Stats
  /** Gives how many bytes were read. */
  read(fd: number, buffer: Uint8Array, length: number, at: number): Promise<number> | number
  close(fd: number): Promise<void> | void
}

const readByThread = promisify(read)
const byThread: Calls = {
  open: promisify(open),
  stat: promisify(fstat),
  read: async (fd, buffer, length, at) => (await readByThread(fd, buffer, 0, length, at)).bytesRead,
  close: promisify(close),
}
/** Four ways through a thread cost more than a small file that was just written, and is in memory. */
const atOnce: Calls = {
  open: openSync,
  stat: fstatSync,
  read: (fd, buffer, length, at) => readSync(fd, buffer, 0, length, at),
  close: closeSync,
}

interface Opened {
  readonly fd: number
  readonly size: number
}

async function regular(fd: number, calls: Calls): Promise<Opened> {
  const found = await calls.stat(fd)
  if (found.isFile()) return { fd, size: found.size }
  await calls.close(fd)
  throw new Fault('ERR_INPUT_FILE', 'it is not a regular file, so it was not read')
}

// Not blocking: opening a named pipe would otherwise wait for its writer for ever.
const openFile = async (path: string, calls: Calls): Promise<Opened> =>
  regular(await calls.open(systemPath(path), constants.O_RDONLY | constants.O_NONBLOCK), calls)

/** Opens a regular file for reading and gives its descriptor, to be closed by the caller. */
export const openRegular = async (path: string): Promise<number> =>
  (await openFile(path, byThread)).fd

async function* chunksOf({ fd, size }: Opened, calls: Calls): AsyncGenerator<Uint8Array> {
  // One byte more than a small file has, so that a file that still grows is read on.
  const buffer = new Uint8Array(Math.min(readBytes, size + 1))
  for (let at = 0; ; ) {
    const bytesRead = await calls.read(fd, buffer, buffer.length, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
    if (at === size && bytesRead < buffer.length) return
  }
}

/** The file at `path`, or the one that is open as `fd`, which is closed with it; nothing is opened yet. `isAtHand`: it is small and in memory. */
export function openFileSource(
  path: string,
  { fd, isAtHand = false }: { readonly fd?: number; readonly isAtHand?: boolean } = {},
): FileSource {
  const calls = isAtHand ? atOnce : byThread
  let opened: Promise<Opened> | undefined
  const handle = (): Promise<Opened> => {
    opened ??= fd === undefined ? openFile(path, calls) : regular(fd, calls)
    return opened
  }
  return {
    chunks: (async function* () {
      yield* chunksOf(await handle(), calls)
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
          const bytesRead = await calls.read(file, buffer, buffer.length, position)
          return buffer.subarray(0, bytesRead)
        },
      }
    },
    async close() {
      const file = await opened?.catch(() => undefined)
      if (file !== undefined) await calls.close(file.fd)
    },
  }
}
