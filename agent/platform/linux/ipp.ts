/** Reads the attributes of an IPP message, as CUPS keeps one for each job (RFC 8010, section 3). Pure. */

export type IppValue = string | number

const endOfAttributes = 0x03
const firstValueTag = 0x10
const integers: ReadonlySet<number> = new Set([0x21, 0x23])
const textWithLanguage: ReadonlySet<number> = new Set([0x35, 0x36])
const headerBytes = 8

/** The text of a `textWithLanguage` value: language and text, each with its length. */
function textIn(value: Buffer): string {
  const language = value.length >= 2 ? value.readUInt16BE(0) : 0
  return value.toString('utf8', Math.min(4 + language, value.length))
}

function readValue(tag: number, value: Buffer): IppValue {
  if (integers.has(tag) && value.length === 4) return value.readInt32BE(0)
  return textWithLanguage.has(tag) ? textIn(value) : value.toString('utf8')
}

/** All attributes of all groups by name, the first value of each; what is cut short is given as far as it goes. */
export function ippAttributes(message: Uint8Array): ReadonlyMap<string, IppValue> {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength)
  const found = new Map<string, IppValue>()
  let at = headerBytes
  const field = (): Buffer | undefined => {
    if (at + 2 > bytes.length) return undefined
    const end = at + 2 + bytes.readUInt16BE(at)
    if (end > bytes.length) return undefined
    const value = bytes.subarray(at + 2, end)
    at = end
    return value
  }
  while (at < bytes.length) {
    const tag = bytes[at] ?? endOfAttributes
    at += 1
    if (tag === endOfAttributes) break
    if (tag < firstValueTag) continue
    const [name, value] = [field()?.toString('utf8'), field()]
    if (name === undefined || value === undefined) break
    // Further values of an attribute have no name.
    if (name !== '' && !found.has(name)) found.set(name, readValue(tag, value))
  }
  return found
}
