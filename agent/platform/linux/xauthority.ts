/** Finds the cookie of a display in an Xauthority file (Xau: `AuthFileEntry`, all numbers big-endian). Pure. */

export interface Cookie {
  readonly name: string
  /** One character per byte. */
  readonly data: string
}

const wildFamily = 0xffff
const localFamily = 0x0100

/** The cookie for display number `display` on this machine, one for its host name first; undefined where there is none. What is cut short is passed over. */
export function cookieFor(
  file: Uint8Array,
  { display, host }: { readonly display: string; readonly host: string },
): Cookie | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  let second: Cookie | undefined
  for (let at = 0; at + 2 <= bytes.length; ) {
    const family = bytes.readUInt16BE(at)
    at += 2
    const fields: string[] = []
    while (fields.length < 4 && at + 2 <= bytes.length) {
      const length = bytes.readUInt16BE(at)
      if (at + 2 + length > bytes.length) return second
      fields.push(bytes.toString('latin1', at + 2, at + 2 + length))
      at += 2 + length
    }
    const [address, number, name = '', data] = fields
    if (data === undefined) return second
    if (number !== '' && number !== display) continue
    if (family === localFamily && address === host) return { name, data }
    // A machine that was renamed since still has its old name in the file.
    if (family === wildFamily || family === localFamily) second ??= { name, data }
  }
  return second
}
