/**
 * The agent's durable queue: two lanes of sealed segments, one fdatasync for all records that wait. Nothing observed is lost because
 * the network is away, and what is urgent never waits behind what is not.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { systemCode } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { urgentSeqFirst } from '../../events/wire.ts'
import { decodePlain, type Frame } from './frames.ts'
import { type Damage, Lane } from './lane.ts'

/** `urgent` is sent before `routine`, whatever is older. */
export type LaneName = 'urgent' | 'routine'

/** Records of one lane, to be committed there. */
export interface Lease {
  readonly lane: LaneName
  readonly records: readonly Frame[]
}

/** Why records were lost. */
export type LossReason =
  | 'the disk was full'
  | 'the spool was full'
  | 'too long offline'
  | 'larger than an event may be'

export interface SpoolState {
  readonly waiting: number
  readonly bytes: number
  readonly lost: number
}

export interface SpoolOptions {
  readonly now?: () => number
  /** Where the series of a spool begin that has no record yet. */
  readonly firstSeq?: number
  readonly bytesMax?: number
  readonly ageMsMax?: number
}

/** After a write, records wait for others so long (eight times as long as it took, within these) that a storm leaves time for other work. */
const groupMs = { min: 10, max: 100, times: 8 } as const

/** `enqueue` makes records durable soon and tells by `onRecords`; `lease` and `commit` hand them out in order. They survive restarts. */
export class Spool {
  /** What was found damaged when it was opened. */
  readonly damage: Damage
  /** How many records each reason has cost. */
  readonly losses = new Map<LossReason, number>()
  private readonly lanes: Record<LaneName, Lane>
  private readonly options: Required<Omit<SpoolOptions, 'firstSeq'>>
  private readonly nextSeq: Record<LaneName, number>
  private waiting: Record<LaneName, Frame[]> = { urgent: [], routine: [] }
  private listener: () => void = () => {}
  /** A write is due. */
  private writing = false
  /** When the next write may begin, milliseconds of the process's clock. */
  private nextAt = Number.NEGATIVE_INFINITY

  private constructor(dir: string, key: Buffer, options: SpoolOptions) {
    const { now = Date.now, firstSeq = 1 } = options
    const { bytesMax = limits.spoolBytesMax, ageMsMax = limits.spoolAgeMsMax } = options
    this.options = { now, bytesMax, ageMsMax }
    this.lanes = { urgent: new Lane(dir, 'urgent', key), routine: new Lane(dir, 'routine', key) }
    this.takeOver(dir)
    const [one, two] = [this.lanes.urgent, this.lanes.routine]
    this.nextSeq = {
      urgent: one.last === 0 ? urgentSeqFirst + firstSeq - 1 : one.last + 1,
      routine: two.last === 0 ? firstSeq : two.last + 1,
    }
    this.damage = {
      bytes: one.damage.bytes + two.damage.bytes,
      isChanged: one.damage.isChanged || two.damage.isChanged,
    }
    this.dropOld()
  }

  /** Opens the folder, cuts what is torn or damaged, and continues after the last good record. */
  static open(dir: string, key: Buffer, options: SpoolOptions = {}): Spool {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    return new Spool(dir, key, options)
  }

  /** Moves the records of a spool of the first version, which was not encrypted, to the routine lane. */
  private takeOver(dir: string): void {
    const files = readdirSync(dir).filter(name => /^\d{16}\.spool$/.test(name))
    const cursor = join(dir, 'committed')
    const committed = existsSync(cursor) ? Number(readFileSync(cursor, 'utf8')) || 0 : 0
    for (const file of files.sort()) {
      const { frames } = decodePlain(readFileSync(join(dir, file)), limits.eventBytesMax)
      const after = Math.max(committed, this.lanes.routine.last)
      this.lanes.routine.append(
        frames.filter(({ seq }) => seq > after),
        this.options.now(),
      )
    }
    if (files.length > 0) this.lanes.routine.commit(committed)
    for (const file of files) rmSync(join(dir, file))
    rmSync(cursor, { force: true })
  }

  /** Calls `listener` after records became durable. */
  onRecords(listener: () => void): void {
    this.listener = listener
  }

  /** Takes a record; it is durable soon, at the latest after `groupMs.max`. Gives its sequence number. */
  enqueue(make: (seq: number) => string, lane: LaneName = 'routine'): number {
    const seq = this.nextSeq[lane]
    this.nextSeq[lane] += 1
    const payload = Buffer.from(make(seq))
    if (payload.length > limits.eventBytesMax) this.lose('larger than an event may be', 1)
    else if (!this.hasRoom(payload.length, lane)) this.lose('the spool was full', 1)
    else {
      this.waiting[lane].push({ seq, payload })
      this.writeSoon()
    }
    return seq
  }

  /** At once where it is quiet, else together with what comes meanwhile. */
  private writeSoon(): void {
    if (this.writing) return
    this.writing = true
    const write = () => {
      if (this.writing) this.flush()
    }
    const waitMs = this.nextAt - performance.now()
    if (waitMs <= 0) setImmediate(write)
    else setTimeout(write, waitMs)
  }

  private lose(reason: LossReason, records: number): void {
    if (records > 0) this.losses.set(reason, (this.losses.get(reason) ?? 0) + records)
  }

  /** Whether a record fits. For what is urgent the oldest routine records make room, but never the other way round. */
  private hasRoom(bytes: number, lane: LaneName): boolean {
    const { urgent, routine } = this.lanes
    while (urgent.bytes + routine.bytes + bytes > this.options.bytesMax) {
      const given = lane === 'urgent' ? routine.dropOldest() : undefined
      if (given === undefined) return false
      this.lose('the spool was full', given)
    }
    return true
  }

  /** Gives up records that nobody fetched for longer than they are kept. Called at the start, and by the agent now and then. */
  dropOld(): void {
    const oldest = this.options.now() - this.options.ageMsMax
    for (const lane of Object.values(this.lanes)) {
      while ((lane.oldestAt ?? oldest) < oldest)
        this.lose('too long offline', lane.dropOldest() ?? 0)
    }
  }

  /** Writes what waits. A full disk counts the records as lost and goes on. */
  flush(): void {
    const batch = this.waiting
    this.waiting = { urgent: [], routine: [] }
    this.writing = false
    const startedAt = performance.now()
    let isWritten = false
    for (const lane of ['urgent', 'routine'] as const) {
      try {
        this.lanes[lane].append(batch[lane], this.options.now())
        isWritten ||= batch[lane].length > 0
      } catch (error) {
        if (!['ENOSPC', 'EDQUOT', 'EIO'].includes(systemCode(error) ?? '')) throw error
        this.lose('the disk was full', batch[lane].length)
      }
    }
    const tookMs = performance.now() - startedAt
    const pauseMs = Math.min(groupMs.max, Math.max(groupMs.min, groupMs.times * tookMs))
    this.nextAt = startedAt + tookMs + pauseMs
    if (isWritten) this.listener()
  }

  /** The oldest records of the first lane that has any, within both caps; none where nothing waits. */
  lease(recordsMax: number, bytesMax: number): Lease {
    const urgent = this.lanes.urgent.lease(recordsMax, bytesMax)
    if (urgent.length > 0) return { lane: 'urgent', records: urgent }
    return { lane: 'routine', records: this.lanes.routine.lease(recordsMax, bytesMax) }
  }

  /** The leased records are with the collector: they are never leased again. */
  commit({ lane, records }: Lease): void {
    this.lanes[lane].commit(records.at(-1)?.seq ?? 0)
  }

  get state(): SpoolState {
    const { urgent, routine } = this.lanes
    const unwritten = this.waiting.urgent.length + this.waiting.routine.length
    return {
      waiting: urgent.pending + routine.pending + unwritten,
      bytes: urgent.bytes + routine.bytes,
      lost: [...this.losses.values()].reduce((sum, lost) => sum + lost, 0),
    }
  }

  /** Makes what waits durable and closes the files. */
  close(): void {
    this.flush()
    for (const lane of Object.values(this.lanes)) lane.close()
  }
}
