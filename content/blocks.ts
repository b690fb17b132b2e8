/** Cuts a byte stream into blocks of one size, so that nothing downstream depends on how the bytes arrived. */

/** Blocks of exactly `blockBytes`, the last one shorter; each block is a fresh copy, unless `isReusing` says that nobody keeps it. An empty source gives none. */
export async function* blocksOf(
  source: AsyncIterable<Uint8Array>,
  blockBytes: number,
  isReusing: () => boolean = () => false,
): AsyncGenerator<Uint8Array, undefined> {
  let block = new Uint8Array(0)
  let filled = 0
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + blockBytes - filled)
      if (filled + part.length > block.length) block = roomier(block, filled + part.length)
      block.set(part, filled)
      filled += part.length
      at += part.length
      if (filled < blockBytes) break
      yield block
      if (!isReusing()) block = new Uint8Array(0)
      filled = 0
    }
  }
  if (filled > 0) yield block.subarray(0, filled)

  /** A short source gets a block of its own size, so that a thousand small files do not cost a thousand large blocks. */
  function roomier(before: Uint8Array, bytes: number): Uint8Array<ArrayBuffer> {
    const larger = new Uint8Array(before.length === 0 ? bytes : blockBytes)
    larger.set(before)
    return larger
  }
}
