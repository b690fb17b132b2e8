/** Responses made from a seed: every size, framing, coding and type that applications answer with. The same seed gives the same bytes. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'

/** A small generator of numbers (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const codings: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
  ['', bytes => bytes],
  ['gzip', bytes => gzipSync(bytes)],
  ['deflate', bytes => deflateSync(bytes)],
  ['br', bytes => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
  ['zstd', bytes => zstdCompressSync(bytes)],
]
const types = [
  'text/html; charset=utf-8',
  'application/json',
  'text/csv',
  'application/octet-stream',
  'image/png',
  'text/plain',
  'application/pdf',
]
const sizes = [0, 1, 100, 100, 2000, 2000, 5000, 5000, 20_000, 70_000, 300_000]
const patternBytes = 1021
const statuses = [200, 200, 200, 201, 404, 500]

export interface Generated {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly isChunked: boolean
  readonly random: (below: number) => number
}

/** The response of a seed. */
export function generated(seed: number): Generated {
  const random = randomOf(seed)
  const pick = <T>(from: readonly [T, ...T[]] | readonly T[], fallback: T): T =>
    from[random(from.length)] ?? fallback
  const most = pick(sizes, 0)
  const size = most === 0 ? 0 : 1 + random(most)
  const isText = random(2) === 0
  const pattern = Uint8Array.from({ length: patternBytes }, () =>
    isText ? 32 + random(90) : random(256),
  )
  const bytes = size === 0 ? Buffer.alloc(0) : Buffer.alloc(size, pattern)
  const [coding, pack] = pick(codings, ['', (same: Buffer) => same])
  const body = pack(bytes)
  const isChunked = random(2) === 0
  return {
    ...{ status: pick(statuses, 200), body, isChunked, random },
    headers: {
      'content-type': pick(types, 'text/plain'),
      'x-seed': String(seed),
      ...(coding === '' ? {} : { 'content-encoding': coding }),
      ...(random(4) === 0 ? { 'content-disposition': `attachment; filename="f${seed}.bin"` } : {}),
      ...(isChunked ? {} : { 'content-length': String(body.length) }),
    },
  }
}

/** Answers `/generated/SEED`; a part of it where a range is asked for. */
export async function answerGenerated(
  request: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  const made = generated(Number(request.url?.split('/').at(-1)))
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')
  if (range && made.body.length > 0) {
    const from = Math.min(Number(range[1]), made.body.length - 1)
    const part = made.body.subarray(from, Number(range[2]) + 1)
    const { 'content-length': _, ...headers } = made.headers
    reply.writeHead(206, {
      ...headers,
      'content-length': part.length,
      'content-range': `bytes ${from}-${from + part.length - 1}/${made.body.length}`,
    })
    reply.end(part)
    return
  }
  reply.writeHead(made.status, { ...made.headers })
  for (let at = 0; at < made.body.length; ) {
    const size = 1 + made.random(made.isChunked ? 40_000 : 200_000)
    if (!reply.write(made.body.subarray(at, at + size)))
      await new Promise(resolve => reply.once('drain', resolve))
    at += size
  }
  reply.end()
}
