/** The text of an uploaded file: measured, hashed, decoded. What is no text is refused with what it looks like. */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { headBytes } from '../../content/extract/extractor.ts'
import { extractorFor } from '../../content/extract/registry.ts'
import { signatureOf } from '../../content/extract/signature.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'

export interface Upload {
  /** Throws Fault ERR_INPUT_FILE for content that is no text, ERR_INPUT_TOO_LARGE past the cap. */
  readonly text: AsyncIterable<string>
  /** Hex SHA-256 of the bytes; complete once the text has been read. */
  sha256(): string
}

/** Gathers the first bytes, so that the kind of content can be told however the body was cut. */
async function* withWholeHead(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0)
  for await (const chunk of source) {
    if (head === undefined) yield chunk
    else {
      head = Buffer.concat([head, chunk])
      if (head.length < headBytes) continue
      yield head
      head = undefined
    }
  }
  if (head !== undefined && head.length > 0) yield head
}

/** Wraps a request's body. Throws Fault ERR_INPUT_INVALID where it is no stream. */
export function openUpload(body: unknown, file: string): Upload {
  if (!(body instanceof Readable)) {
    throw new Fault('ERR_INPUT_INVALID', 'send the file as the body, with content-type: text/csv')
  }
  const hash = createHash('sha256')
  async function* measured(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    let bytes = 0
    for await (const chunk of source) {
      bytes += chunk.length
      hash.update(chunk)
      if (bytes > limits.importBytesMax) {
        throw new Fault(
          'ERR_INPUT_TOO_LARGE',
          `${file}: larger than ${limits.importBytesMax} bytes; import it in parts`,
        )
      }
      yield chunk
    }
  }
  async function* text(source: AsyncIterable<Buffer>): AsyncIterable<string> {
    for await (const head of source) {
      const extractor = extractorFor(head.subarray(0, headBytes), file)
      if (!extractor) {
        const label = signatureOf(head)?.label ?? 'no text'
        throw new Fault(
          'ERR_INPUT_FILE',
          `${file}: is ${label}, not a CSV; save or export it as CSV and import that`,
        )
      }
      yield* extractor.text(resumed(head, source))
      return
    }
  }
  return { text: text(withWholeHead(measured(body))), sha256: () => hash.digest('hex') }
}

async function* resumed(first: Buffer, rest: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  yield first
  yield* rest
}
