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

  #reserve(least: number): void {
    if (least > this.source.bytes.length) this.source = sourceOf(Buffer.alloc(least * 2))
  }

  /** Puts bytes there and says how many they are: a small place stays in the processor's cache. */
  loadBytes(bytes: Buffer, from: number, to: number): number {
    this.#reserve(to - from)
    return bytes.copy(this.source.bytes, 0, from, to)
  }

  /** Puts a text there and says how many bytes it has. */
  load(text: string): number {
    this.#reserve(text.length * 3)
    return encoder.encodeInto(text, this.source.bytes).written
  }
}
