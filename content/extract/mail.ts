/** Mail messages and mbox files (RFC 5322, MIME): headers and bodies decoded, attachments opened as what they are. */
import { type Extracting, extractor } from './extractor.ts'
import { asLatin1, linesOf } from './lines.ts'
import { base64Decoder, decodeParameter, decodeWords, quotedLine } from './transfer.ts'

const depthMax = 20
/** Headers are held as a whole; a header longer than any mail's ends here. */
const headerLinesMax = 5000

/** Lines with one that is looked at before it is taken. */
interface Lines {
  peek(): Promise<string | undefined>
  next(): Promise<string | undefined>
  /** Whether the line before was empty. */
  readonly isAfterBlank: boolean
}

function openLines(source: AsyncIterable<Uint8Array>): Lines {
  const lines = linesOf(asLatin1(source))
  let ahead: string | undefined
  let isAhead = false
  let isAfterBlank = true
  async function peek(): Promise<string | undefined> {
    if (!isAhead) {
      const { value, done } = await lines.next()
      ahead = done ? undefined : value
      isAhead = true
    }
    return ahead
  }
  return {
    peek,
    async next() {
      const line = await peek()
      isAhead = false
      isAfterBlank = line === ''
      return line
    },
    get isAfterBlank() {
      return isAfterBlank
    },
  }
}

interface Part {
  readonly lines: Lines
  readonly boundaries: readonly string[]
  readonly isMbox: boolean
  readonly depth: number
}

const isMessageStart = (line: string): boolean => /^From \S+.*\d\d:\d\d/.test(line)

/** Whether the line ends the part: a boundary of a part around it, or the next message of an mbox. */
const endsPart = ({ lines, boundaries, isMbox }: Part, line: string): boolean =>
  (line.startsWith('--') && boundaries.some(mark => line.startsWith(`--${mark}`))) ||
  (isMbox && lines.isAfterBlank && isMessageStart(line))

async function headersOf(part: Part): Promise<string[]> {
  const headers: string[] = []
  for (let count = 0; count < headerLinesMax; count += 1) {
    const line = await part.lines.peek()
    if (line === undefined || (count > 0 && endsPart(part, line))) break
    await part.lines.next()
    if (line === '') break
    if (/^[ \t]/.test(line) && headers.length > 0) headers.push(`${headers.pop()}${line}`)
    else headers.push(line)
  }
  return headers
}

const headerOf = (headers: readonly string[], name: string): string => {
  const start = `${name}:`
  const found = headers.find(line => line.toLowerCase().startsWith(start))
  return found === undefined ? '' : found.slice(start.length).trim()
}

const parameter = (value: string, name: string): string | undefined => {
  const found = new RegExp(`;\\s*${name}\\*?=\\s*(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(value)
  return found?.[1] ?? found?.[2]
}

/** The decoded bytes of a body up to the end of its part. */
async function* bodyBytes(part: Part, encoding: string): AsyncGenerator<Uint8Array> {
  const base64 = base64Decoder()
  let held: Buffer[] = []
  let bytes = 0
  for (;;) {
    const line = await part.lines.peek()
    if (line === undefined || endsPart(part, line)) break
    await part.lines.next()
    const piece =
      encoding === 'base64'
        ? base64.push(line)
        : Buffer.from(encoding === 'quoted-printable' ? quotedLine(line) : `${line}\n`, 'latin1')
    held.push(piece)
    bytes += piece.length
    if (bytes < 32_768) continue
    yield Buffer.concat(held)
    held = []
    bytes = 0
  }
  yield Buffer.concat([...held, base64.end()])
}

/** Bytes in a known charset as UTF-8. */
async function* recoded(
  source: AsyncIterable<Uint8Array>,
  charset: string | undefined,
): AsyncGenerator<Uint8Array> {
  const decoder = charset === undefined ? undefined : decoderOf(charset)
  if (!decoder) {
    yield* source
    return
  }
  for await (const piece of source) yield Buffer.from(decoder.decode(piece, { stream: true }))
  yield Buffer.from(decoder.decode())
}

function decoderOf(charset: string): TextDecoder | undefined {
  try {
    const decoder = new TextDecoder(charset)
    return decoder.encoding === 'utf-8' ? undefined : decoder
  } catch {
    return undefined
  }
}

async function passTo(part: Part): Promise<string> {
  for (;;) {
    const line = await part.lines.peek()
    if (line === undefined || endsPart(part, line)) return line ?? ''
    await part.lines.next()
  }
}

async function* multipart(
  part: Part,
  boundary: string,
  extracting: Extracting,
): AsyncGenerator<string> {
  const inside = {
    ...part,
    boundaries: [...part.boundaries, boundary],
    depth: part.depth + 1,
  }
  // Text in front of the first part is shown by no program and may be there all the same.
  for await (const bytes of bodyBytes(inside, '')) yield Buffer.from(bytes).toString('latin1')
  for (;;) {
    const line = await passTo(inside)
    if (!line.startsWith(`--${boundary}`)) return
    await part.lines.next()
    if (line.startsWith(`--${boundary}--`)) break
    yield* entity(inside, extracting)
  }
  for await (const bytes of bodyBytes(part, '')) yield Buffer.from(bytes).toString('latin1')
}

/** A message or a part of one: headers and what follows them. */
async function* entity(part: Part, extracting: Extracting): AsyncGenerator<string> {
  const headers = await headersOf(part)
  const text = headers.map(line => decodeWords(line.replaceAll(/[\r\n]+/g, ' '))).join('\n')
  yield `${text}\n`
  const type = headerOf(headers, 'content-type')
  const disposition = headerOf(headers, 'content-disposition')
  const encoding = headerOf(headers, 'content-transfer-encoding').toLowerCase()
  const boundary = parameter(type, 'boundary')
  if (/^multipart\//i.test(type) && boundary && part.depth < depthMax) {
    yield* multipart(part, boundary, extracting)
    return
  }
  if (/^message\/rfc822/i.test(type) && !encoding.includes('64') && part.depth < depthMax) {
    yield* entity({ ...part, depth: part.depth + 1 }, extracting)
    return
  }
  const name = parameter(disposition, 'filename') ?? parameter(type, 'name')
  const isText = type === '' || /^text\//i.test(type)
  const body = recoded(bodyBytes(part, encoding), isText ? parameter(type, 'charset') : undefined)
  extracting.entry()
  yield* extracting.inner(body, name === undefined ? 'message text' : decodeParameter(name), {
    isVital: !/^image\//i.test(type),
  })
  await passTo(part)
}

const known =
  /^(from|to|cc|subject|received|return-path|message-id|mime-version|date|content-type|delivered-to|reply-to|x-[a-z-]+):/i
const headerLines = /^(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2}/

export const mail = extractor({
  name: 'mail',
  summary: 'Mail messages (eml) and mailboxes (mbox) with their attachments',
  isPlain: true,
  detect(head) {
    const text = Buffer.from(head)
      .toString('latin1')
      .replace(/^From [^\n]*\n/, '')
    return known.test(text) && headerLines.test(text)
  },
  async *text(content, extracting) {
    const isMbox = Buffer.from(content.head.subarray(0, 5)).toString('latin1') === 'From '
    const lines = openLines(content.stream())
    const part: Part = { lines, boundaries: [], isMbox, depth: 0 }
    if (!isMbox) {
      yield* entity(part, extracting)
      return
    }
    while ((await lines.peek()) !== undefined) {
      yield `${await lines.next()}\n`
      yield* entity(part, extracting)
    }
  },
})
