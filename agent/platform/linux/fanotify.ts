/** The wire format of fanotify (fanotify(7)): constants, and events out of what a read gave. Pure. */
import { pathOf } from '../../../events/path-bytes.ts'

/** Bits of an event's mask. */
export const bit = {
  modify: 0x2,
  closeWrite: 0x8,
  open: 0x20,
  create: 0x100,
  delete: 0x200,
  exec: 0x1000,
  overflow: 0x4000,
  openPermission: 0x10000,
  rename: 0x10000000,
  onFolder: 0x40000000,
} as const

/** Flags of fanotify_init. */
export const initFlag = {
  closeOnExec: 0x1,
  nonBlocking: 0x2,
  content: 0x4,
  unlimitedQueue: 0x10,
  unlimitedMarks: 0x20,
  folderHandleAndName: 0xc00,
} as const

/** O_RDONLY, O_LARGEFILE, O_CLOEXEC: of the descriptors that come with events. */
export const descriptorFlags = 0o2100000

/** Flags of fanotify_mark. */
export const markFlag = { add: 0x1, remove: 0x2, fileSystem: 0x100 } as const

/** A name in a folder; the folder by file system id and handle, one behind the other at `data[start..end)`: only while that stands there. */
export interface Entry {
  readonly data: Buffer
  readonly start: number
  readonly end: number
  /** Of these bytes: tells folders apart, nearly always. */
  readonly hash: number
  /** `.` is the folder itself. */
  readonly name: string
}

/** Bytes of a file system's id. */
export const fsidBytes = 8

export interface FanotifyEvent {
  readonly mask: number
  readonly pid: number
  /** Descriptor of the file, for permission events; -1 else. */
  readonly descriptor: number
  /** What it is about; absent on an overflow. */
  readonly entry?: Entry
  /** Where it went to, on a rename. */
  readonly target?: Entry
}

const headBytes = 24
const version = 3
/** Kinds of information records: folder and name; the same before and after a rename. */
const folderAndName = 2
const before = 10
const after = 12

/** A short name of ASCII is put together here: a call out of JavaScript costs as much as the rest of the event. */
const shortName = 48

function nameAt(data: Buffer, start: number, end: number): string {
  let name = ''
  const last = Math.min(end, start + shortName)
  for (let at = start; at < last; at += 1) {
    const byte = data[at] ?? 0
    if (byte === 0) return name
    if (byte >= 0x80) break
    name += String.fromCharCode(byte)
  }
  const zero = data.indexOf(0, start)
  return pathOf(data.subarray(start, zero < 0 || zero > end ? end : zero))
}

function readEntry(data: Buffer, start: number, end: number): Entry | undefined {
  const handleAt = start + 4 + fsidBytes
  if (handleAt + 8 > end) return undefined
  const behind = handleAt + 8 + data.readUInt32LE(handleAt)
  if (behind > end) return undefined
  let hash = 0
  for (let at = start + 4; at < behind; at += 1) hash = (Math.imul(hash, 31) + (data[at] ?? 0)) | 0
  return { data, start: start + 4, end: behind, hash, name: nameAt(data, behind, end) }
}

function readEvent(data: Buffer, start: number, end: number): FanotifyEvent {
  const head = { mask: data.readUInt32LE(start + 8), descriptor: data.readInt32LE(start + 16) }
  let entry: Entry | undefined
  let target: Entry | undefined
  for (let at = start + data.readUInt16LE(start + 6); at + 4 <= end; ) {
    const length = data.readUInt16LE(at + 2)
    if (length < 4 || at + length > end) break
    const kind = data.readUInt8(at)
    if (kind === folderAndName || kind === before) entry = readEntry(data, at, at + length)
    else if (kind === after) target = readEntry(data, at, at + length)
    at += length
  }
  const pid = data.readInt32LE(start + 20)
  return { ...head, pid, ...(entry && { entry }), ...(target && { target }) }
}

/** Events of one read; a read never splits one. Throws where the kernel speaks another version of the format. */
export function readEvents(data: Buffer): FanotifyEvent[] {
  const events: FanotifyEvent[] = []
  for (let at = 0; at + headBytes <= data.length; ) {
    const length = data.readUInt32LE(at)
    if (length < headBytes || at + length > data.length) break
    if (data.readUInt8(at + 4) !== version)
      throw new Error(`fanotify speaks version ${data.readUInt8(at + 4)}; ${version} is known`)
    events.push(readEvent(data, at, at + length))
    at += length
  }
  return events
}
