/** One lane of the spool: append-only segments, sealed, oldest first, and a cursor that says what the collector has. */
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { limits } from '../../events/limits.ts'
import { syncFolder } from './folder.ts'
import { decodeSegment, encodeFrame, type Frame, newSegmentHeader, segmentKey } from './frames.ts'

interface Segment {
  readonly path: string
  /** Highest sequence number in it. */
  last: number
  bytes: number
  /** Epoch milliseconds of its last record. */
  writtenAt: number
}

/** What is committed is noted at most so often: after a crash what came since is sent once more, and the collector knows it. */
const cursorMs = 250
/** Beyond this, records stay on disk until their turn. */
const cachedRecordsMax = 500

function writeAll(fd: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done)
}

/** What opening found damaged: bytes that were cut, and whether somebody changed them. */
export interface Damage {
  readonly bytes: number
  readonly isChanged: boolean
}

export class Lane {
  /** Highest sequence number it ever had. */
  last = 0
  /** Records that are not committed. */
  pending = 0
  readonly damage: Damage
  private readonly dir: string
  private readonly name: string
  private readonly key: Buffer
  private segments: Segment[] = []
  private open: { fd: number; key: Buffer; segment: Segment } | undefined
  private committed: number
  /** The cursor on disk, when it was written, and the timer of its next writing. */
  private noted: number
  private notedAt = Number.NEGATIVE_INFINITY
  private noting: NodeJS.Timeout | undefined
  /** Pending records in memory, oldest first: everything up to `cachedTo` that is not committed. */
  private cached: Frame[] = []
  private cachedTo: number

  constructor(dir: string, name: string, key: Buffer) {
    this.dir = dir
    this.name = name
    this.key = key
    this.committed = existsSync(this.cursorPath)
      ? Number(readFileSync(this.cursorPath, 'utf8')) || 0
      : 0
    this.noted = this.committed
    this.last = this.committed
    this.cachedTo = this.committed
    this.damage = this.recover()
    this.dropCommitted()
  }

  private get cursorPath(): string {
    return join(this.dir, `${this.name}.committed`)
  }

  get bytes(): number {
    return this.segments.reduce((sum, segment) => sum + segment.bytes, 0)
  }

  private recover(): Damage {
    let damage: Damage = { bytes: 0, isChanged: false }
    for (const file of readdirSync(this.dir).sort()) {
      const [digits = '', ending] = file.split('.')
      if (ending !== this.name || !/^\d{16}$/.test(digits)) continue
      const path = join(this.dir, file)
      const { size, mtimeMs } = statSync(path)
      const segment: Segment = { path, last: 0, bytes: size, writtenAt: mtimeMs }
      const { frames, bytes, isChanged } = this.read(segment)
      if (bytes < size) {
        damage = {
          bytes: damage.bytes + size - bytes,
          isChanged: damage.isChanged || isChanged,
        }
        this.cut(segment, bytes)
      }
      segment.last = frames.at(-1)?.seq ?? 0
      if (frames.length > 0) this.segments.push(segment)
      else rmSync(path, { force: true })
      this.last = Math.max(this.last, segment.last)
      this.pending += frames.filter(({ seq }) => seq > this.committed).length
    }
    return damage
  }

  private read(segment: Segment) {
    return decodeSegment(this.key, readFileSync(segment.path), limits.eventBytesMax)
  }

  private cut(segment: Segment, bytes: number): void {
    const fd = openSync(segment.path, 'r+')
    ftruncateSync(fd, bytes)
    fdatasyncSync(fd)
    closeSync(fd)
    segment.bytes = bytes
  }

  /** Writes the records, in one write and one fdatasync; they are durable when it returns. What a failed write left is cut off again. */
  append(records: readonly Frame[], now: number): void {
    const first = records[0]
    if (!first) return
    const { fd, key, segment } = this.writable(first.seq)
    const bytes = Buffer.concat(records.map(record => encodeFrame(key, record)))
    try {
      writeAll(fd, bytes)
      fdatasyncSync(fd)
    } catch (error) {
      ftruncateSync(fd, segment.bytes)
      throw error
    }
    segment.bytes += bytes.length
    segment.writtenAt = now
    this.pending += records.length
    if (this.cachedTo === this.last && this.cached.length < cachedRecordsMax) {
      this.cached.push(...records)
      this.cachedTo = records.at(-1)?.seq ?? this.cachedTo
    }
    this.last = records.at(-1)?.seq ?? this.last
    segment.last = this.last
  }

  private writable(seq: number) {
    if (this.open && this.open.segment.bytes < limits.spoolSegmentBytes) return this.open
    this.finish()
    const path = join(this.dir, `${String(seq).padStart(16, '0')}.${this.name}`)
    const header = newSegmentHeader()
    const fd = openSync(path, 'ax', 0o600)
    try {
      writeAll(fd, header)
      syncFolder(this.dir)
    } catch (error) {
      closeSync(fd)
      rmSync(path, { force: true })
      throw error
    }
    const segment = { path, last: 0, bytes: header.length, writtenAt: Date.now() }
    this.segments.push(segment)
    this.open = { fd, key: segmentKey(this.key, header) ?? this.key, segment }
    return this.open
  }

  /** The oldest records not committed yet, within both caps. Asking again gives the same. */
  lease(recordsMax: number, bytesMax: number): readonly Frame[] {
    const held = () => this.cached.reduce((sum, { payload }) => sum + payload.length, 0)
    while (this.cachedTo < this.last && this.cached.length < recordsMax && held() < bytesMax)
      this.cached.push(...this.load())
    const records: Frame[] = []
    let bytes = 0
    for (const record of this.cached) {
      bytes += record.payload.length
      if (records.length > 0 && (records.length >= recordsMax || bytes > bytesMax)) break
      records.push(record)
    }
    return records
  }

  /** The pending records of the oldest segment that has any. */
  private load(): Frame[] {
    for (const segment of this.segments) {
      const frames = this.read(segment).frames.filter(({ seq }) => seq > this.cachedTo)
      this.cachedTo = Math.max(this.cachedTo, frames.at(-1)?.seq ?? 0)
      if (frames.length > 0) return frames
    }
    this.cachedTo = this.last
    return []
  }

  /** Records up to `seq` are done with: this process never leases them again. */
  commit(seq: number): void {
    if (seq <= this.committed) return
    this.committed = seq
    const left = this.cached.filter(record => record.seq > seq)
    this.pending -= this.cached.length - left.length
    this.cached = left
    this.dropCommitted()
    const waitMs = this.notedAt + cursorMs - performance.now()
    if (waitMs <= 0) this.note()
    else this.noting ??= setTimeout(() => this.note(), waitMs).unref()
  }

  /** Makes what is committed durable. */
  private note(): void {
    clearTimeout(this.noting)
    this.noting = undefined
    const seq = this.committed
    if (seq === this.noted) return
    const next = `${this.cursorPath}.next`
    try {
      const fd = openSync(next, 'w', 0o600)
      writeAll(fd, Buffer.from(String(seq)))
      fdatasyncSync(fd)
      closeSync(fd)
      renameSync(next, this.cursorPath)
      this.noted = seq
    } catch {
      // A full disk, or the folder is gone: it is noted with what is committed next.
    }
    this.notedAt = performance.now()
  }

  private dropCommitted(): void {
    while (this.segments.length > 1 && (this.segments[0]?.last ?? 0) <= this.committed)
      this.forget()
  }

  private forget(): void {
    const segment = this.segments.shift()
    if (segment) rmSync(segment.path, { force: true })
  }

  /** Gives up the oldest segment, but never the one being written; says how many records were not sent, undefined where there is none to give up. */
  dropOldest(): number | undefined {
    const oldest = this.segments[0]
    if (!oldest || this.segments.length < 2) return undefined
    const lost = this.read(oldest).frames.filter(({ seq }) => seq > this.committed)
    this.forget()
    const last = lost.at(-1)?.seq ?? 0
    this.pending -= lost.length
    this.cached = this.cached.filter(({ seq }) => seq > last)
    this.cachedTo = Math.max(this.cachedTo, last)
    return lost.length
  }

  /** When the oldest segment got its last record; undefined where there is none to give up. */
  get oldestAt(): number | undefined {
    return this.segments.length < 2 ? undefined : this.segments[0]?.writtenAt
  }

  /** Ends the file being written. */
  private finish(): void {
    if (this.open) closeSync(this.open.fd)
    this.open = undefined
  }

  close(): void {
    this.note()
    this.finish()
  }
}
