/** Sets of customer ids as bytes: 4 each, little-endian, ascending, so that they merge without parsing. */

/** The bytes of ascending ids. */
export function packIds(ids: Uint32Array): Buffer {
  const bytes = Buffer.alloc(ids.length * 4)
  for (const [index, id] of ids.entries()) bytes.writeUInt32LE(id, index * 4)
  return bytes
}

/** The ids of such bytes. */
export function unpackIds(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Uint32Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) =>
    view.getUint32(index * 4, true),
  )
}

/** The union of two ascending sets, ascending. */
export function unionIds(left: Uint32Array, right: Uint32Array): Uint32Array {
  const union = new Uint32Array(left.length + right.length)
  let size = 0
  for (let l = 0, r = 0; l < left.length || r < right.length; size += 1) {
    const a = left[l] ?? Number.POSITIVE_INFINITY
    const b = right[r] ?? Number.POSITIVE_INFINITY
    union[size] = Math.min(a, b)
    if (a <= b) l += 1
    if (b <= a) r += 1
  }
  return union.slice(0, size)
}
