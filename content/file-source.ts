/** A regular file as a source of bytes, in order and by position. */
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
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

async function openRegular(path: string): Promise<FileHandle> {
  // Not blocking: opening a named pipe would otherwise wait for its writer for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  if ((await file.stat()).isFile()) return file
  await file.close()
  throw new Fault('ERR_INPUT_FILE', 'it is not a regular file, so it was not read')
}

async function* chunksOf(file: FileHandle): AsyncGenerator<Uint8Array> {
  // One byte more than a small file has, so that a file that still grows is read on.
  const buffer = new Uint8Array(Math.min(readBytes, (await file.stat()).size + 1))
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

/** The file at `path`; nothing is opened yet. */
export function openFileSource(path: string): FileSource {
  let opened: Promise<FileHandle> | undefined
  const handle = (): Promise<FileHandle> => {
    opened ??= openRegular(path)
    return opened
  }
  return {
    chunks: (async function* () {
      yield* chunksOf(await handle())
    })(),
    async random() {
      const file = await handle()
      const { size } = await file.stat()
      return {
        size,
        async read(position, length) {
          const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, size - position)))
          const { bytesRead } = await file.read(buffer, 0, buffer.length, position)
          return buffer.subarray(0, bytesRead)
        },
      }
    },
    async close() {
      await (await opened?.catch(() => undefined))?.close()
    },
  }
}
