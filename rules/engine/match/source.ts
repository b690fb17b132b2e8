/** Bytes of UTF-8 that are searched where they stand, and a place to put texts into. */

/** A buffer with a view for reading four bytes at a time. */
export interface Source {
  readonly bytes: Buffer
  readonly view: DataView
}

/** Makes a source of a buffer. */
export const sourceOf = (bytes: Buffer): Source => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
})

const encoder = new TextEncoder()

/** A place for one text at a time, which grows with them. */
export class Scratch {
  source: Source = sourceOf(Buffer.alloc(16 * 1024))

  /** Puts a text there and says how many bytes it has. */
  load(text: string): number {
    const least = text.length * 3
    if (least > this.source.bytes.length) this.source = sourceOf(Buffer.alloc(least * 2))
    return encoder.encodeInto(text, this.source.bytes).written
  }
}
