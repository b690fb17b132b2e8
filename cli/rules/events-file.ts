/** Reads events from files as texts of JSON, without holding a file: one per line, packed with gzip or not; or a JSON document with several. */
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Fault, systemCode } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'

/** One event as it stands in the file; `index` counts from 0 over lines with text, `line` from 1 over all. */
export interface EventText {
  readonly index: number
  readonly line: number
  readonly text: string
}

async function openBytes(path: string): Promise<Readable> {
  if (path === '-') return process.stdin
  const file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
  const bytes = file.createReadStream({ start: 0, highWaterMark: 1 << 18 })
  const isPacked = bytesRead === 2 && buffer.readUInt16BE() === 0x1f8b
  if (!isPacked) return bytes
  const unpacked = createGunzip()
  bytes.on('error', error => unpacked.destroy(error))
  return bytes.pipe(unpacked)
}

/** Lines in the pieces in which they come. */
async function* lineBlocks(path: string): AsyncGenerator<readonly string[]> {
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of await openBytes(path)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > limits.eventTextCharsMax) {
      throw new Fault(
        'ERR_INPUT_TOO_LARGE',
        `${path}: a line has more than ${limits.eventTextCharsMax} characters; one event per line is wanted`,
      )
    }
    yield lines
  }
  yield [rest]
}

/** A first line that only begins a value: the file is one JSON document. */
const beginsDocument = (line: string): boolean => /^\s*(\[|\{(.*[[{])?\s*$)/.test(line)

/** The events of a JSON document: an object, a list of them, or several of either, each beginning a line. Undefined where it is none. */
function eventsIn(text: string): readonly string[] | undefined {
  try {
    const parts = text.trim().split(/(?<=[\]}])\s*\n(?=[[{])/)
    const values = parts.flatMap((part): unknown => JSON.parse(part))
    return values.map(value => JSON.stringify(value))
  } catch {
    return undefined
  }
}

async function readAll(
  first: readonly string[],
  blocks: AsyncGenerator<readonly string[]>,
  path: string,
): Promise<string> {
  let text = first.join('\n')
  for await (const lines of blocks) {
    text += `\n${lines.join('\n')}`
    if (text.length > limits.eventTextCharsMax) {
      throw new Fault(
        'ERR_INPUT_TOO_LARGE',
        `${path}: a JSON document of more than ${limits.eventTextCharsMax} characters; write one event per line`,
      )
    }
  }
  return text
}

/** Numbers lines as they come; blank ones are no events. */
function numbering(): (lines: readonly string[]) => readonly EventText[] {
  let index = 0
  let line = 0
  return lines =>
    lines.flatMap(raw => {
      line++
      const text = raw.trim()
      return text === '' ? [] : [{ index: index++, line, text }]
    })
}

async function* blocksOf(path: string): AsyncGenerator<readonly EventText[]> {
  const number = numbering()
  const blocks = lineBlocks(path)
  let isFirst = true
  for await (const lines of blocks) {
    const start = isFirst ? lines.find(text => text.trim() !== '') : undefined
    if (start !== undefined) isFirst = false
    if (start !== undefined && beginsDocument(start)) {
      const text = await readAll(lines, blocks, path)
      const events = eventsIn(text)
      yield events?.map((event, index) => ({ index, line: 1, text: event })) ??
        number(text.split('\n'))
      return
    }
    yield number(lines)
  }
}

/** The events of a file (`-`: standard input), in blocks. Throws Faults for what cannot be read or unpacked. */
export async function* readEvents(path: string): AsyncGenerator<readonly EventText[]> {
  try {
    yield* blocksOf(path)
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    const code = systemCode(cause)
    if (code === undefined) throw cause
    throw new Fault('ERR_INPUT_FILE', `cannot read the events in ${path} (${code})`, { cause })
  }
}
