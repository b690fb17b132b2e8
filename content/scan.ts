/**
 * Scans a file or stream for customers in one pass. Reports counts, tokens and a hash, never text; confirming
 * which tokens are customers is the collector's work.
 */
import { grouped } from '../events/grouped.ts'
import { limits } from '../events/limits.ts'
import { noFilterVersion } from '../events/policy.ts'
import type { ScanSummary } from '../events/scan.ts'
import { type Content, contentFrom, type RandomBytes } from './extract/content.ts'
import { type Extraction, type ExtractionOptions, openExtraction } from './extract/extract.ts'
import { headBytes } from './extract/extractor.ts'
import { type FileSource, openFileSource } from './file-source.ts'
import type { CustomerFilter } from './filter.ts'
import { openReading, type Reading } from './reading.ts'
import type { RowGroups } from './row-groups.ts'
import { collectRowTokens } from './row-tokens.ts'
import { openTextScan, type TextScan } from './text-scan.ts'

export interface ScanOptions extends ExtractionOptions {
  /** Aborting rejects the scan with the signal's reason: nothing is known of the file then. */
  readonly signal?: AbortSignal
  /** Bytes that are searched; the rest is only hashed. Default `limits.scanBytesMax`. */
  readonly bytesMax?: number
  /** Also keep the candidates of each row apart. */
  readonly isByRow?: boolean
  /** Whether `sha256` is wanted; default yes. */
  readonly isHashed?: boolean
  /** The file is open already, under this descriptor; the path is only its name then. */
  readonly fd?: number
  /** The file is small and in memory: it is read at once, not by way of a thread. */
  readonly isAtHand?: boolean
}

/** What a scan says of a file. `sha256` (hex) is '' and `sizeBytes` is what was read where a file was not read to its end. */
export interface ScanOutcome {
  /** With `isByRow`: the candidates of each row that has any, packed as row groups are, base64. */
  readonly rowTokens?: string
  readonly summary: ScanSummary
  readonly sha256: string
  readonly sizeBytes: number
}

/** Scans the regular file at `path`; a file that cannot be read gives status `failed` with the reason. Without a filter only rows are counted. */
export async function scanFile(
  path: string,
  filter: CustomerFilter | undefined,
  { fd, isAtHand = false, ...options }: ScanOptions = {},
): Promise<ScanOutcome> {
  const file = openFileSource(path, { isAtHand, ...(fd !== undefined && { fd }) })
  try {
    return await scanSource(file, path, filter, options)
  } finally {
    await file.close()
  }
}

/** Scans a stream of bytes; the result does not depend on how they are cut. A read error gives status `failed`; `name` is a hint to extractors. */
export const scanStream = (
  source: AsyncIterable<Uint8Array>,
  name: string,
  filter: CustomerFilter | undefined,
  options: ScanOptions = {},
): Promise<ScanOutcome> => scanSource({ chunks: source }, name, filter, options)

/** Scans bytes in memory; `name` is a hint to extractors. */
export const scanBytes = (
  bytes: Uint8Array,
  name: string,
  filter: CustomerFilter | undefined,
  options: ScanOptions = {},
): Promise<ScanOutcome> =>
  scanStream(
    (async function* () {
      yield bytes
    })(),
    name,
    filter,
    options,
  )

async function scanSource(
  { chunks, random }: Pick<FileSource, 'chunks'> & Partial<Pick<FileSource, 'random'>>,
  name: string,
  filter: CustomerFilter | undefined,
  { signal, bytesMax = limits.scanBytesMax, isByRow = false, isHashed, ...options }: ScanOptions,
): Promise<ScanOutcome> {
  const startMs = performance.now()
  const reading = openReading(chunks, { bytesMax: limits.scanBytesMax, signal, isHashed })
  const rowTokens = isByRow ? collectRowTokens() : undefined
  const candidatesMax = isByRow ? limits.exportCandidatesMax : limits.scanCandidatesMax
  const groupBytesMax = isByRow ? limits.exportRowBytesMax : limits.scanGroupBytesMax
  const scan = openTextScan(filter, { candidatesMax, groupBytesMax, rowTokens })
  try {
    const first = (await reading.next()) ?? new Uint8Array(0)
    const searched = openSearched(first, reading, bytesMax)
    const extraction = openExtraction(options)
    if (reading.failure === undefined) {
      const content = await contentOf(name, first, searched, random)
      await searchText(extraction.text(content), scan)
    }
    await reading.drain()
    return {
      summary: {
        ...verdictOf({ reading, extraction, scan, searched, bytesMax }),
        bytes: searched.isRandom ? reading.sizeBytes : searched.bytes,
        rows: scan.rows,
        candidates: scan.candidates.size,
        kinds: { ...scan.candidates.kinds },
        tokens: scan.candidates.packed(),
        ...groupsOf(scan.groups),
        filter_version: filter?.version ?? noFilterVersion,
        duration_ms: Math.round(performance.now() - startMs),
      },
      sha256: reading.sha256(),
      sizeBytes: reading.sizeBytes,
      ...(rowTokens && { rowTokens: Buffer.from(rowTokens.packed()).toString('base64') }),
    }
  } finally {
    scan.close()
    await reading.close()
  }
}

/** A file is read by position where an extractor asks for it; a stream is held in memory then, if it is short. */
async function contentOf(
  name: string,
  first: Uint8Array,
  searched: Searched,
  random: FileSource['random'] | undefined,
): Promise<Content> {
  if (random === undefined) return contentFrom(name, searched.blocks())
  return {
    name,
    head: first.subarray(0, headBytes),
    stream: searched.blocks,
    async random(): Promise<RandomBytes> {
      searched.isRandom = true
      return random()
    },
  }
}

async function searchText(pieces: AsyncIterable<string>, scan: TextScan): Promise<void> {
  for await (const text of pieces) {
    scan.push(text)
    if (scan.candidates.isFull) return
  }
  scan.end()
}

/** The part of a reading that goes to the extractor. */
interface Searched {
  readonly bytes: number
  readonly isCut: boolean
  /** Whether an extractor read by position, past this. */
  isRandom: boolean
  blocks(): AsyncIterable<Uint8Array>
}

function openSearched(first: Uint8Array, reading: Reading, bytesMax: number): Searched {
  let bytes = 0
  let isCut = false
  return {
    isRandom: false,
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
  extraction: { gaps, format },
  scan,
  searched,
  bytesMax,
}: {
  readonly reading: Reading
  readonly extraction: Extraction
  readonly scan: TextScan
  readonly searched: Searched
  readonly bytesMax: number
}): Pick<ScanSummary, 'status' | 'reason' | 'format'> {
  if (reading.failure !== undefined) return { status: 'failed', reason: reading.failure, format }
  if (scan.groups.isFull) {
    gaps.add('truncated', 'more rows with weak identifiers than one report holds')
  }
  if (scan.candidates.isFull) {
    const count = grouped(scan.candidates.size)
    gaps.add('truncated', `more than ${count} customer identifiers; the rest was not searched`)
  }
  if (searched.isCut) {
    const reason = `longer than ${grouped(bytesMax)} bytes; the rest was not searched`
    gaps.add('truncated', reason)
  }
  return { status: 'complete', ...gaps.verdict(), format }
}

/** Nothing where no row needs more than its candidates. */
const groupsOf = ({ rows, packed }: RowGroups): Pick<ScanSummary, 'groups' | 'group_rows'> =>
  rows === 0 ? {} : { groups: Buffer.from(packed()).toString('base64'), group_rows: rows }
