/** Writes DER (ITU-T X.690): the few types that a certificate is made of. Pure. */

/** One value: tag, length, contents. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents)
  if (body.length < 128) return Buffer.concat([Buffer.of(tag, body.length), body])
  const bytes: number[] = []
  for (let left = body.length; left > 0; left >>= 8) bytes.unshift(left & 255)
  return Buffer.concat([Buffer.of(tag, 0x80 | bytes.length, ...bytes), body])
}

export const sequence = (...items: readonly Uint8Array[]): Buffer => der(0x30, ...items)
export const set = (...items: readonly Uint8Array[]): Buffer => der(0x31, ...items)
export const octets = (bytes: Uint8Array): Buffer => der(0x04, bytes)
/** `unused`: bits at the end that do not count. */
export const bits = (bytes: Uint8Array, unused = 0): Buffer => der(0x03, Buffer.of(unused), bytes)
export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text))
export const yes: Buffer = der(0x01, Buffer.of(255))

/** A number that is not negative, from its bytes, the highest first. */
export function integer(bytes: Uint8Array): Buffer {
  const isNegative = ((bytes[0] ?? 0) & 0x80) !== 0
  return der(0x02, isNegative ? Buffer.concat([Buffer.of(0), bytes]) : bytes)
}

/** An object identifier such as `2.5.29.17`. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const part of rest) {
    const groups = [part & 127]
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift(0x80 | (left & 127))
    bytes.push(...groups)
  }
  return der(0x06, Buffer.from(bytes))
}

/** A moment of the years 1950 to 2049 as UTCTime, later ones as GeneralizedTime (RFC 5280, section 4.1.2.5). */
export function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '')
  const isLate = Number(digits.slice(0, 4)) > 2049
  return der(isLate ? 0x18 : 0x17, Buffer.from(isLate ? digits : digits.slice(2)))
}
