/** The agent's durable queue: append-only segments, one fdatasync for all records that wait. Nothing observed is lost because the network is away. */
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { systemCode } from '../events/fault.ts'
import { limits } from '../events/limits.ts'
import { decodeFrames, encodeFrame, type Frame, headerBytes } from './frames.ts'

interface Segment {
  readonly path: string
  readonly first: number
  bytes: number
}

interface Waiting {
  readonly frame: Buffer
  readonly seq: number
}

/** Beyond this, records stay on disk until their turn. */
const cachedRecordsMax = 1000

export interface Lease {
  readonly records: readonly Frame[]
}

export interface SpoolState {
  readonly waiting: number
  readonly bytes: number
  /** Records that found no room since the start; each gap in the sequence is seen by the collector, too. */
  readonly lost: number
}

/** Sequence numbers start at 1 and grow by one; they survive restarts. */
export class Spool {
  private readonly dir: string
  private segments: Segment[] = []
  private open: { fd: number; segment: Segment } | undefined
  private nextSeq = 1
  private committed = 0
  private lost = 0
  private waiting: Waiting[] = []
  /** Pending records in memory, oldest first: everything up to `cachedTo` that is not committed. */
  private cached: Frame[] = []
  private cachedTo = 0
  private written = 0
  private listener: () => void = () => {}

  private constructor(dir: string) {
    this.dir = dir
  }

  /** Opens the folder, cuts a torn tail, and continues after the last good record. */
  static open(dir: string): Spool {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    const spool = new Spool(dir)
    spool.recover()
    return spool
  }

  private get cursorPath(): string {
    return join(this.dir, 'committed')
  }

  private recover(): void {
    this.committed = existsSync(this.cursorPath)
      ? Number(readFileSync(this.cursorPath, 'utf8')) || 0
      : 0
    const names = readdirSync(this.dir).filter(name => /^\d{16}\.spool$/.test(name))
    this.segments = names.sort().map(name => ({
      path: join(this.dir, name),
      first: Number(name.slice(0, 16)),
      bytes: statSync(join(this.dir, name)).size,
    }))
    this.nextSeq = this.committed + 1
    for (const segment of this.segments) {
      const { frames, bytes } = this.read(segment)
      if (bytes < segment.bytes) this.cut(segment, bytes)
      this.nextSeq = Math.max(this.nextSeq, (frames.at(-1)?.seq ?? 0) + 1)
    }
    this.written = this.nextSeq - 1
    this.cachedTo = this.written === this.committed ? this.written : this.committed
    this.dropCommitted()
  }

  private read(segment: Segment) {
    return decodeFrames(readFileSync(segment.path), limits.eventBytesMax)
  }

  private cut(segment: Segment, bytes: number): void {
    const fd = openSync(segment.path, 'r+')
    ftruncateSync(fd, bytes)
    fsyncSync(fd)
    closeSync(fd)
    segment.bytes = bytes
  }

  /** Calls `listener` after records became durable. */
  onRecords(listener: () => void): void {
    this.listener = listener
  }

  /** Takes a record; it is durable before the event loop turns twice. Gives its sequence number. */
  enqueue(make: (seq: number) => string): number {
    const seq = this.nextSeq
    this.nextSeq += 1
    const payload = Buffer.from(make(seq))
    const held = this.segments.reduce((sum, segment) => sum + segment.bytes, 0)
    if (payload.length > limits.eventBytesMax || held + payload.length > limits.spoolBytesMax) {
      this.lost += 1
      return seq
    }
    if (this.waiting.length === 0) setImmediate(() => this.flush())
    this.waiting.push({ frame: encodeFrame(seq, payload), seq })
    return seq
  }

  /** Writes what waits, in one write and one fdatasync. A full disk counts the records as lost and goes on. */
  flush(): void {
    const batch = this.waiting
    this.waiting = []
    const first = batch[0]
    if (!first) return
    try {
      const { fd, segment } = this.writable(first.seq)
      const bytes = Buffer.concat(batch.map(({ frame }) => frame))
      for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done)
      fdatasyncSync(fd)
      segment.bytes += bytes.length
      this.keep(batch)
      this.listener()
    } catch (error) {
      if (!['ENOSPC', 'EDQUOT', 'EIO'].includes(systemCode(error) ?? '')) throw error
      this.lost += batch.length
      if (this.open) ftruncateSync(this.open.fd, this.open.segment.bytes)
    }
  }

  /** Keeps fresh records in memory while the cache reaches to the end of the log and is small; else they are read back later. */
  private keep(batch: readonly Waiting[]): void {
    const last = batch.at(-1)?.seq ?? this.written
    if (this.cachedTo === this.written && this.cached.length < cachedRecordsMax) {
      for (const { frame, seq } of batch)
        this.cached.push({ seq, payload: frame.subarray(headerBytes) })
      this.cachedTo = last
    }
    this.written = last
  }

  private writable(seq: number): { fd: number; segment: Segment } {
    if (this.open && this.open.segment.bytes < limits.spoolSegmentBytes) return this.open
    if (this.open) closeSync(this.open.fd)
    this.open = undefined
    const path = join(this.dir, `${String(seq).padStart(16, '0')}.spool`)
    const fd = openSync(path, 'a', 0o600)
    this.syncFolder()
    const segment = { path, first: seq, bytes: statSync(path).size }
    this.segments.push(segment)
    this.open = { fd, segment }
    return this.open
  }

  private syncFolder(): void {
    const fd = openSync(this.dir, 'r')
    fsyncSync(fd)
    closeSync(fd)
  }

  /** The oldest records not committed yet, within both caps; an empty lease where nothing waits. Leasing again gives the same. */
  lease(recordsMax: number, bytesMax: number): Lease {
    if (this.cached.length === 0 && this.cachedTo < this.written) this.cached = this.load()
    const records: Frame[] = []
    let bytes = 0
    for (const record of this.cached) {
      bytes += record.payload.length
      if (records.length > 0 && (records.length >= recordsMax || bytes > bytesMax)) break
      records.push(record)
    }
    return { records }
  }

  /** The pending records of the oldest segment that has any. */
  private load(): Frame[] {
    for (const segment of this.segments) {
      const pending = this.read(segment).frames.filter(frame => frame.seq > this.cachedTo)
      this.cachedTo = Math.max(this.cachedTo, pending.at(-1)?.seq ?? 0)
      if (pending.length > 0) return pending
    }
    this.cachedTo = this.written
    return []
  }

  /** Records up to `seq` are with the collector: they are never leased again. */
  commit(seq: number): void {
    if (seq <= this.committed) return
    this.committed = seq
    this.cached = this.cached.filter(record => record.seq > seq)
    const next = `${this.cursorPath}.next`
    const fd = openSync(next, 'w', 0o600)
    writeSync(fd, String(seq))
    fdatasyncSync(fd)
    closeSync(fd)
    renameSync(next, this.cursorPath)
    this.dropCommitted()
  }

  private dropCommitted(): void {
    while (this.segments.length > 1 && (this.segments[1]?.first ?? 0) <= this.committed + 1) {
      const segment = this.segments.shift()
      if (segment) rmSync(segment.path, { force: true })
    }
  }

  get state(): SpoolState {
    return {
      waiting: this.nextSeq - 1 - this.committed,
      bytes: this.segments.reduce((sum, segment) => sum + segment.bytes, 0),
      lost: this.lost,
    }
  }

  /** Makes what waits durable and closes the files. */
  close(): void {
    this.flush()
    if (this.open) closeSync(this.open.fd)
    this.open = undefined
  }
}
