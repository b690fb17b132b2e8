/** Reads a source once, block by block: hashes and counts every byte, turns read errors into a reason, lets the event loop breathe. */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { Fault, systemCode } from '../events/fault.ts'
import { blocksOf } from './blocks.ts'

const blockBytes = 64 * 1024
/** About 5 ms of work between two turns of the event loop. */
const blocksPerTurn = 4

/** A source being read. */
export interface Reading {
  /** Bytes read so far. */
  readonly sizeBytes: number
  /** Why reading ended early, in words for people; undefined while all is well. */
  readonly failure: string | undefined
  /** The next block, or undefined at the end or after a read error; rejects only when the signal aborts. */
  next(): Promise<Uint8Array | undefined>
  /** Reads on to the end for the hash only. */
  drain(): Promise<void>
  /** SHA-256 of all bytes in hex, or '' where not all bytes were read or no hash is wanted. */
  sha256(): string
  close(): Promise<void>
}

/** Opens a reading that stops, with an incomplete hash, after `bytesMax`. */
export function openReading(
  source: AsyncIterable<Uint8Array>,
  {
    bytesMax,
    signal,
    isHashed = true,
  }: {
    readonly bytesMax: number
    readonly signal: AbortSignal | undefined
    /** Whether the hash is wanted. */
    readonly isHashed?: boolean | undefined
  },
): Reading {
  let isDraining = false
  const blocks = blocksOf(source, blockBytes, () => isDraining)
  const hash = isHashed ? createHash('sha256') : undefined
  let sizeBytes = 0
  let count = 0
  let failure: string | undefined
  let isEnded = false

  async function read(): Promise<Uint8Array | undefined> {
    try {
      return (await blocks.next()).value
    } catch (error) {
      failure = reasonOf(error)
      return undefined
    }
  }

  async function next(): Promise<Uint8Array | undefined> {
    signal?.throwIfAborted()
    if (isEnded || failure !== undefined || sizeBytes >= bytesMax) return undefined
    const block = await read()
    if (block === undefined) {
      isEnded = failure === undefined
      return undefined
    }
    hash?.update(block)
    sizeBytes += block.length
    count += 1
    if (count % blocksPerTurn === 0) await setImmediate()
    return block
  }

  return {
    next,
    async drain() {
      isDraining = true
      while ((await next()) !== undefined);
    },
    get sizeBytes() {
      return sizeBytes
    },
    get failure() {
      return failure
    },
    sha256: () => (isEnded && hash ? hash.digest('hex') : ''),
    async close() {
      await blocks.return(undefined)
    },
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the file was gone before it could be read',
  ENOTDIR: 'the file was gone before it could be read',
  ESTALE: 'the file was gone before it could be read',
  EACCES: 'the agent is not allowed to read the file',
  EPERM: 'the agent is not allowed to read the file',
  EISDIR: 'it is a folder',
  EBUSY: 'another program has locked the file',
  EIO: 'the disk reported a read error',
  ENXIO: 'the drive was removed while it was read',
  ENODEV: 'the drive was removed while it was read',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
}

function reasonOf(error: unknown): string {
  if (error instanceof Fault) return error.message
  const code = systemCode(error)
  if (code === undefined) return 'the file could not be read'
  return `${reasons[code] ?? 'the file could not be read'} (${code})`
}
