/** Finds the top-level keys of a JSON object in UTF-8 bytes without parsing the values, and gives up wherever that could differ from `JSON.parse`. */

/** Where the members of the last scanned line are: number of the key, first and last offset of the value. */
export interface JsonScan {
  /** False where the line must be parsed in full: no object, a key twice or with escapes, or too many different keys. */
  scan(bytes: Buffer, from: number, to: number): boolean
  readonly count: number
  /** True where the strings of the last line are ASCII without escapes by number: the same text is always the same bytes. */
  readonly isPlain: boolean
  readonly keys: Int32Array
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** The name of a key number. */
  name(key: number): string
  /** Where a key stands among the members of the last line; -1 where it is missing. */
  find(name: string): number
}

const keysMax = 4096
const membersMax = 512
const quote = 34
const backslash = 92
const slash = 47
const letterU = 117
const isSpace = (unit: number | undefined): boolean =>
  unit === 32 || (unit !== undefined && unit >= 9 && unit <= 13)

/** Not 0 once a string had bytes beyond ASCII, or escapes of what needs none. */
let oddities = 0

/** Offset after the string that begins at `start`; -1 where it does not end. */
function afterString(bytes: Buffer, start: number, to: number): number {
  let high = 0
  for (let i = start + 1; i < to; i++) {
    const unit = bytes[i] ?? 0
    if (unit === quote) {
      oddities |= high & 128
      return i + 1
    }
    high |= unit
    if (unit === backslash) {
      const letter = bytes[++i]
      if (letter === letterU || letter === slash) oddities |= 1
    }
  }
  return -1
}

/** Offset after a list or an object; -1 where it does not end. */
function afterNested(bytes: Buffer, start: number, to: number): number {
  let depth = 0
  for (let i = start; i < to; i++) {
    const unit = bytes[i]
    if (unit === quote) {
      i = afterString(bytes, i, to) - 1
      if (i < 0) return -1
    } else if (unit === 123 || unit === 91) depth++
    else if (unit === 125 || unit === 93) {
      if (--depth === 0) return i + 1
    }
  }
  return -1
}

/** Offset after a value of any kind; -1 where there is none. */
function afterValue(bytes: Buffer, start: number, to: number): number {
  const unit = bytes[start]
  if (unit === quote) return afterString(bytes, start, to)
  if (unit === 123 || unit === 91) return afterNested(bytes, start, to)
  let i = start
  for (; i < to; i++) {
    const next = bytes[i]
    if (next === 44 || next === 125 || isSpace(next)) break
  }
  return i > start ? i : -1
}

/** A scanner; it learns which key follows which, as events of one source look alike. */
export function createJsonScan(): JsonScan {
  const names: string[] = []
  /** Keys with their quotes and colon, and the key that followed last time. */
  const texts: Buffer[] = []
  const numbers = new Map<string, number>()
  const followers = new Int32Array(keysMax + 1).fill(-1)
  const seen = new Int32Array(keysMax)
  const places = new Int32Array(keysMax)
  const keys = new Int32Array(membersMax)
  const starts = new Int32Array(membersMax)
  const ends = new Int32Array(membersMax)
  let scans = 0
  let count = 0

  function intern(name: string): number {
    const known = numbers.get(name)
    if (known !== undefined) return known
    if (names.length >= keysMax) return -1
    numbers.set(name, names.length)
    texts.push(Buffer.from(`"${name}":`))
    return names.push(name) - 1
  }

  function skipSpace(bytes: Buffer, from: number, to: number): number {
    let at = from
    while (at < to && isSpace(bytes[at])) at++
    return at
  }

  function isAt(text: Buffer, bytes: Buffer, at: number): boolean {
    for (let i = 1; i < text.length; i++) if (bytes[at + i] !== text[i]) return false
    return true
  }

  let colon = 0
  /** The number of the key at `at`, leaving `colon` after its colon; -1 where it must be parsed. */
  function readKey(bytes: Buffer, at: number, to: number, last: number): number {
    if (bytes[at] !== quote) return -1
    const guess = followers[last] ?? -1
    const text = texts[guess]
    if (text && isAt(text, bytes, at)) {
      colon = at + text.length
      return guess
    }
    const end = afterString(bytes, at, to)
    const name = bytes.toString('utf8', at + 1, end - 1)
    if (end < 0 || name.includes('\\')) return -1
    colon = skipSpace(bytes, end, to)
    if (bytes[colon] !== 58) return -1
    colon++
    const key = intern(name)
    followers[last] = key
    return key
  }

  function scan(bytes: Buffer, from: number, to: number): boolean {
    if (scans++ > 1_000_000_000) {
      scans = 1
      seen.fill(0)
    }
    count = 0
    oddities = 0
    let at = skipSpace(bytes, from, to)
    if (bytes[at] !== 123) return false
    at = skipSpace(bytes, at + 1, to)
    if (bytes[at] === 125) return skipSpace(bytes, at + 1, to) === to
    let last = keysMax
    while (count < membersMax && at < to) {
      const key = readKey(bytes, at, to, last)
      if (key < 0 || seen[key] === scans) return false
      seen[key] = scans
      last = key
      const start = skipSpace(bytes, colon, to)
      const end = afterValue(bytes, start, to)
      if (end < 0) return false
      places[key] = count
      keys[count] = key
      starts[count] = start
      ends[count++] = end
      at = skipSpace(bytes, end, to)
      const unit = bytes[at]
      if (unit === 125) return skipSpace(bytes, at + 1, to) === to
      if (unit !== 44) return false
      at = skipSpace(bytes, at + 1, to)
    }
    return false
  }

  return {
    scan,
    get count() {
      return count
    },
    get isPlain() {
      return oddities === 0
    },
    keys,
    starts,
    ends,
    name: key => names[key] ?? '',
    find(name) {
      const key = numbers.get(name)
      return key === undefined || seen[key] !== scans ? -1 : (places[key] ?? -1)
    },
  }
}
