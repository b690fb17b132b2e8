/** Finds customers' e-mail addresses around each `@`. Does not judge what is an address: the filter decides what is a customer's. */
import { canonicalEmail } from './canonical-email.ts'
import { charClass, charClasses } from './characters.ts'
import type { Lookup } from './lookup.ts'

const localCharsMax = 64
const domainCharsMax = 190
/** `@a.bc` */
const domainCharsMin = 5

/** Looks up the address around the `@` at `at` in UTF-16 `units` that begin and end with 0; returns the index behind it. */
export type EmailFinder = (units: Uint16Array, at: number) => number

const isAlphanumeric = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a)

const isDomainChar = (code: number, classes: Uint8Array): boolean =>
  isAlphanumeric(code) ||
  code === 0x2e ||
  code === 0x2d ||
  (code >= 0x80 && classes[code] === charClass.word)

const isLocalChar = (code: number, classes: Uint8Array): boolean => {
  if (code === 0x2e || code === 0x2d || code === 0x2f) return true
  const kind = classes[code]
  return kind === charClass.word || kind === charClass.digit || kind === charClass.plus
}

/** Makes a finder that hands each form of an address to `lookup`, the longest first, until one is claimed. */
export function emailFinder(lookup: Lookup): EmailFinder {
  const classes = charClasses()
  const { bytes } = lookup

  /** Writes ASCII in lower case; false where a character is not ASCII. */
  function write(units: Uint16Array, start: number, end: number): boolean {
    for (let at = start; at < end; at += 1) {
      const code = units[at] ?? 0
      if (code >= 0x80) return false
      bytes[1 + at - start] = code >= 0x41 && code <= 0x5a ? code | 0x20 : code
    }
    return true
  }

  function test(units: Uint16Array, start: number, end: number): boolean {
    if (write(units, start, end)) return lookup.test('email', end - start)
    const canonical = canonicalEmail(String.fromCharCode(...units.subarray(start, end)))
    if (canonical === undefined) return false
    return lookup.testText('email', canonical)
  }

  /** Tries the address from `start`, then from behind each mark that may be a quote, a key or an escape before it. */
  function search(units: Uint16Array, start: number, at: number, end: number): boolean {
    let from = start
    while (from < at && (units[from] ?? 0) === 0x2e) from += 1
    if (from < at && test(units, from, end)) return true
    let isLeading = true
    for (let next = from; next < at - 1; next += 1) {
      const code = units[next] ?? 0
      const isWord = isAlphanumeric(code)
      const isEscape = next === start && isWord && (units[start - 1] ?? 0) === 0x5c
      const isJoint = code === 0x2e || code === 0x2d || code === 0x5f || code === 0x2b
      const isScriptChange = code >= 0x80 && (units[next + 1] ?? 0) < 0x80
      if (isEscape || isScriptChange || (code < 0x80 && !isWord && (!isJoint || isLeading))) {
        if (test(units, next + 1, end)) return true
      }
      if (isWord) isLeading = false
    }
    return false
  }

  return (units, at) => {
    let start = at
    const startMin = at - localCharsMax
    while (start > startMin && isLocalChar(units[start - 1] ?? 0, classes)) start -= 1
    let end = at + 1
    let asciiEnd = 0
    const endMax = at + 1 + domainCharsMax
    for (; end < endMax; end += 1) {
      const code = units[end] ?? 0
      if (!isDomainChar(code, classes)) break
      if (asciiEnd === 0 && code >= 0x80) asciiEnd = end
    }
    const domainEnd = trimEnd(units, end, at)
    if (start === at || domainEnd - at < domainCharsMin) return end
    if (search(units, start, at, domainEnd)) return end
    const ascii = asciiEnd === 0 ? 0 : trimEnd(units, asciiEnd, at)
    if (ascii - at >= domainCharsMin) search(units, start, at, ascii)
    return end
  }
}

/** Takes dots and hyphens off the end of a domain. */
function trimEnd(units: Uint16Array, end: number, at: number): number {
  let trimmed = end
  while (trimmed > at + 1) {
    const code = units[trimmed - 1] ?? 0
    if (code !== 0x2e && code !== 0x2d) break
    trimmed -= 1
  }
  return trimmed
}
