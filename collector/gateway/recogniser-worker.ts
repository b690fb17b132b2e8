/** The thread that reads what passes through the gateway, so that reading slows nobody down who waits for a page. Text is read here; what must be taken apart is not. */
import { parentPort } from 'node:worker_threads'
import { NotPlain } from '../../content/extract/extract.ts'
import { type CustomerFilter, openFilter } from '../../content/filter.ts'
import { scanBytes, scanStream } from '../../content/scan.ts'
import { limits } from '../../events/limits.ts'
import type { FromRecogniser, Reading, ToRecogniser } from './recogniser-wire.ts'
import { codingsOf, unpacked } from './unpacking.ts'

const headChars = 4096
/** A page that unpacks to more than so many times its size is a bomb. */
const ratioMax = 1000
const smallBytes = 64 * 1024

interface Feed {
  push(bytes: Uint8Array | undefined): void
  /** Nobody reads on: what comes is swallowed, so that its sender does not wait for room. */
  close(): void
  readonly source: AsyncIterable<Uint8Array>
}

/** Pieces as they come; the end is undefined. `taken` is told what the reader has behind it. */
function openFeed(taken: (bytes: number) => void): Feed {
  const waiting: (Uint8Array | undefined)[] = []
  let isClosed = false
  let wake: () => void = () => {}
  async function* source(): AsyncGenerator<Uint8Array> {
    for (;;) {
      while (waiting.length === 0) {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
      const piece = waiting.shift()
      if (!piece) return
      taken(piece.length)
      yield piece
    }
  }
  return {
    push(bytes) {
      if (isClosed) {
        if (bytes) taken(bytes.length)
        return
      }
      waiting.push(bytes)
      wake()
    },
    close() {
      isClosed = true
      for (const piece of waiting.splice(0)) if (piece) taken(piece.length)
    },
    source: source(),
  }
}

/** Watches the plain bytes go by: keeps their beginning, and ends a bomb. */
async function* watched(
  source: AsyncIterable<Uint8Array>,
  head: { text: string },
  packed: { bytes: number },
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of source) {
    bytes += chunk.length
    if (bytes > smallBytes && bytes > packed.bytes * ratioMax)
      throw new Error(`it unpacks to more than ${ratioMax} times its size`)
    if (bytes > limits.scanTextBytesMax) throw new Error('it unpacks to more than is read')
    if (head.text.length < headChars) {
      const room = headChars - head.text.length
      head.text += Buffer.from(chunk.buffer, chunk.byteOffset, Math.min(room, chunk.length))
    }
    yield chunk
  }
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  packed: { bytes: number },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    packed.bytes += chunk.length
    yield chunk
  }
}

function unread(error: unknown): Reading {
  if (error instanceof NotPlain) return { isNotPlain: true }
  return { failure: error instanceof Error ? error.message : String(error) }
}

async function read(
  source: AsyncIterable<Uint8Array>,
  { name, encoding, isByRow }: { name: string; encoding: string; isByRow: boolean },
  filter: CustomerFilter | undefined,
): Promise<Reading> {
  const codings = codingsOf(encoding)
  if (!codings) return { failure: `its content coding "${encoding.slice(0, 60)}" is not known` }
  const head = { text: '' }
  const packed = { bytes: 0 }
  let damage: unknown
  async function* plain(): AsyncGenerator<Uint8Array> {
    try {
      yield* watched(unpacked(counted(source, packed), codings ?? []), head, packed)
    } catch (error) {
      damage = error
      throw error
    }
  }
  try {
    const outcome = await scanStream(plain(), name, filter, { isPlainOnly: true, isByRow })
    return damage === undefined ? { outcome, head: head.text } : unread(damage)
  } catch (error) {
    return unread(error)
  }
}

/** Reads a body that came whole. */
async function readWhole(
  bytes: Uint8Array,
  how: { name: string; encoding: string },
  filter: CustomerFilter | undefined,
): Promise<Reading> {
  // Most applications answer their proxy as it is: nothing to unpack, no bomb to watch for.
  if (how.encoding === '') {
    try {
      const outcome = await scanBytes(bytes, how.name, filter, {
        isPlainOnly: true,
        isHashed: false,
      })
      return { outcome, head: '' }
    } catch (error) {
      return unread(error)
    }
  }
  async function* only() {
    yield bytes
  }
  const reading = await read(only(), { ...how, isByRow: false }, filter)
  return 'outcome' in reading ? { ...reading, head: '' } : reading
}

function serve(port: NonNullable<typeof parentPort>): void {
  let filter: CustomerFilter | undefined
  const feeds = new Map<number, Feed>()
  const send = (message: FromRecogniser) => port.postMessage(message)
  const answer = (id: number, reading: Promise<Reading>) => {
    reading
      .catch((error: unknown): Reading => ({ failure: String(error) }))
      .then(value => send({ type: 'read', id, reading: value }))
  }
  port.on('message', (message: ToRecogniser) => {
    if (message.type === 'filter') filter = message.file && openFilter(message.file)
    else if (message.type === 'page') {
      const { id, bytes, ...how } = message
      answer(id, readWhole(bytes, how, filter))
    } else if (message.type === 'open') {
      const { id, ...how } = message
      const feed = openFeed(bytes => send({ type: 'taken', id, bytes }))
      feeds.set(id, feed)
      answer(id, read(feed.source, { ...how, isByRow: true }, filter).finally(feed.close))
    } else if (message.type === 'piece') feeds.get(message.id)?.push(message.bytes)
    else {
      feeds.get(message.id)?.push(undefined)
      feeds.delete(message.id)
    }
  })
}

if (parentPort) serve(parentPort)
