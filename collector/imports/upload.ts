/** The text of an uploaded file: measured, hashed, decoded. What is no text is refused with what it looks like. */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { contentFrom } from '../../content/extract/content.ts'
import { decoded } from '../../content/extract/decode.ts'
import { encodingOf } from '../../content/extract/encoding.ts'
import { signatureOf } from '../../content/extract/signature.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { workbookText } from './workbook.ts'

export interface Upload {
  /** Throws Fault ERR_INPUT_FILE for content that is no text, ERR_INPUT_TOO_LARGE past the cap. */
  readonly text: AsyncIterable<string>
  /** Hex SHA-256 of the bytes; complete once the text has been read. */
  sha256(): string
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
    const content = await contentFrom(file, source)
    if (encodingOf(content.head) !== undefined) {
      yield* decoded(content.stream())
      return
    }
    const sheet = await workbookText(content)
    if (sheet) {
      yield* sheet
      return
    }
    const label = signatureOf(content.head)?.label ?? 'no text'
    throw new Fault(
      'ERR_INPUT_FILE',
      `${file}: is ${label}, not a CSV or XLSX; save or export it as CSV and import that`,
    )
  }
  return { text: text(measured(body)), sha256: () => hash.digest('hex') }
}
