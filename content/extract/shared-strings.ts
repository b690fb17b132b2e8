/**
 * The shared strings of a workbook (ECMA-376 18.4), read as far as sheets need them and kept in a bounded window: writers number
 * strings in the order of first use, so a sheet and its strings are read side by side.
 */
import { type TextBuffer, textBuffer } from './text-buffer.ts'
import { localName, walkXml, type XmlHandler } from './xml-bytes.ts'

const pageBytes = 512 * 1024
const pageStringsMax = 32 * 1024
/** The first pages stay: words that repeat through a whole column come early. The window slides behind them. */
const pinnedPages = 8
const pagesMax = 24
/** Bits for 64 million strings. */
const bitBytesMax = 8 * 1024 * 1024

interface Page {
  /** Number of the first string. */
  first: number
  count: number
  readonly ends: Uint32Array
  bytes: Uint8Array
  length: number
}

/** Strings by number. */
export interface SharedStrings {
  /** Whether string `index` is to be fetched by `need` first. */
  lacks(index: number): boolean
  /** Reads on until string `index` is there or none are left; once a sheet from the first again, where it has left the window. */
  need(index: number): Promise<void>
  /** Writes string `index`; nothing where it is not there. */
  copy(index: number, to: TextBuffer): void
  /** Before each sheet. */
  startSheet(): void
  /** The strings that no sheet has used, in pieces, after all sheets. */
  unused(): AsyncIterable<string>
}

const tab = 0x09

const newPage = (first: number): Page => ({
  first,
  count: 0,
  ends: new Uint32Array(pageStringsMax),
  bytes: new Uint8Array(pageBytes),
  length: 0,
})

/** A bit per string that a sheet has used; strings past the last bit count as unused and are read once more. */
function openBits() {
  let bits = new Uint8Array(64 * 1024)
  let count = 0
  return {
    get count() {
      return count
    },
    has: (index: number): boolean => ((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0,
    add(index: number): void {
      const at = index >> 3
      if (at >= bitBytesMax) return
      if (at >= bits.length) {
        const larger = new Uint8Array(Math.max(bits.length * 2, at + 1))
        larger.set(bits)
        bits = larger
      }
      const before = bits[at] ?? 0
      const after = before | (1 << (index & 7))
      if (after === before) return
      bits[at] = after
      count += 1
    },
  }
}

/** Opens the strings; `open` starts reading their XML from its beginning, again after a rewind. */
export function openSharedStrings(open: () => AsyncIterable<Uint8Array>): SharedStrings {
  let pages: Page[] = []
  let loaded = 0
  let isDone = false
  let mayRewind = true
  /** After the sheets: strings are not kept, but written where they were not used. */
  let isTelling = false
  let chunks: AsyncIterator<Uint8Array> | undefined
  let isText = false
  let last: Page | undefined
  const used = openBits()
  const current = textBuffer()
  const missed = textBuffer()

  /** The oldest page that slides, emptied; undefined while there is room for more pages. */
  function slide(): Page | undefined {
    const [oldest] = pages.length < pagesMax ? [] : pages.splice(pinnedPages, 1)
    return oldest && Object.assign(oldest, { first: loaded, count: 0, length: 0 })
  }

  function addPage(bytesMin: number): Page {
    const page = slide() ?? newPage(loaded)
    if (page.bytes.length < bytesMin) page.bytes = new Uint8Array(bytesMin)
    pages.push(page)
    return page
  }

  function tell(bytes: Uint8Array, start: number, end: number): void {
    missed.copy(bytes, start, end)
    missed.byte(tab)
  }

  function store(text: Uint8Array): void {
    if (isTelling) {
      if (!used.has(loaded)) tell(text, 0, text.length)
      loaded += 1
      return
    }
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

  async function rewind(): Promise<void> {
    await chunks?.return?.()
    chunks = undefined
    pages = []
    last = undefined
    loaded = 0
    isDone = false
    current.takeBytes()
    isText = false
    walk = walkXml(handler)
  }

  return {
    lacks(index) {
      if (index >= loaded) return !isDone
      return mayRewind && !pageOf(index)
    },
    async need(index) {
      if (index < loaded) {
        mayRewind = false
        await rewind()
      }
      while (index >= loaded && !isDone) await advance()
    },
    copy(index, to) {
      const page = pageOf(index)
      if (!page) return
      const place = index - page.first
      to.copy(page.bytes, place === 0 ? 0 : (page.ends[place - 1] ?? 0), page.ends[place] ?? 0)
      used.add(index)
    },
    startSheet() {
      mayRewind = true
    },
    async *unused() {
      while (!isDone) await advance()
      if (used.count === loaded) return
      const isWhole = pages.reduce((count, page) => count + page.count, 0) === loaded
      if (!isWhole) await rewind()
      for (const { first, count, ends, bytes } of pages) {
        for (let index = 0; index < count; index += 1) {
          if (used.has(first + index)) continue
          tell(bytes, index === 0 ? 0 : (ends[index - 1] ?? 0), ends[index] ?? 0)
        }
        if (missed.isReady) yield missed.take()
      }
      isTelling = true
      while (!isDone) {
        await advance()
        if (missed.isReady) yield missed.take()
      }
      yield missed.take()
    },
  }
}
