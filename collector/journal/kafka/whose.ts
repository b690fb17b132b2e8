/**
 * Which account an event names, and on which endpoint, read from its bytes: what is needed to find its lane, without making objects of
 * all the rest of it. Of what is no JSON it may say anything; such a line is refused behind the journal, whatever its lane.
 */

/** As the event has them; an endpoint that is not named is ''. */
export interface Whose {
  readonly account: string
  readonly hostname: string
}

const [quote, backslash, comma, colon] = [34, 92, 44, 58]
const [openBrace, closeBrace, openBracket, closeBracket] = [123, 125, 91, 93]
const seqStart = '{"seq":'.length
const eventStart = ',"event":'.length
const none = -1

const isBlank = (byte: number | undefined): boolean =>
  byte === 32 || byte === 9 || byte === 13 || byte === 10

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57

function skipBlanks(bytes: Buffer, from: number): number {
  let at = from
  while (isBlank(bytes[at])) at += 1
  return at
}

/** Behind the closing quote of the string that begins at `from`. */
function skipString(bytes: Buffer, from: number, end: number): number {
  let at = from + 1
  for (; at < end; at += 1) {
    const byte = bytes[at]
    if (byte === quote) return at + 1
    if (byte === backslash) at += 1
  }
  return end
}

/** Behind the value that begins at `from`. */
function skipValue(bytes: Buffer, from: number, end: number): number {
  let depth = 0
  for (let at = from; at < end; ) {
    const byte = bytes[at]
    if (byte === quote) {
      at = skipString(bytes, at, end)
      if (depth === 0) return at
      continue
    }
    if (byte === openBrace || byte === openBracket) depth += 1
    else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1
      if (depth <= 0) return depth < 0 ? at : at + 1
    } else if (depth === 0 && (byte === comma || isBlank(byte))) return at
    at += 1
  }
  return end
}

/** The string at `from` as JSON has it; undefined where there is none. */
function stringAt(bytes: Buffer, from: number, end: number): string | undefined {
  if (bytes[from] !== quote) return undefined
  const to = skipString(bytes, from, end) - 1
  for (let at = from + 1; at < to; at += 1) {
    if (bytes[at] !== backslash) continue
    try {
      const text: unknown = JSON.parse(bytes.toString('utf8', from, to + 1))
      return typeof text === 'string' ? text : undefined
    } catch {
      return undefined
    }
  }
  return bytes.toString('utf8', from + 1, to)
}

/** Whether the string at `from` is this name, however it is written. */
function isName(bytes: Buffer, from: number, end: number, name: string): boolean {
  for (let index = 0; index < name.length; index += 1) {
    const byte = bytes[from + 1 + index]
    if (byte === backslash) return stringAt(bytes, from, end) === name
    if (byte !== name.charCodeAt(index)) return false
  }
  return bytes[from + 1 + name.length] === quote
}

/**
 * Goes through the members of the object at `from` and calls `each` with the places of name and value; the last one of a name is the
 * one that JSON.parse takes, too. Without an object nothing is called.
 */
function members(
  bytes: Buffer,
  from: number,
  end: number,
  each: (name: number, value: number) => void,
): void {
  let at = skipBlanks(bytes, from)
  if (bytes[at] !== openBrace) return
  for (at = skipBlanks(bytes, at + 1); at < end && bytes[at] === quote; ) {
    const behind = skipBlanks(bytes, skipString(bytes, at, end))
    if (bytes[behind] !== colon) return
    const value = skipBlanks(bytes, behind + 1)
    each(at, value)
    at = skipBlanks(bytes, skipValue(bytes, value, end))
    if (bytes[at] !== comma) return
    at = skipBlanks(bytes, at + 1)
  }
}

/** Where the value of a member begins; -1 where there is none of that name. */
function placeOf(bytes: Buffer, from: number, end: number, name: string): number {
  let found = none
  if (from !== none)
    members(bytes, from, end, (at, value) => {
      if (isName(bytes, at, end, name)) found = value
    })
  return found
}

const textOf = (bytes: Buffer, from: number, end: number, name: string): string | undefined => {
  const at = placeOf(bytes, from, end, name)
  return at === none ? undefined : stringAt(bytes, at, end)
}

/** Looks at one line, `{"seq":1,"event":{…}}`, from `from` to `end`. Undefined where the event names no account. */
export function whoseLine(bytes: Buffer, from: number, end: number): Whose | undefined {
  let at = from + seqStart
  while (isDigit(bytes[at] ?? 0)) at += 1
  let [actor, user, device] = [none, none, none]
  members(bytes, at + eventStart, end, (name, value) => {
    if (isName(bytes, name, end, 'actor')) actor = value
    else if (isName(bytes, name, end, 'user')) user = value
    else if (isName(bytes, name, end, 'device')) device = value
  })
  const acting = placeOf(bytes, actor, end, 'user')
  const account = textOf(bytes, acting, end, 'name') ?? textOf(bytes, user, end, 'name')
  if (account === undefined) return undefined
  return { account, hostname: textOf(bytes, device, end, 'hostname') ?? '' }
}
