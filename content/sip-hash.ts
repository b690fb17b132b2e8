/**
 * SipHash-2-4 with a 64-bit result (Aumasson & Bernstein, https://www.aumasson.jp/siphash/siphash.pdf).
 * 32-bit integer maths only, because BigInt rounds are some fifty times slower; knows nothing of tokens.
 */
import { assert } from '../events/fault.ts'

/** A 64-bit hash as two unsigned 32-bit halves; the hasher reuses the object. */
export interface Hash64 {
  lo: number
  hi: number
}

/** Hashes the first `length` bytes of `words` (little-endian) under the key that the hasher was made with. */
export type SipHasher = (words: Int32Array, length: number) => Hash64

const keyBytes = 16

/** Makes a hasher for a key of 16 bytes; the result is valid until its next call. */
export function sipHasher(key: Uint8Array): SipHasher {
  assert(key.length === keyBytes, `a SipHash key has 16 bytes, not ${key.length}`)
  const view = new DataView(key.buffer, key.byteOffset, keyBytes)
  const k0l = view.getUint32(0, true) | 0
  const k0h = view.getUint32(4, true) | 0
  const k1l = view.getUint32(8, true) | 0
  const k1h = view.getUint32(12, true) | 0
  const result: Hash64 = { lo: 0, hi: 0 }

  return (words, length) => {
    let v0l = k0l ^ 0x70736575
    let v0h = k0h ^ 0x736f6d65
    let v1l = k1l ^ 0x6e646f6d
    let v1h = k1h ^ 0x646f7261
    let v2l = k0l ^ 0x6e657261
    let v2h = k0h ^ 0x6c796765
    let v3l = k1l ^ 0x79746573
    let v3h = k1h ^ 0x74656462
    const blocks = length >>> 3
    for (let block = 0; block <= blocks + 1; block += 1) {
      const isFinal = block > blocks
      let ml = 0
      let mh = 0
      if (isFinal) v2l ^= 0xff
      else {
        ml = words[2 * block] ?? 0
        mh = words[2 * block + 1] ?? 0
      }
      if (block === blocks) {
        const rest = length & 7
        ml = rest < 4 ? ml & ~(-1 << (8 * rest)) : ml
        mh = (rest > 4 ? mh & ~(-1 << (8 * (rest - 4))) : 0) | (length << 24)
      }
      v3l ^= ml
      v3h ^= mh
      // Carries are computed from the sign bits: a comparison would be a branch that no processor predicts.
      for (let round = isFinal ? 4 : 2; round > 0; round -= 1) {
        let low = (v0l + v1l) | 0
        v0h = (v0h + v1h + (((v0l & v1l) | ((v0l | v1l) & ~low)) >>> 31)) | 0
        v0l = low
        let high = (v1h << 13) | (v1l >>> 19)
        v1l = ((v1l << 13) | (v1h >>> 19)) ^ v0l
        v1h = high ^ v0h
        low = (v2l + v3l) | 0
        v2h = (v2h + v3h + (((v2l & v3l) | ((v2l | v3l) & ~low)) >>> 31)) | 0
        v2l = low
        high = (v3h << 16) | (v3l >>> 16)
        v3l = ((v3l << 16) | (v3h >>> 16)) ^ v2l
        v3h = high ^ v2h
        // The paper rotates v0 by 32 here: its halves are read crosswise.
        low = (v0h + v3l) | 0
        high = (v0l + v3h + (((v0h & v3l) | ((v0h | v3l) & ~low)) >>> 31)) | 0
        v0l = low
        v0h = high
        high = (v3h << 21) | (v3l >>> 11)
        v3l = ((v3l << 21) | (v3h >>> 11)) ^ v0l
        v3h = high ^ v0h
        low = (v2l + v1l) | 0
        v2h = (v2h + v1h + (((v2l & v1l) | ((v2l | v1l) & ~low)) >>> 31)) | 0
        v2l = low
        high = (v1h << 17) | (v1l >>> 15)
        v1l = ((v1l << 17) | (v1h >>> 15)) ^ v2l
        v1h = high ^ v2h
        high = v2h
        v2h = v2l
        v2l = high
      }
      v0l ^= ml
      v0h ^= mh
    }
    result.lo = (v0l ^ v1l ^ v2l ^ v3l) >>> 0
    result.hi = (v0h ^ v1h ^ v2h ^ v3h) >>> 0
    return result
  }
}
