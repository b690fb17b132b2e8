/** Contact cards and calendars (vCard 2.1–4.0, iCalendar): folded lines joined, encodings resolved, a card as a line. */
import { decoded, decodeWhole } from './decode.ts'
import { encodingOf } from './encoding.ts'
import { extractor } from './extractor.ts'
import { linesOf } from './lines.ts'
import { decodePercent, quotedLine } from './transfer.ts'

const isQuoted = (line: string): boolean => /^[^:]*QUOTED-PRINTABLE/i.test(line)

function plainOf(line: string): string {
  if (isQuoted(line)) {
    const charset = /CHARSET=([^;:]+)/i.exec(line)?.[1]
    return decodeWhole(Buffer.from(quotedLine(line), 'latin1'), charset).replace(/\n$/, '')
  }
  return line.includes('%') ? decodePercent(line) : line
}

/** Lines with what was folded joined again: by a leading space (RFC 6350 3.2), or by `=` at the end where quoted-printable. */
async function* unfolded(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let open: string | undefined
  let isOpenQuoted = false
  for await (const line of lines) {
    if (open !== undefined && /^[ \t]/.test(line) && open.length < 65_536) open += line.slice(1)
    else if (isOpenQuoted && open?.endsWith('=') && open.length < 65_536) {
      open = open.slice(0, -1) + line
    } else {
      if (open !== undefined) yield open
      open = line
      isOpenQuoted = isQuoted(line)
    }
  }
  if (open !== undefined) yield open
}

export const vcard = extractor({
  name: 'vcard',
  summary: 'Contact cards (vcf) and calendars (ics)',
  isPlain: true,
  detect: head =>
    encodingOf(head) !== undefined &&
    /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*BEGIN:(?:VCARD|VCALENDAR)\s/i.test(
      Buffer.from(head).toString('latin1').replaceAll('\0', ''),
    ),
  async *text(content) {
    let held = ''
    for await (const line of unfolded(linesOf(decoded(content.stream())))) {
      const isEnd = /^END:V/i.test(line)
      held += `${plainOf(line).replaceAll(/[\r\n]+/g, ' ')}${isEnd ? '\n' : '\t'}`
      if (held.length < 32_768) continue
      yield held
      held = ''
    }
    yield held
  },
})
