/** Text out of content of any kind, however deeply packed: asks the registry, counts against the limits, keeps the gaps. */
import { grouped } from '../../events/grouped.ts'
import { limits } from '../../events/limits.ts'
import { type Content, contentFrom } from './content.ts'
import type { Extracting, Extractor } from './extractor.ts'
import { type Gaps, openGaps, Stopped } from './gaps.ts'
import { textAmid } from './loose-text.ts'
import { extractorByEnd, extractorFor } from './registry.ts'
import { signatureOf } from './signature.ts'

/** What came of an extraction, besides the text; complete once the text has been read. */
export interface Extraction {
  readonly gaps: Gaps
  /** The outermost content's. */
  readonly format: string
  text(content: Content): AsyncIterable<string>
}

export interface ExtractionOptions {
  /** The unpacked bytes that are searched. */
  readonly textBytesMax?: number
  readonly timeMsMax?: number
  readonly memoryBytesMax?: number
  /** Content that is more than plain text rejects with `NotPlain`. */
  readonly isPlainOnly?: boolean
}

/** There is more than plain text here: it is to be read where it can do no harm. */
export class NotPlain extends Error {}

/** What is held where only plain content is read. */
const heldPlainlyMax = 1024 * 1024

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`

/** Counts what is shared by everything in one file. */
function openBudget({
  textBytesMax = limits.scanTextBytesMax,
  timeMsMax = limits.scanMs,
  memoryBytesMax = Number.POSITIVE_INFINITY,
}: ExtractionOptions) {
  const startMs = performance.now()
  let bytes = 0
  let entries = 0
  return {
    unpacked(more: number): void {
      bytes += more
      if (bytes > textBytesMax) {
        throw new Stopped(
          `more than ${grouped(textBytesMax)} bytes unpacked; the rest was not searched`,
        )
      }
      if (performance.now() - startMs > timeMsMax) {
        throw new Stopped(`not read within ${seconds(timeMsMax)}; the rest was not searched`)
      }
      if (memoryBytesMax < Number.POSITIVE_INFINITY && process.memoryUsage.rss() > memoryBytesMax) {
        throw new Stopped(
          `needs more than ${grouped(memoryBytesMax)} bytes of memory; the rest was not searched`,
        )
      }
    },
    entry(): void {
      entries += 1
      if (entries > limits.scanEntriesMax) {
        throw new Stopped(
          `more than ${grouped(limits.scanEntriesMax)} entries; the rest was not searched`,
        )
      }
    },
  }
}

/** Prefixes a reason with where it applies: `a.zip/b.xlsx: …`. */
const at = (path: string, reason: string): string => (path === '' ? reason : `${path}: ${reason}`)

/** Starts the extraction of one file. */
export function openExtraction(options: ExtractionOptions = {}): Extraction {
  const budget = openBudget(options)
  const gaps = openGaps()
  let format: string | undefined
  let isLineOpen = false
  let looseBytes: number = limits.scanLooseBytesMax

  function holding(bytes: number): void {
    if (options.isPlainOnly && bytes > heldPlainlyMax) throw new NotPlain(`${bytes} bytes`)
  }

  /** What is left of the share of one file that is searched for text by its look. */
  async function* beginning(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of source) {
      if (looseBytes <= 0) return
      const part = piece.subarray(0, looseBytes)
      looseBytes -= part.length
      yield part
    }
  }

  async function* textOf(
    content: Content,
    path: string,
    depth: number,
    isVital: boolean,
  ): AsyncGenerator<string> {
    let extractor = extractorFor(content.head, content.name)
    if (!extractor) {
      // To see its end, what is inside something else is held in memory.
      if (depth > 0) holding(limits.scanHeldBytesMax)
      extractor = await extractorByEnd(content)
    }
    // What is side by side in a container must not grow together.
    if (isLineOpen) yield '\n'
    if (!extractor) {
      const signature = signatureOf(content.head)
      if (depth === 0) format = signature?.format ?? 'unknown'
      const label = signature?.label ?? 'binary data of an unknown kind'
      if (!isVital) return
      const reason = `the content looks like ${label}: only text that stands in it as it is was searched`
      gaps.add('unreadable', at(path, reason))
      yield* textAmid(beginning(content.stream()), budget)
      return
    }
    if (depth > limits.scanDepthMax) {
      const reason = `packed more than ${limits.scanDepthMax} levels deep; it was not opened`
      gaps.add('truncated', at(path, reason))
      return
    }
    if (options.isPlainOnly && !extractor.isPlain) throw new NotPlain(extractor.name)
    if (depth === 0) format = extractor.name
    yield* readAll(extractor, content, path, depth)
  }

  async function* readAll(
    extractor: Extractor,
    content: Content,
    path: string,
    depth: number,
  ): AsyncGenerator<string> {
    const extracting: Extracting = {
      ...budget,
      holding,
      isFormat: name => {
        if (depth === 0) format = name
      },
      gap: (kind, reason) => gaps.add(kind, at(path, reason)),
      async *inner(source, name, { isVital = true } = {}) {
        const entry = path === '' ? name : `${path}/${name}`
        const found = await contentFrom(name, source)
        yield* textOf(found, entry, depth + 1, isVital)
      },
    }
    try {
      yield* extractor.text(content, extracting)
    } catch (error) {
      if (error instanceof Stopped || error instanceof NotPlain) throw error
      // Malformed content must not end the scan of what is beside it.
      gaps.add('truncated', at(path, `damaged: ${wording(error)}; the rest was not searched`))
    }
  }

  return {
    gaps,
    get format() {
      return format ?? 'unknown'
    },
    async *text(content) {
      try {
        for await (const piece of textOf(content, '', 0, true)) {
          if (piece !== '') isLineOpen = !piece.endsWith('\n')
          yield piece
        }
      } catch (error) {
        if (!(error instanceof Stopped)) throw error
        gaps.add(error.kind, error.message)
      }
    },
  }
}

const wording = (error: unknown): string => (error instanceof Error ? error.message : String(error))
