/**
 * The shared strings of a workbook (ECMA-376 18.4), read as far as sheets need them and kept in a bounded window: writers number
 * strings in the order of first use, so a sheet and its strings are read side by side.
 */
import { type TextBuffer, textBuffer } from './text-buffer.ts'
import { localName, walkXml, type XmlHandler } from './xml-bytes.ts'

const pageBytes = 1024 * 1024
const pageStringsMax = 64 * 1024
/** The first pages stay: words that repeat through a whole column come early. The window slides behind them. */
const pinnedPages = 8
const pagesMax = 32

interface Page {
  /** Number of the first string. */
  first: number
  count: number
  readonly ends: Uint32Array
  readonly used: Uint8Array
  bytes: Uint8Array
  length: number
}

/** Strings by number. */
export interface SharedStrings {
  /** Reads on until string `index` is there or none are left. */
  need(index: number): Promise<void>
  /** Whether `need(index)` would have to read. */
  lacks(index: number): boolean
  /** Writes string `index`; nothing where it has left the window. */
  copy(index: number, to: TextBuffer): void
  /** Before each sheet: a sheet may use strings from the first again. */
  rewind(): void
  /** The strings that no sheet has used, in pieces, after all sheets. */
  unused(): AsyncIterable<string>
}

const tab = 0x09

const newPage = (first: number): Page => ({
  first,
  count: 0,
  ends: new Uint32Array(pageStringsMax),
  used: new Uint8Array(pageStringsMax),
  bytes: new Uint8Array(pageBytes),
  length: 0,
})

/** Opens the strings; `open` starts reading their XML from its beginning, again after a rewind. */
export function openSharedStrings(open: () => AsyncIterable<Uint8Array>): SharedStrings {
  let pages: Page[] = []
  let loaded = 0
  let isDone = false
  let hasSlid = false
  let chunks: AsyncIterator<Uint8Array> | undefined
  const current = textBuffer()
  /** Strings that left the window unused. */
  const missed = textBuffer()
  const pieces: string[] = []
  let isText = false
  let last: Page | undefined

  function tell(page: Page, index: number): void {
    const start = index === 0 ? 0 : (page.ends[index - 1] ?? 0)
    missed.copy(page.bytes, start, page.ends[index] ?? start)
    missed.byte(tab)
    if (missed.isReady) pieces.push(missed.take())
  }

  function tellUnused(page: Page): void {
    for (let index = 0; index < page.count; index += 1)
      if (page.used[index] === 0) tell(page, index)
  }

  /** The oldest page that slides, emptied; undefined while there is room for more pages. */
  function slide(): Page | undefined {
    const [oldest] = pages.length < pagesMax ? [] : pages.splice(pinnedPages, 1)
    if (!oldest) return undefined
    hasSlid = true
    tellUnused(oldest)
    oldest.used.fill(0)
    return Object.assign(oldest, { first: loaded, count: 0, length: 0 })
  }

  function addPage(bytesMin: number): Page {
    const page = slide() ?? newPage(loaded)
    if (page.bytes.length < bytesMin) page.bytes = new Uint8Array(bytesMin)
    pages.push(page)
    return page
  }

  function store(text: Uint8Array): void {
    let page = pages.at(-1)
    if (!page || page.count === pageStringsMax || page.length + text.length > page.bytes.length) {
      page = addPage(text.length)
    }
    page.bytes.set(text, page.length)
    page.length += text.length
    page.ends[page.count] = page.length
    page.count += 1
    loaded += 1
  }

  const handler: XmlHandler = {
    tag(bytes, start, end) {
      const name = localName(bytes, start, end)
      const first = bytes[name]
      const second = bytes[name + 1] ?? 0
      const isEnd = bytes[start + 1] === 0x2f
      const isEmpty = bytes[end - 1] === 0x2f
      if (first === 0x74 && (name + 1 === end || second <= 0x20 || second === 0x2f)) {
        isText = !isEnd && !isEmpty
      } else if (first === 0x73 && second === 0x69) {
        if (isEnd || isEmpty) store(current.takeBytes())
      } else if (first === 0x72 && second === 0x50 && bytes[name + 2] === 0x68 && !isEnd) {
        // Phonetic hints follow the text that they explain.
        current.byte(tab)
      }
    },
    text(bytes, start, end) {
      if (isText) current.copyXml(bytes, start, end)
      return true
    },
  }
  let walk = walkXml(handler)

  async function advance(): Promise<void> {
    chunks ??= open()[Symbol.asyncIterator]()
    const { value, done } = await chunks.next()
    if (done) {
      isDone = true
      return
    }
    walk.push(value)
    walk.run()
  }

  function pageOf(index: number): Page | undefined {
    if (last && index >= last.first && index < last.first + last.count) return last
    let low = 0
    let high = pages.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const page = pages[middle]
      if (!page) return undefined
      if (index < page.first) high = middle - 1
      else if (index >= page.first + page.count) low = middle + 1
      else {
        last = page
        return page
      }
    }
    return undefined
  }

  return {
    lacks: index => index >= loaded && !isDone,
    async need(index) {
      while (index >= loaded && !isDone) await advance()
    },
    copy(index, to) {
      const page = pageOf(index)
      if (!page) return
      const place = index - page.first
      to.copy(page.bytes, place === 0 ? 0 : (page.ends[place - 1] ?? 0), page.ends[place] ?? 0)
      page.used[place] = 1
    },
    rewind() {
      if (!hasSlid) return
      for (const page of pages) tellUnused(page)
      pages = []
      last = undefined
      loaded = 0
      isDone = false
      hasSlid = false
      chunks = undefined
      current.takeBytes()
      isText = false
      walk = walkXml(handler)
    },
    async *unused() {
      while (!isDone) {
        await advance()
        yield* pieces.splice(0)
      }
      for (const page of pages) tellUnused(page)
      yield* pieces.splice(0)
      yield missed.take()
    },
  }
}
