/** Text out of XML and HTML as it streams by. Knows no schema beyond the table it is given, and loses no text to broken markup. */
import { decodeEntities } from './entities.ts'

/** What an element means for the text. Names are local and, for HTML, in lower case. */
export interface Markup {
  /** The only elements whose text counts; left out: all. */
  readonly textIn?: ReadonlySet<string>
  /** What is written for a tag, by name: at the start (`<tr`), at the end (`/tr`) or for both. */
  readonly marks: Readonly<Record<string, string>>
  /** What is written for any other tag. */
  readonly otherMark: string
  /** Which tags' attributes are written, as they stand: all, or these names. */
  readonly attributesOf: 'all' | ReadonlySet<string>
  /** Table cells and rows, by name: a cell's line ends become spaces, so that a row stays one line. */
  readonly table?: { readonly cells: ReadonlySet<string>; readonly row: string }
  /** Written in place of line ends inside text; left out: they stay. */
  readonly lineEnd?: string
  /** Elements whose line ends stay. */
  readonly keepLinesIn?: ReadonlySet<string>
}

/** A tag or a text without its end is held up to here (UTF-16 units), then taken for text. */
const heldUnitsMax = 256 * 1024

const isNameStart = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code > 0x7f || code === 0x5f

/** Where the name that begins at `at` ends. */
function nameEnd(text: string, at: number, end: number): number {
  let stop = at
  for (; stop < end; stop += 1) {
    const code = text.charCodeAt(stop)
    if (code <= 0x20 || code === 0x2f) break
  }
  return stop
}

/** What a table says of one element. */
interface Element {
  readonly startMark: string
  readonly endMark: string
  readonly isCounted: boolean
  readonly keepsLines: boolean
  readonly hasAttributes: boolean
  readonly isCell: boolean
  readonly isRow: boolean
}

/** A page has few different names; names of other content are looked up as they come. */
const elementsMax = 1000
const writtenMax = 100
const slots = 512

/** Looks up the element whose name is written at `text[start..end)`: prefix and capitals do not matter. */
type Elements = (text: string, start: number, end: number) => Element

function elementsOf(markup: Markup): Elements {
  const { textIn, marks, otherMark, attributesOf, keepLinesIn, table } = markup
  const known = new Map<string, Element>()
  /** By ends and length of the name: most names are found without a string of their own. */
  const recent: ({ readonly written: string; readonly element: Element } | undefined)[] =
    Array.from({ length: slots })
  function find(written: string): Element {
    const before = known.get(written)
    if (before) return before
    const name = written.slice(written.lastIndexOf(':') + 1).toLowerCase()
    const element = {
      startMark: marks[`<${name}`] ?? marks[name] ?? otherMark,
      endMark: marks[`/${name}`] ?? marks[name] ?? otherMark,
      isCounted: textIn?.has(name) ?? false,
      keepsLines: keepLinesIn?.has(name) ?? false,
      hasAttributes: attributesOf === 'all' || attributesOf.has(name),
      isCell: table?.cells.has(name) ?? false,
      isRow: name === table?.row,
    }
    if (known.size < elementsMax && written.length < writtenMax) known.set(written, element)
    return element
  }
  return (text, start, end) => {
    const length = end - start
    const ends = text.charCodeAt(start) * 31 + text.charCodeAt(end - 1) * 7 + length
    const slot = Number.isNaN(ends) ? 0 : ends % slots
    const last = recent[slot]
    if (last && last.written.length === length && text.startsWith(last.written, start))
      return last.element
    const written = text.slice(start, end)
    const element = find(written)
    if (length < writtenMax) recent[slot] = { written, element }
    return element
  }
}

/** One table serves all content of its kind. */
const lookups = new WeakMap<Markup, Elements>()

function lookupOf(markup: Markup): Elements {
  const lookup = lookups.get(markup) ?? elementsOf(markup)
  lookups.set(markup, lookup)
  return lookup
}

const anyLineEnd = /[\r\n]/
const lineEnds = /[\r\n]+/g

const inOneLine = (text: string, lineEnd: string): string =>
  anyLineEnd.test(text) ? text.replaceAll(lineEnds, lineEnd) : text

/** Converts pieces of markup to text; `end` gives what is left. */
function markupReader(markup: Markup) {
  const { textIn, lineEnd } = markup
  const elementOf = lookupOf(markup)
  let held = ''
  let isCounted = textIn === undefined
  let keepsLines = false
  let isInCell = false

  function markOf({ isCell, isRow, startMark, endMark }: Element, isEnd: boolean): string {
    if (isCell) isInCell = !isEnd
    else if (isRow) isInCell = false
    const mark = isEnd ? endMark : startMark
    return isInCell && mark === '\n' ? ' ' : mark
  }

  function textOf(text: string): string {
    if (!isCounted || text === '') return ''
    const plain = text.includes('&') ? decodeEntities(text) : text
    return lineEnd === undefined || keepsLines ? plain : inOneLine(plain, lineEnd)
  }

  function tagOf(text: string, start: number, end: number): string {
    const isEnd = text.charCodeAt(start + 1) === 0x2f
    const from = isEnd ? start + 2 : start + 1
    const stop = nameEnd(text, from, end)
    const element = elementOf(text, from, stop)
    const isEmpty = text.charCodeAt(end - 1) === 0x2f
    if (element.isCounted) isCounted = !isEnd && !isEmpty
    if (element.keepsLines) keepsLines = !isEnd
    const mark = markOf(element, isEnd)
    if (isEnd || stop === end || !element.hasAttributes) return mark
    const attributes = text.slice(stop, end)
    if (!attributes.includes('=')) return mark
    const plain = attributes.includes('&') ? decodeEntities(attributes) : attributes
    return `\t${inOneLine(plain, ' ')}\t${mark}`
  }

  /** The index of the end of what begins with `<` at `start`: a tag, comment, CDATA … or -1 where it is not here yet. */
  function endOf(text: string, start: number): { end: number; isText: boolean; body: number } {
    if (text.startsWith('<!--', start)) {
      return { end: text.indexOf('-->', start + 4) + 2, isText: true, body: start + 4 }
    }
    if (text.startsWith('<![CDATA[', start)) {
      return { end: text.indexOf(']]>', start + 9) + 2, isText: true, body: start + 9 }
    }
    return { end: text.indexOf('>', start + 1), isText: false, body: start + 1 }
  }

  function read(text: string, isLast: boolean): string {
    let out = ''
    let at = 0
    for (;;) {
      const start = text.indexOf('<', at)
      if (start < 0) break
      out += textOf(text.slice(at, start))
      at = start
      const code = text.charCodeAt(start + 1)
      if (Number.isNaN(code) && !isLast) break
      if (!isNameStart(code) && code !== 0x2f && code !== 0x21 && code !== 0x3f) {
        out += textOf('<')
        at = start + 1
        continue
      }
      const { end, isText, body } = endOf(text, start)
      if (end < body) {
        if (!isLast && text.length - start < heldUnitsMax) break
        out += ' '
        at = start + 1
        continue
      }
      // Comments are searched too: what is commented out is still in the file.
      if (isText) out += `\t${text.slice(body, end - 2)}\t`
      else if (code !== 0x21 && code !== 0x3f) out += tagOf(text, start, end)
      else if (text.startsWith('<?xml ', start)) out += ''
      else out += `\t${text.slice(body, end)}\t`
      at = end + 1
    }
    // An entity that a seam would cut waits for its end.
    const tail = text.slice(at)
    const entity = tail.startsWith('<') ? 0 : tail.lastIndexOf('&')
    const isOpen = !isLast && entity >= 0 && tail.length - entity < 40
    const keep = tail.startsWith('<') || isOpen ? entity : tail.length
    held = isLast ? '' : tail.slice(keep)
    return out + textOf(isLast ? tail : tail.slice(0, keep))
  }

  return {
    push: (piece: string): string => read(held === '' ? piece : held + piece, false),
    end: (): string => read(held, true),
  }
}

/** The text of a stream of markup. */
export async function* markupText(
  source: AsyncIterable<string>,
  markup: Markup,
): AsyncGenerator<string> {
  const reader = markupReader(markup)
  for await (const piece of source) yield reader.push(piece)
  yield reader.end()
}
