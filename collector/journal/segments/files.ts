/** The files of the event log: their names, their header, and walking through what they hold. */
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readSync,
} from 'node:fs'
import { join } from 'node:path'
import { Fault, systemCode } from '../../../events/fault.ts'
import { decodeFrame, type Frame, frameBytes, frameSpan, nextMagic } from './frame.ts'

export const segmentHeader = Buffer.from('CKEVENTS\u0001\0\0\0\0\0\0\0', 'latin1')
const versionAt = 8
const chunkBytes = 1024 * 1024
const namePattern = /^(\d{16})\.log$/

/** A file of the event log; it holds offsets from `first` up to the next file's. */
export interface Segment {
  readonly path: string
  readonly first: number
}

export const segmentName = (first: number): string => `${String(first).padStart(16, '0')}.log`

/** The files of a folder, oldest first. */
export function listSegments(dir: string): readonly Segment[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir)
    .flatMap(name => {
      const first = namePattern.exec(name)?.[1]
      return first === undefined ? [] : [{ path: join(dir, name), first: Number(first) }]
    })
    .sort((a, b) => a.first - b.first)
}

/** Makes names that were added to or taken from a folder durable. */
export function syncFolder(dir: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(dir, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

export const damaged = (path: string, what: string): Fault =>
  new Fault(
    'ERR_DATA_DAMAGED',
    `${path}: the file is damaged (${what}); restore it from a backup (\`clientkeep restore\`)`,
  )

/** Throws Fault ERR_DATA_NEWER or ERR_DATA_DAMAGED where the file is none that this version reads. */
export function needSegment(path: string, head: Buffer): void {
  if (
    head.length < segmentHeader.length ||
    !head.subarray(0, 8).equals(segmentHeader.subarray(0, 8))
  )
    throw damaged(path, 'it does not begin as an event log does')
  if (head.readUInt32LE(versionAt) > segmentHeader.readUInt32LE(versionAt))
    throw new Fault(
      'ERR_DATA_NEWER',
      `${path}: written by a newer Clientkeep; update Clientkeep, or choose another folder with --data`,
    )
}

/** A file opened for reading; undefined where it is gone. */
export function openSegment(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** The bytes from `position`, at most `length`. */
export function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  let read = 0
  while (read < length) {
    const more = readSync(file, bytes, read, length - read, position + read)
    if (more === 0) break
    read += more
  }
  return bytes.subarray(0, read)
}

/** A frame with the position of its first byte and the first one after it. */
export interface Placed {
  readonly position: number
  readonly end: number
  readonly frame: Frame
}

/** Whole frames from `position` on, until one is not whole. */
export function* framesFrom(file: number, position: number): Generator<Placed> {
  let base = position
  let at = 0
  let bytes = readAt(file, base, chunkBytes)
  for (;;) {
    const length = frameBytes(bytes, at)
    if (length === undefined || bytes.length < at + length) {
      const more = readAt(file, base + at, Math.max(chunkBytes, length ?? 0))
      if (more.length <= bytes.length - at) return
      base += at
      at = 0
      bytes = more
      continue
    }
    const frame = decodeFrame(bytes, at)
    if (!frame) return
    yield { position: base + at, end: base + at + length, frame }
    at += length
  }
}

/** Where some frames of a file begin: enough to find any offset with one short walk. */
export interface SparseIndex {
  readonly places: { readonly first: number; readonly position: number }[]
  /** The first byte that was not looked at. */
  end: number
}

/** Looks on at what was appended since; one place for each `stepBytes`. */
export function extendIndex(index: SparseIndex, file: number, stepBytes: number): void {
  const { size } = fstatSync(file)
  while (index.end < size) {
    const bytes = readAt(file, index.end, chunkBytes)
    let at = 0
    for (let length = frameBytes(bytes, at); length !== undefined; length = frameBytes(bytes, at)) {
      const position = index.end + at
      const next = (index.places.at(-1)?.position ?? -stepBytes) + stepBytes
      if (position >= next) index.places.push({ first: frameSpan(bytes, at).first, position })
      at += length
    }
    if (at === 0) return
    index.end += at
  }
}

/** Whether a frame after `position` was written once what is at `position` was durable: then that was not torn, but damaged. */
export function isDamaged(file: number, position: number, size: number): boolean {
  const bytes = readAt(file, position, size - position)
  for (let at = nextMagic(bytes, 1); at !== -1; at = nextMagic(bytes, at + 1)) {
    const frame = decodeFrame(bytes, at)
    if (frame && at - frame.sinceSync > 0) return true
  }
  return false
}
