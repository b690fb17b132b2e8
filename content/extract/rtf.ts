/** RTF as text (RTF 1.9.1): paragraphs and table rows as lines, cells by tab, \u and \' escapes resolved. Pictures and fonts are passed over. */
import { extractor } from './extractor.ts'

/** Destinations that hold no text of the writer. `\*` marks others that a reader may ignore; those are read. */
const silent = new Set([
  'fonttbl',
  'colortbl',
  'stylesheet',
  'pict',
  'themedata',
  'colorschememapping',
  'latentstyles',
  'datastore',
  'rsidtbl',
  'listtable',
  'blipuid',
])
const written: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  row: '\n',
  sect: '\n',
  page: '\n',
  cell: '\t',
  nestcell: '\t',
  nestrow: '\n',
  tab: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
}

/** Decoders by code page number; every other is taken for windows-1252. */
function decoderOf(codePage: number): TextDecoder {
  try {
    return new TextDecoder(`windows-${codePage}`)
  } catch {
    return new TextDecoder('windows-1252')
  }
}

const groupsMax = 10_000

/** Reads RTF in pieces of 8-bit text; a control word that a piece may cut is held. */
function rtfReader() {
  let held = ''
  let depth = 0
  /** The depth of the group that is passed over; 0: none. */
  let silentFrom = 0
  /** Characters that stand for a \u before them and are not shown (\uc). */
  let fallbacks = 1
  let skip = 0
  let isInCell = false
  let decoder = decoderOf(1252)
  let bytes: number[] = []

  function flush(): string {
    if (bytes.length === 0) return ''
    const text = decoder.decode(Uint8Array.from(bytes))
    bytes = []
    return text
  }

  function control(word: string, value: string): string {
    if (silentFrom > 0) return ''
    if (silent.has(word)) {
      silentFrom = depth
      return ''
    }
    if (word === 'uc') fallbacks = Number(value) || 0
    else if (word === 'ansicpg') decoder = decoderOf(Number(value))
    else if (word === 'u' && value !== '') {
      skip = fallbacks
      return String.fromCharCode(Number(value) & 0xffff)
    }
    if (word === 'intbl') isInCell = true
    if (word === 'row' || word === 'pard') isInCell = false
    const mark = written[word] ?? ''
    return isInCell && mark === '\n' ? ' ' : mark
  }

  function plain(text: string): string {
    if (silentFrom > 0) return ''
    const visible = text.replaceAll(/[\r\n]/g, '')
    const shown = visible.slice(skip)
    skip = Math.max(0, skip - visible.length)
    // 8-bit characters outside of escapes are in the code page as well.
    return /[\x80-\xff]/.test(shown) ? decoder.decode(Buffer.from(shown, 'latin1')) : shown
  }

  const token =
    /\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z'])|([{}])|([^\\{}]+)|\\/gy

  return {
    read(piece: string, isLast: boolean): string {
      const text = held + piece
      const edge = isLast ? -1 : text.lastIndexOf('\\')
      const end = edge >= 0 && text.length - edge < 48 ? edge : text.length
      held = text.slice(end)
      const part = text.slice(0, end)
      let out = ''
      token.lastIndex = 0
      for (let match = token.exec(part); match; match = token.exec(part)) {
        const [, hex, word, value = '', symbol, brace, run] = match
        if (hex !== undefined) {
          if (skip > 0) skip -= 1
          else if (silentFrom === 0) bytes.push(Number.parseInt(hex, 16))
          continue
        }
        out += flush()
        if (word !== undefined) out += control(word, value)
        else if (brace === '{') depth = Math.min(depth + 1, groupsMax)
        else if (brace === '}') {
          if (silentFrom === depth) silentFrom = 0
          depth = Math.max(0, depth - 1)
        } else if (run !== undefined) out += plain(run)
        else if (symbol === '~') out += ' '
        else if (symbol === '_') out += '-'
        else if (symbol === '\n' || symbol === '\r') out += '\n'
        else if (symbol !== undefined && '\\{}'.includes(symbol)) out += plain(symbol)
      }
      return out + (isLast ? flush() : '')
    },
  }
}

/** The text of RTF that is at hand as 8-bit text. */
export function* rtfPlain(rtf: string): Generator<string> {
  const reader = rtfReader()
  for (let at = 0; at < rtf.length; at += 65_536) {
    yield reader.read(rtf.slice(at, at + 65_536), false)
  }
  yield reader.read('', true)
}

export const rtf = extractor({
  name: 'rtf',
  summary: 'RTF documents',
  isPlain: true,
  detect: head => Buffer.from(head.subarray(0, 5)).toString('latin1') === '{\\rtf',
  async *text(content) {
    const reader = rtfReader()
    for await (const piece of content.stream()) {
      yield reader.read(Buffer.from(piece).toString('latin1'), false)
    }
    yield reader.read('', true)
  },
})
