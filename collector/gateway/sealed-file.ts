/**
 * Files that only this installation can read: AES-256-GCM in frames, each bound to its place and to whether it is the last (the STREAM
 * construction of Hoang, Reyhanitabar, Rogaway and Vizár 2015), so that nothing can be cut, moved or changed unseen, and nothing is given out unchecked.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { Fault } from '../../events/fault.ts'

const frameBytes = 64 * 1024
const tagBytes = 16
const prefixBytes = 7
const cipher = 'aes-256-gcm'

/** Seven random bytes of the file, the frame's number, and 1 where it is the last. */
function nonceOf(prefix: Uint8Array, index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.set(prefix)
  nonce.writeUInt32BE(index, prefixBytes)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

export interface Sealed {
  readonly bytes: number
  /** Of the plain bytes, hex. */
  readonly sha256: string
}

export interface SealingFile {
  /** Takes bytes; resolves when more may come. */
  write(chunk: Uint8Array): Promise<void>
  /** Resolves when all of it is on disk. */
  end(): Promise<Sealed>
  /** Gives up; what was written is there to be removed. */
  abort(): Promise<void>
}

/** Starts a file that nobody but this account may read; it must not exist. */
export function sealFile(path: string, key: Uint8Array): SealingFile {
  const out = createWriteStream(path, { mode: 0o600, flags: 'wx' })
  const done = finished(out)
  done.catch(() => {})
  const prefix = randomBytes(prefixBytes)
  const hash = createHash('sha256')
  const frame = Buffer.alloc(frameBytes)
  let filled = 0
  let frames = 0
  let bytes = 0
  out.write(prefix)

  function put(isLast: boolean): boolean {
    const sealing = createCipheriv(cipher, key, nonceOf(prefix, frames, isLast))
    const body = sealing.update(frame.subarray(0, filled))
    sealing.final()
    frames += 1
    filled = 0
    out.write(body)
    return out.write(sealing.getAuthTag())
  }

  return {
    async write(chunk) {
      hash.update(chunk)
      bytes += chunk.length
      let isFlowing = true
      for (let at = 0; at < chunk.length; ) {
        // A full frame waits for more: only the end says which one is the last.
        if (filled === frameBytes) isFlowing = put(false)
        const part = chunk.subarray(at, at + frameBytes - filled)
        frame.set(part, filled)
        filled += part.length
        at += part.length
      }
      if (isFlowing) return
      await Promise.race([new Promise(resolve => out.once('drain', resolve)), done])
    },
    async end() {
      put(true)
      out.end()
      await done
      return { bytes, sha256: hash.digest('hex') }
    },
    async abort() {
      out.destroy()
      await done.catch(() => {})
    },
  }
}

async function readFully(file: FileHandle, into: Buffer): Promise<Buffer> {
  let at = 0
  while (at < into.length) {
    const { bytesRead } = await file.read(into, at, into.length - at)
    if (bytesRead === 0) break
    at += bytesRead
  }
  return into.subarray(0, at)
}

/** The plain bytes of a sealed file, frame by frame, each checked before it is given. Throws Fault ERR_DATA_DAMAGED. */
export async function* unsealFile(path: string, key: Uint8Array): AsyncGenerator<Buffer> {
  const damaged = (cause?: unknown) =>
    new Fault('ERR_DATA_DAMAGED', 'a held file was changed, cut or is under another key', { cause })
  const file = await open(path)
  try {
    const prefix = await readFully(file, Buffer.alloc(prefixBytes))
    let next = await readFully(file, Buffer.alloc(frameBytes + tagBytes))
    for (let index = 0; ; index += 1) {
      const sealed = next
      if (sealed.length < tagBytes) throw damaged()
      next = await readFully(file, Buffer.alloc(frameBytes + tagBytes))
      const isLast = next.length === 0
      const opening = createDecipheriv(cipher, key, nonceOf(prefix, index, isLast))
      opening.setAuthTag(sealed.subarray(-tagBytes))
      let plain: Buffer
      try {
        plain = opening.update(sealed.subarray(0, -tagBytes))
        opening.final()
      } catch (error) {
        throw damaged(error)
      }
      if (plain.length > 0) yield plain
      if (isLast) return
    }
  } finally {
    await file.close()
  }
}
