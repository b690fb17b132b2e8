/**
 * Scans a file or stream for customers in one pass. Reports counts, tokens and a hash, never text; confirming
 * which tokens are customers is the collector's work.
 */
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { Fault } from '../events/fault.ts'
import { limits } from '../events/limits.ts'
import { noFilterVersion } from '../events/policy.ts'
import type { ScanSummary } from '../events/scan.ts'
import { type Extractor, headBytes } from './extract/extractor.ts'
import { extractorFor } from './extract/registry.ts'
import { signatureOf } from './extract/signature.ts'
import type { CustomerFilter } from './filter.ts'
import { openReading, type Reading } from './reading.ts'
import { openTextScan, type TextScan } from './text-scan.ts'
import { packTokens } from './token.ts'

export interface ScanOptions {
  /** Aborting rejects the scan with the signal's reason: nothing is known of the file then. */
  readonly signal?: AbortSignal
  /** Bytes that are searched; the rest is only hashed. Default `limits.scanBytesMax`. */
  readonly bytesMax?: number
}

/** What a scan says of a file. `sha256` (hex) is '' and `sizeBytes` is what was read where a file was not read to its end. */
export interface ScanOutcome {
  readonly summary: ScanSummary
  readonly sha256: string
  readonly sizeBytes: number
}

/** Reading for the hash goes on up to here (bytes), some 4 s from a fast disk; a longer file is reported without a hash. */
const hashBytesMax = 16 * limits.scanBytesMax
const readBytes = 256 * 1024

/** Scans the regular file at `path`; a file that cannot be read gives status `failed` with the reason. Without a filter only rows are counted. */
export const scanFile = (
  path: string,
  filter: CustomerFilter | undefined,
  options: ScanOptions = {},
): Promise<ScanOutcome> => scanStream(chunksOf(path), path, filter, options)

/** Scans a stream of bytes; the result does not depend on how they are cut. A read error gives status `failed`; `name` is a hint to extractors. */
export async function scanStream(
  source: AsyncIterable<Uint8Array>,
  name: string,
  filter: CustomerFilter | undefined,
  { signal, bytesMax = limits.scanBytesMax }: ScanOptions = {},
): Promise<ScanOutcome> {
  const startMs = performance.now()
  const reading = openReading(source, { bytesMax: hashBytesMax, signal })
  try {
    const first = (await reading.next()) ?? new Uint8Array(0)
    const head = first.subarray(0, headBytes)
    const extractor = reading.failure === undefined ? extractorFor(head, name) : undefined
    const scan = openTextScan(filter, { candidatesMax: limits.scanCandidatesMax })
    const searched = openSearched(first, reading, bytesMax)
    if (extractor) await searchText(extractor, searched.blocks(), scan)
    while ((await reading.next()) !== undefined);
    const verdict = verdictOf({ reading, extractor, head, scan, searched, bytesMax })
    return {
      summary: {
        ...verdict,
        bytes: searched.bytes,
        rows: scan.rows,
        candidates: scan.candidates.size,
        kinds: { ...scan.candidates.kinds },
        tokens: packTokens(scan.candidates.tokens()),
        filter_version: filter?.version ?? noFilterVersion,
        duration_ms: Math.round(performance.now() - startMs),
      },
      sha256: reading.sha256(),
      sizeBytes: reading.sizeBytes,
    }
  } finally {
    await reading.close()
  }
}

async function searchText(
  extractor: Extractor,
  blocks: AsyncIterable<Uint8Array>,
  scan: TextScan,
): Promise<void> {
  for await (const text of extractor.text(blocks)) {
    scan.push(text)
    if (scan.candidates.isFull) return
  }
  scan.end()
}

/** The part of a reading that goes to the extractor. */
interface Searched {
  readonly bytes: number
  readonly isCut: boolean
  blocks(): AsyncIterable<Uint8Array>
}

function openSearched(first: Uint8Array, reading: Reading, bytesMax: number): Searched {
  let bytes = 0
  let isCut = false
  return {
    get bytes() {
      return bytes
    },
    get isCut() {
      return isCut
    },
    async *blocks() {
      let block: Uint8Array | undefined = first
      while (block !== undefined && block.length > 0) {
        const part: Uint8Array = block.subarray(0, bytesMax - bytes)
        bytes += part.length
        isCut = part.length < block.length
        if (part.length > 0) yield part
        if (isCut) return
        block = await reading.next()
      }
    },
  }
}

function verdictOf({
  reading,
  extractor,
  head,
  scan,
  searched,
  bytesMax,
}: {
  readonly reading: Reading
  readonly extractor: Extractor | undefined
  readonly head: Uint8Array
  readonly scan: TextScan
  readonly searched: Searched
  readonly bytesMax: number
}): Pick<ScanSummary, 'status' | 'reason' | 'format'> {
  const format = extractor?.name ?? signatureOf(head)?.format ?? 'unknown'
  if (reading.failure !== undefined) return { status: 'failed', reason: reading.failure, format }
  if (!extractor) {
    const label = signatureOf(head)?.label ?? 'binary data of an unknown kind'
    const reason = `the content looks like ${label}, which is not searched for customers`
    return { status: 'unreadable', reason, format }
  }
  if (scan.candidates.isFull) {
    const count = limits.scanCandidatesMax.toLocaleString('en')
    const reason = `more than ${count} customer identifiers; the rest was not searched`
    return { status: 'truncated', reason, format }
  }
  if (searched.isCut) {
    const reason = `longer than ${bytesMax.toLocaleString('en')} bytes; the rest was not searched`
    return { status: 'truncated', reason, format }
  }
  return { status: 'complete', format }
}

/** The bytes of a regular file. Each chunk is overwritten by the next. */
async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  // Not blocking: opening a named pipe would otherwise wait for its writer for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const found = await file.stat()
    if (!found.isFile()) {
      throw new Fault('ERR_INPUT_FILE', 'it is not a regular file, so it was not read')
    }
    // One byte more than a small file has, so that a file that still grows is read on.
    const buffer = new Uint8Array(Math.min(readBytes, found.size + 1))
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}
