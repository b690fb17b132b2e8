/**
 * Bodies of batches, read into memory that is used again. Memory outside of V8's heap that comes with each batch and goes with the next
 * collection makes it collect all the time, and makes the system map and clear pages for each batch.
 */
import type { Readable } from 'node:stream'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'

interface Expected {
  /** Bytes, where it said how many. */
  readonly length: number | undefined
  readonly max: number
}

export interface Bodies {
  /** The whole body, of at most `max` bytes. Rejects with Fault ERR_INPUT_TOO_LARGE, or ERR_INPUT_INVALID where it has not the `length` that it said. */
  read(payload: Readable, expected: Expected): Promise<Buffer>
  /** Takes the memory of a body that was read here back; nobody may look at it any more. */
  free(body: Buffer): void
}

/** Of sizes of blocks, bytes. */
const step = 64 * 1024
const restMs = 10_000

/** Gives memory back at once where nothing else lies in it; else it stays until V8 collects. */
function drop({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}

/** Blocks of whole steps; up to `kept` bytes of them wait for the next bodies. Those that nobody took for a while go back to the system. */
function openBlocks(kept: number) {
  const waiting = new Map<number, Buffer[]>()
  let bytes = 0
  /** The fewest bytes that waited since the last look. */
  let least = 0
  let isWatched = false

  function giveBack(): void {
    let spare = least
    for (const [size, blocks] of waiting)
      for (; spare >= size && blocks.length > 0; spare -= size) {
        blocks.splice(0, 1).forEach(drop)
        bytes -= size
      }
    least = bytes
    isWatched = false
    if (bytes > 0) watch()
  }

  function watch(): void {
    if (!isWatched) setTimeout(giveBack, restMs).unref()
    isWatched = true
  }

  return {
    take: (length: number): Buffer => {
      const size = Math.max(1, Math.ceil(length / step)) * step
      const block = waiting.get(size)?.pop()
      if (block) bytes -= size
      least = Math.min(least, bytes)
      return block ?? Buffer.allocUnsafeSlow(size)
    },
    put: (block: Buffer): void => {
      if (bytes + block.length > kept) {
        drop(block)
        return
      }
      bytes += block.length
      const same = waiting.get(block.length)
      if (same) same.push(block)
      else waiting.set(block.length, [block])
      watch()
    },
  }
}

const tooLarge = (): Fault =>
  new Fault('ERR_INPUT_TOO_LARGE', 'the request is larger than this route takes')

const cutOff = (cause?: Error): Fault =>
  new Fault('ERR_INPUT_INVALID', 'the body ended before it was whole', { cause })

/** Nothing is kept before the first body. */
export function openBodies(): Bodies {
  const blocks = openBlocks(limits.ingestBodiesKeptBytes)
  const blockOf = new WeakMap<Buffer, Buffer>()

  function collect(
    payload: Readable,
    { length, max }: Expected,
    done: (body: Buffer | Error) => void,
  ): void {
    let block = blocks.take(Math.min(length ?? 0, limits.ingestBodyFirstBytes))
    let used = 0
    const end = (result: Buffer | Error) => {
      payload.off('data', onData).off('end', onEnd).off('error', onError).off('close', onError)
      if (result instanceof Error) {
        // A decoder may find more that is wrong, to which nobody listens any more.
        payload.on('error', () => {})
        blocks.put(block)
      }
      done(result)
    }
    const onData = (chunk: Buffer) => {
      if (used + chunk.length > max) return end(tooLarge())
      if (used + chunk.length > block.length) {
        const larger = blocks.take(Math.max(used + chunk.length, 2 * block.length))
        block.copy(larger, 0, 0, used)
        blocks.put(block)
        block = larger
      }
      used += chunk.copy(block, used)
      drop(chunk)
    }
    const onEnd = () => {
      if (length !== undefined && used !== length)
        return end(
          new Fault('ERR_INPUT_INVALID', `the body has ${used} bytes, not ${length} as it said`),
        )
      const body = block.subarray(0, used)
      blockOf.set(body, block)
      end(body)
    }
    const onError = (error?: Error) => end(error instanceof Fault ? error : cutOff(error))
    payload.on('data', onData).on('end', onEnd).on('error', onError).on('close', onError)
  }

  return {
    read: (payload, expected) =>
      new Promise((resolve, reject) => {
        const { length = 0, max } = expected
        if (length > max) return reject(tooLarge())
        // Nothing would tell of its end any more.
        if (payload.destroyed) return reject(cutOff())
        collect(payload, expected, result =>
          Buffer.isBuffer(result) ? resolve(result) : reject(result),
        )
      }),
    free: body => {
      const block = blockOf.get(body)
      if (block && blockOf.delete(body)) blocks.put(block)
    },
  }
}
