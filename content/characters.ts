/** What each UTF-16 code unit can be part of: an e-mail address, a phone number, neither. Says nothing about whole identifiers. */

/** The classes that the scan tells apart; all above `word` start something. */
export const charClass = {
  /** Ends any identifier: comma, semicolon, tab, quotes, brackets … */
  hard: 0,
  /** Between the digits of one number: space, hyphen, parentheses, slash. */
  separator: 1,
  /** Part of an e-mail address only. */
  word: 2,
  lineFeed: 3,
  carriageReturn: 4,
  digit: 5,
  plus: 6,
  at: 7,
} as const

const separators =
  ' -().\u00a0\u00ad\u2007\u2009\u200b\u200e\u200f\u2010\u2011\u2012\u2013\u2014\u2015\u202a\u202b\u202c\u202d\u202e\u202f\u2060\u2066\u2067\u2068\u2069\u2212/'
const asciiWord = /[A-Za-z!#$%&'*=?^_`{|}~]/
const otherWord = /[\p{L}\p{M}\p{N}\p{Cs}]/u

function classOf(code: number): number {
  const char = String.fromCharCode(code)
  if (char >= '0' && char <= '9') return charClass.digit
  if (separators.includes(char)) return charClass.separator
  if (char === '@') return charClass.at
  if (char === '+') return charClass.plus
  if (char === '\n') return charClass.lineFeed
  if (char === '\r') return charClass.carriageReturn
  if (code < 0x80) return asciiWord.test(char) ? charClass.word : charClass.hard
  return otherWord.test(char) ? charClass.word : charClass.hard
}

let table: Uint8Array | undefined

/** The class of every code unit by its number; made on first use, because that takes some milliseconds. */
export function charClasses(): Uint8Array {
  table ??= Uint8Array.from({ length: 0x10000 }, (_, code) => classOf(code))
  return table
}

/** Separators of a number that also stand between two numbers: white space and slash. */
export const isWideSeparator = (code: number): boolean =>
  code === 0x20 ||
  code === 0x2f ||
  code === 0xa0 ||
  code === 0x2007 ||
  code === 0x2009 ||
  code === 0x202f

const fullWidthFirst = 0xff01
const fullWidthLast = 0xff5e
const ideographicSpace = 0x3000

/** The ASCII twin of a full-width form (East Asian input), or the code unit itself. */
export function foldFullWidth(unit: number): number {
  if (unit >= fullWidthFirst && unit <= fullWidthLast) return unit - 0xfee0
  return unit === ideographicSpace ? 0x20 : unit
}
