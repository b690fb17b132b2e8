/** Undoes content codings (RFC 9110 section 8.4) for reading on the side; what passes through stays as it is. */
import { type Duplex, pipeline, Readable } from 'node:stream'
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib'

const tools: Readonly<Record<string, () => Duplex>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
}

/** `deflate` means zlib, and some servers send it without its header. */
function deflateTool(first: number): Duplex {
  return (first & 0x0f) === 8 ? createInflate() : createInflateRaw()
}

/** Codings in the order in which they are undone; undefined where one is none that we know. */
export function codingsOf(encoding: string): readonly string[] | undefined {
  const names = encoding
    .toLowerCase()
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '' && name !== 'identity')
  return names.every(name => name === 'deflate' || name in tools) ? names.reverse() : undefined
}

/** The plain bytes; rejects where they are damaged. */
export async function* unpacked(
  source: AsyncIterable<Uint8Array>,
  codings: readonly string[],
): AsyncGenerator<Uint8Array> {
  const [coding, ...rest] = codings
  if (coding === undefined) {
    yield* source
    return
  }
  yield* unpacked(coding === 'deflate' ? inflated(source) : piped(source, tools[coding]?.()), rest)
}

async function* inflated(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = source[Symbol.asyncIterator]()
  const { value, done } = await reader.next()
  if (done) return
  const again = (async function* () {
    yield value
    for (let next = await reader.next(); !next.done; next = await reader.next()) yield next.value
  })()
  yield* piped(again, deflateTool(value[0] ?? 0))
}

async function* piped(
  source: AsyncIterable<Uint8Array>,
  tool: Duplex | undefined,
): AsyncGenerator<Uint8Array> {
  if (!tool) return
  pipeline(Readable.from(source), tool, () => {})
  yield* tool
}
