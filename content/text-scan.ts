/** Scans text that arrives in pieces: counts rows and collects the tokens of customers' identifiers, also of those cut by a seam. */
import { type Candidates, collectCandidates } from './candidates.ts'
import { charClass, charClasses, foldFullWidth } from './characters.ts'
import type { CustomerFilter } from './filter.ts'
import { emailFinder } from './find-emails.ts'
import { phoneFinder } from './find-phones.ts'
import { openLookup } from './lookup.ts'

/** Text without anything that ends an identifier is held back up to here; an identifier has no more than some 300 characters. */
const carryCharsMax = 64 * 1024
const overlapChars = 512

/** A scan in progress; push the text in order, then call `end` once. */
export interface TextScan {
  readonly candidates: Candidates
  /** Lines seen, by LF, CRLF or CR; the last needs no line end. */
  readonly rows: number
  push(text: string): void
  end(): void
}

/** Starts a scan; without a filter it counts rows only. */
export function openTextScan(
  filter: CustomerFilter | undefined,
  { candidatesMax }: { readonly candidatesMax: number },
): TextScan {
  const classes = charClasses()
  const candidates = collectCandidates(candidatesMax)
  const find = filter === undefined ? undefined : finder(filter, candidates, classes)
  const rows = rowCounter()
  let carry = ''

  return {
    candidates,
    get rows() {
      return rows.count()
    },
    push(text) {
      rows.push(text)
      if (find === undefined) return
      const folded = carry + foldFullWidth(text)
      const cut = lastHard(folded, classes)
      if (cut > 0 || folded.length < carryCharsMax) {
        if (cut > 0) find(folded.slice(0, cut))
        carry = folded.slice(cut)
        return
      }
      // No end of an identifier in a very long text: the seam is covered by an overlap, since tokens count once.
      find(folded)
      carry = folded.slice(-overlapChars)
    },
    end() {
      find?.(carry)
      carry = ''
    },
  }
}

/** The index behind the last character that ends any identifier, or 0. */
function lastHard(text: string, classes: Uint8Array): number {
  for (let at = text.length; at > 0; at -= 1) {
    const kind = classes[text.charCodeAt(at - 1)]
    if (
      kind === charClass.hard ||
      kind === charClass.lineFeed ||
      kind === charClass.carriageReturn
    ) {
      return at
    }
  }
  return 0
}

function finder(filter: CustomerFilter, candidates: Candidates, classes: Uint8Array) {
  const lookup = openLookup(filter, candidates)
  const findEmail = emailFinder(lookup)
  const findPhone = phoneFinder(lookup, filter.phonePlans)
  return (text: string): void => {
    for (let at = 0; at < text.length; ) {
      const kind = classes[text.charCodeAt(at)] ?? 0
      if (kind < charClass.digit) at += 1
      else if (kind === charClass.at) at = findEmail(text, at)
      else at = findPhone(text, at)
    }
  }
}

function rowCounter() {
  let ends = 0
  let isLineOpen = false
  let endsInReturn = false
  return {
    count: (): number => ends + (isLineOpen ? 1 : 0),
    push(text: string): void {
      if (text === '') return
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
        const isSecond = at === 0 ? endsInReturn : text.charCodeAt(at - 1) === 0x0d
        if (!isSecond) ends += 1
      }
      for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) ends += 1
      const last = text.charCodeAt(text.length - 1)
      endsInReturn = last === 0x0d
      isLineOpen = last !== 0x0d && last !== 0x0a
    },
  }
}
