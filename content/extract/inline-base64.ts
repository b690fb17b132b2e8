/**
 * Finds base64 inside text (a data URI, a column, a body that was pasted) and reads what it says behind the line where it stands.
 * Words and numbers are of the same alphabet: only what decodes to text or to a known format counts.
 */
import { limits } from '../../events/limits.ts'
import { encodingOf } from './encoding.ts'
import type { Extracting } from './extractor.ts'
import { signatureOf } from './signature.ts'

/** Shorter runs hold no e-mail address. */
const runMin = 24
/** A line of at least so much goes on in the next line (RFC 2045: 76). */
const foldedMin = 60
/** What of decoded text must be letters, digits and the like, in case it is a word that was no base64. */
const plainShareMin = 0.8

/** The value of each character of both alphabets (RFC 4648), 64 for others. */
const valueOfChar = new Uint8Array(128).fill(64)
'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  .split('')
  .forEach((char, value) => {
    valueOfChar[char.charCodeAt(0)] = value
  })
valueOfChar[0x2d] = 62
valueOfChar[0x5f] = 63

const valueAt = (text: string, at: number): number => {
  const code = text.charCodeAt(at)
  return code < 128 ? (valueOfChar[code] ?? 64) : 64
}
const isLineEnd = (code: number): boolean => code === 0x0a || code === 0x0d

/** How packed and encoded content begins, in base64. */
const knownStarts = /^(?:UEsDB|JVBERi|0M8R4KGx|H4sI|N3q8rycc|UmFyIRo|U1FMaXRl|KLUv|77u\/|\/\/4)/

/** A quick look that nearly all words, numbers, paths and random ids fail: a first bit of three bytes each. */
function mayBeText(run: string): boolean {
  if (knownStarts.test(run)) return true
  // Cyrillic in UTF-8 begins with D0 or D1.
  if (run[0] === '0') return /^0[A-Za-f0-9]/.test(run)
  for (let at = 0; at < runMin; at += 4) if (valueAt(run, at) >= 32) return false
  return true
}

function bytesOf(run: string): Buffer | undefined {
  if (run.length < runMin || !mayBeText(run)) return undefined
  const head = Buffer.from(run.slice(0, 1024), 'base64')
  if (!signatureOf(head)) {
    const encoding = encodingOf(head)
    if (encoding === undefined) return undefined
    const text = encoding === 'utf-8' ? head.toString('utf8') : ''
    const plain = text.match(/[\p{L}\p{N}\s@.,;:"'()+_-]/gu)?.length ?? 0
    if (encoding === 'utf-8' && plain < text.length * plainShareMin) return undefined
  }
  return Buffer.from(run, 'base64')
}

/** A run that the end of a piece may have cut. */
interface OpenRun {
  readonly parts: string[]
  length: number
  /** Characters of its last line. */
  line: number
}

/** Follows a run from `at`; returns where it ends in this text and how long its last line is there. */
function follow(text: string, at: number, line: number): { end: number; line: number } {
  let end = at
  let length = line
  for (;;) {
    const start = end
    while (end < text.length && valueAt(text, end) < 64) end += 1
    length += end - start
    if (end === text.length || length < foldedMin || !isLineEnd(text.charCodeAt(end))) break
    let next = end
    while (next - end < 2 && isLineEnd(text.charCodeAt(next))) next += 1
    if (next < text.length && valueAt(text, next) === 64) break
    end = next
    length = 0
  }
  return { end, line: length }
}

function findRuns(onRun: (run: string) => void, extracting: Extracting) {
  let open: OpenRun | undefined

  function close(): void {
    if (open && open.length >= runMin) onRun(open.parts.join(''))
    open = undefined
  }

  /** Follows the run at `at`, which may go on in the next piece; returns where it ends. */
  function take(text: string, start: number, at: number): number {
    open ??= { parts: [], length: 0, line: 0 }
    const { end, line } = follow(text, at, open.line + at - start)
    open.line = line
    open.length += end - start
    extracting.holding(open.length)
    if (open.length <= limits.scanHeldBytesMax) open.parts.push(text.slice(start, end))
    if (end < text.length) close()
    return end
  }

  function startOf(text: string, at: number, from: number): number {
    let start = at
    while (start > from && valueAt(text, start - 1) < 64) start -= 1
    return start
  }

  return {
    push(text: string): void {
      let from = open ? take(text, 0, 0) : 0
      // A run covers every place that lies so far behind what is none: most characters are never looked at.
      for (let at = from + runMin - 1; at < text.length; at = from + runMin - 1) {
        const start = startOf(text, at + 1, from)
        from = start === from ? take(text, start, at) : start
      }
      const last = startOf(text, text.length, from)
      if (!open && last < text.length) take(text, last, text.length)
    },
    end: close,
  }
}

/** The text as it comes, with what its base64 says behind the line. */
export async function* withInlineBase64(
  pieces: AsyncIterable<string>,
  extracting: Extracting,
): AsyncGenerator<string> {
  const waiting: Buffer[] = []
  let waitingBytes = 0
  const runs = findRuns(run => {
    const bytes = bytesOf(run)
    if (!bytes) return
    waiting.push(bytes)
    waitingBytes += bytes.length
    extracting.holding(waitingBytes)
  }, extracting)
  async function* read(): AsyncGenerator<string> {
    waitingBytes = 0
    for (const bytes of waiting.splice(0)) {
      extracting.unpacked(bytes.length)
      const source = (async function* () {
        yield bytes
      })()
      yield* extracting.inner(source, 'base64', { isVital: false })
    }
  }
  for await (const piece of pieces) {
    runs.push(piece)
    const lineEnd = waiting.length === 0 ? -1 : piece.lastIndexOf('\n')
    if (lineEnd < 0) {
      yield piece
      continue
    }
    yield piece.slice(0, lineEnd + 1)
    yield* read()
    yield piece.slice(lineEnd + 1)
  }
  runs.end()
  yield* read()
}
