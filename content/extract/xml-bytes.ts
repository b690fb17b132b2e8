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
  let bytes: Uint8Array = new Uint8Array(0)
  let at = 0

  return {
    push(chunk) {
      // What is held was cut in the middle of a tag or a text: both are handed out whole.
      bytes = at >= bytes.length ? chunk : Buffer.concat([bytes.subarray(at), chunk])
      at = 0
    },
    run() {
      const { length } = bytes
      for (;;) {
        if (bytes[at] !== lessThan) {
          let end = at
          while (end < length && bytes[end] !== lessThan) end += 1
          if (end === length && length - at < heldBytesMax) return true
          if (end > at && !handler.text(bytes, at, end)) return false
          at = end
          if (at === length) return true
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
