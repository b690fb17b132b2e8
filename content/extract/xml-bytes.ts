/** Walks the tags and texts of XML in UTF-8 as bytes, resumable at any text. The fast way for sheets of a million cells; knows no names. */

/** What a walk calls. Offsets are into `bytes`, which is valid during the call only. */
export interface XmlHandler {
  /** A tag: `start` is at `<`, `end` at `>`. */
  tag(bytes: Uint8Array, start: number, end: number): void
  /** A text between tags. False: not now; the walk stops and comes back to this text. */
  text(bytes: Uint8Array, start: number, end: number): boolean
}

/** A walk over chunks. */
export interface XmlWalk {
  /** Adds a chunk; then `run` until it is true. */
  push(chunk: Uint8Array): void
  /** Walks on; false where the handler stopped it. */
  run(): boolean
}

const lessThan = 0x3c
const greaterThan = 0x3e
/** A tag or text without end is given up to here, as text. */
const heldBytesMax = 1024 * 1024

/** Starts a walk. */
export function walkXml(handler: XmlHandler): XmlWalk {
  /** One buffer for all chunks: a new one for each would be garbage that the engine hardly sees. */
  let bytes = new Uint8Array(0)
  let length = 0
  let at = 0

  return {
    push(chunk) {
      // What is left was cut in the middle of a tag or a text: both are handed out whole.
      const left = length - at
      if (bytes.length < left + chunk.length) {
        const larger = new Uint8Array(Math.ceil((left + chunk.length) * 1.25))
        larger.set(bytes.subarray(at, length))
        bytes = larger
      } else bytes.copyWithin(0, at, length)
      bytes.set(chunk, left)
      length = left + chunk.length
      at = 0
    },
    run() {
      while (at < length) {
        if (bytes[at] !== lessThan) {
          let end = at
          while (end < length && bytes[end] !== lessThan) end += 1
          if (end === length && length - at < heldBytesMax) return true
          if (!handler.text(bytes, at, end)) return false
          at = end
          continue
        }
        let end = at + 1
        while (end < length && bytes[end] !== greaterThan) end += 1
        if (end === length) {
          if (length - at < heldBytesMax) return true
          if (!handler.text(bytes, at, end)) return false
          at = end
          return true
        }
        handler.tag(bytes, at, end)
        at = end + 1
      }
      return true
    },
  }
}

/** Where the local name of the tag at `start` begins. */
export function localName(bytes: Uint8Array, start: number, end: number): number {
  let name = bytes[start + 1] === 0x2f ? start + 2 : start + 1
  for (let at = name; at < end; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte <= 0x20 || byte === 0x2f) break
    if (byte === 0x3a) name = at + 1
  }
  return name
}

/** Where the name that begins at `name` ends. */
export function nameEnd(bytes: Uint8Array, name: number, end: number): number {
  let at = name
  while (at < end && (bytes[at] ?? 0) > 0x20 && bytes[at] !== 0x2f) at += 1
  return at
}
