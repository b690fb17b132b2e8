/** Finds the top-level keys of a JSON object in a line without parsing the values, and gives up wherever that could differ from `JSON.parse`. */

/** Where the members of the last scanned line are: number of the key, first and last offset of the value. */
export interface JsonScan {
  /** False where the line must be parsed in full: no object, a key twice or with escapes, or too many different keys. */
  scan(line: string): boolean
  readonly count: number
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
const isSpace = (unit: number): boolean => unit === 32 || (unit >= 9 && unit <= 13)

/** Offset after the string that begins at `start`; -1 where it does not end. */
function afterString(line: string, start: number): number {
  let end = line.indexOf('"', start + 1)
  while (end > 0) {
    let first = end
    while (line.charCodeAt(first - 1) === backslash) first--
    if ((end - first) % 2 === 0) return end + 1
    end = line.indexOf('"', end + 1)
  }
  return -1
}

/** Offset after a list or an object; -1 where it does not end. */
function afterNested(line: string, start: number): number {
  let depth = 0
  for (let i = start; i < line.length; i++) {
    const unit = line.charCodeAt(i)
    if (unit === quote) {
      i = afterString(line, i) - 1
      if (i < 0) return -1
    } else if (unit === 123 || unit === 91) depth++
    else if (unit === 125 || unit === 93) {
      if (--depth === 0) return i + 1
    }
  }
  return -1
}

/** Offset after a value of any kind; -1 where there is none. */
function afterValue(line: string, start: number): number {
  const unit = line.charCodeAt(start)
  if (unit === quote) return afterString(line, start)
  if (unit === 123 || unit === 91) return afterNested(line, start)
  let i = start
  for (; i < line.length; i++) {
    const next = line.charCodeAt(i)
    if (next === 44 || next === 125 || isSpace(next)) break
  }
  return i > start ? i : -1
}

/** A scanner; it learns which key follows which, as events of one source look alike. */
export function createJsonScan(): JsonScan {
  const names: string[] = []
  /** Keys with their quotes and colon, and the key that followed last time. */
  const texts: string[] = []
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
    // A copy: a part of a line would keep the whole line in memory.
    const copy = JSON.parse(JSON.stringify(name))
    numbers.set(copy, names.length)
    texts.push(`"${copy}":`)
    return names.push(copy) - 1
  }

  const skipSpace = (line: string, from: number): number => {
    let at = from
    while (isSpace(line.charCodeAt(at))) at++
    return at
  }

  let colon = 0
  /** The number of the key at `at`, leaving `colon` after its colon; -1 where it must be parsed. */
  function readKey(line: string, at: number, last: number): number {
    const guess = followers[last] ?? -1
    const text = guess < 0 ? '' : (texts[guess] ?? '')
    if (guess >= 0 && line.startsWith(text, at)) {
      colon = at + text.length
      return guess
    }
    if (line.charCodeAt(at) !== quote) return -1
    const end = line.indexOf('"', at + 1)
    const name = line.slice(at + 1, end)
    if (end < 0 || name.includes('\\')) return -1
    colon = skipSpace(line, end + 1)
    if (line.charCodeAt(colon) !== 58) return -1
    colon++
    const key = intern(name)
    followers[last] = key
    return key
  }

  function scan(line: string): boolean {
    if (scans++ > 1_000_000_000) {
      scans = 1
      seen.fill(0)
    }
    count = 0
    let at = skipSpace(line, 0)
    if (line.charCodeAt(at) !== 123) return false
    at = skipSpace(line, at + 1)
    if (line.charCodeAt(at) === 125) return skipSpace(line, at + 1) === line.length
    let last = keysMax
    while (count < membersMax) {
      const key = readKey(line, at, last)
      if (key < 0 || seen[key] === scans) return false
      seen[key] = scans
      last = key
      const start = skipSpace(line, colon)
      const end = afterValue(line, start)
      if (end < 0) return false
      keys[count] = key
      places[key] = count
      starts[count] = start
      ends[count++] = end
      at = skipSpace(line, end)
      const unit = line.charCodeAt(at)
      if (unit === 125) return skipSpace(line, at + 1) === line.length
      if (unit !== 44) return false
      at = skipSpace(line, at + 1)
    }
    return false
  }

  return {
    scan,
    get count() {
      return count
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
