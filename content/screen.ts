/**
 * The first, cheap look at an e-mail address or a phone number: a keyed 32-bit hash, asked of a bitmap. Of an address it takes the local
 * part, backwards from the `@`, and the domain's first letters; of a number the last digits, which are the same however it is written.
 * It passes every customer and one stranger in twenty; those are looked up in full.
 */

/** Keys per 32-bit word of the bitmap: 8 bits a key, of which two are set. */
const keysPerWord = 4
const wordsMin = 64
const localBytesMax = 64
/** No number has fewer. */
const phoneDigits = 7
const at = 0x40
const backslash = 0x5c

const ends = 0
const alphanumeric = 1
const mark = 2
/** Of each byte: does it end a local part, is it a letter or digit, or another mark that a local part may hold. */
const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte)
  if (/[A-Za-z0-9]/.test(char)) return alphanumeric
  return /[!#$%&'*+/=?^_`{|}~.-]/.test(char) ? mark : ends
})

const prime = 0x01000193

/** Final mixer of MurmurHash3, 32 bits. */
function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

const seedOf = (key: Uint8Array): number =>
  ((key[0] ?? 0) | ((key[1] ?? 0) << 8) | ((key[2] ?? 0) << 16) | ((key[3] ?? 0) << 24)) ^
  0x51ed270b

/** The domain's first four letters; what is behind the end of a short one is never in a local part, so any byte will do. */
const domainOf = (bytes: Uint8Array | Uint16Array, place: number): number =>
  ((bytes[place + 1] ?? 0) |
    ((bytes[place + 2] ?? 0) << 8) |
    ((bytes[place + 3] ?? 0) << 16) |
    ((bytes[place + 4] ?? 0) << 24) |
    0x20202020) >>>
  0

/** The two bits of a hash in its word. */
const bitsOf = (mixed: number): number => (1 << (mixed & 31)) | (1 << ((mixed >>> 5) & 31))

/** The last digits of a number that ends at `end`. */
function phoneHash(digits: Uint8Array, end: number, seed: number): number {
  let hash = seed ^ 0x70686f6e
  for (let index = end - phoneDigits; index < end; index += 1) {
    hash = Math.imul(hash ^ (digits[index] ?? 0), prime)
  }
  return mix(hash)
}

/** Builds the bitmap over canonical addresses and numbers; addresses that are not ASCII are looked up in full anyway. */
export function buildScreen(
  key: Uint8Array,
  { addresses = [], phones = [] }: { addresses?: Iterable<string>; phones?: Iterable<string> },
  count: number,
): Uint32Array {
  const words = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(wordsMin, count / keysPerWord))))
  const shift = 32 - Math.log2(words.length)
  const seed = seedOf(key)
  const add = (mixed: number): void => {
    words[mixed >>> shift] = (words[mixed >>> shift] ?? 0) | bitsOf(mixed)
  }
  for (const address of addresses) {
    const bytes = Buffer.from(address, 'latin1')
    const place = bytes.lastIndexOf(at)
    let hash = seed
    for (let index = place - 1; index >= 0; index -= 1) {
      hash = Math.imul(hash ^ ((bytes[index] ?? 0) | 0x20), prime)
    }
    add(mix(hash ^ domainOf(bytes, place)))
  }
  for (const phone of phones) {
    const digits = Buffer.from(phone, 'latin1')
    add(phoneHash(digits, digits.length, seed))
  }
  return words
}

/** An opened bitmap. */
export interface Screen {
  /** Whether an address around the `@` at `place` may be a customer's: true for each that the full look-up would claim. */
  address(units: Uint8Array | Uint16Array, place: number): boolean
  /** The same for a number whose digits, as characters, end at `end`. */
  phone(digits: Uint8Array, end: number): boolean
}

/** Opens a bitmap under the key that it was built with. */
export function openScreen(key: Uint8Array, words: Uint32Array): Screen {
  const shift = 32 - Math.log2(words.length)
  const seed = seedOf(key)

  function has(mixed: number): boolean {
    const bits = bitsOf(mixed)
    return ((words[mixed >>> shift] ?? 0) & bits) === bits
  }

  return {
    phone: (digits, end) => has(phoneHash(digits, end, seed)),
    address(units, place) {
      const domain = domainOf(units, place)
      const stop = place - localBytesMax
      let hash = seed
      for (let index = place - 1; ; index -= 1) {
        const byte = index < 0 || index < stop ? 0 : (units[index] ?? 0)
        const kind = kinds[byte] ?? 0
        // An address may begin behind anything that is no letter or digit.
        if (kind !== alphanumeric && index < place - 1 && has(mix(hash ^ domain))) return true
        // Behind an escape such as \n the address begins one letter later: let the full look-up see to it.
        if (kind === ends) return byte === backslash || byte >= 0x80
        hash = Math.imul(hash ^ (byte | 0x20), prime)
      }
    },
  }
}

/** Whether a domain in other than ASCII letters begins behind the `@`: its canonical form has other letters, so the bitmap does not know it. */
export function hasOtherDomain(units: Uint16Array, place: number): boolean {
  for (let index = place + 1; ; index += 1) {
    const unit = units[index] ?? 0
    if (unit >= 0x80) return true
    if (kinds[unit] !== alphanumeric && unit !== 0x2d && unit !== 0x2e) return false
  }
}
