/** The directory at a ZIP archive's end, also of ZIP64 and with bytes in front (APPNOTE.TXT 4.3). Opens no entry. */
import { limits } from '../../events/limits.ts'
import type { RandomBytes } from './content.ts'

/** One entry as the directory has it. */
export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly isEncrypted: boolean
  readonly packedBytes: number
  /** Where its local header begins. */
  readonly position: number
}

const endSignature = 0x06054b50
const end64Signature = 0x06064b50
const entrySignature = 0x02014b50
const endBytes = 22
const commentBytesMax = 0xffff
const locatorBytes = 20
const utf8Flag = 0x800
const encryptedFlags = 0x41

/** 64-bit values of an entry whose 32-bit fields are full, in the order of the fields. */
function zip64Values(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 1) {
      const values: number[] = []
      const end = Math.min(at + 4 + length, extra.length)
      for (let value = at + 4; value + 8 <= end; value += 8) {
        values.push(Number(extra.readBigUInt64LE(value)))
      }
      return values
    }
    at += 4 + length
  }
  return []
}

const full = 0xffffffff

function entryOf(bytes: Buffer, at: number, shift: number): { entry: ZipEntry; next: number } {
  const flags = bytes.readUInt16LE(at + 8)
  const [nameEnd, extraEnd] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30)].map(
    (length, index, all) => at + 46 + length + (index === 1 ? (all[0] ?? 0) : 0),
  )
  const nameBytes = bytes.subarray(at + 46, nameEnd)
  const wide = zip64Values(bytes.subarray(nameEnd, extraEnd))
  const sizeField = bytes.readUInt32LE(at + 24)
  if (sizeField === full) wide.shift()
  const packedField = bytes.readUInt32LE(at + 20)
  const packedBytes = packedField === full ? (wide.shift() ?? packedField) : packedField
  const positionField = bytes.readUInt32LE(at + 42)
  const position = positionField === full ? (wide.shift() ?? positionField) : positionField
  return {
    entry: {
      name: nameBytes.toString((flags & utf8Flag) === 0 ? 'latin1' : 'utf8'),
      method: bytes.readUInt16LE(at + 10),
      isEncrypted: (flags & encryptedFlags) !== 0,
      packedBytes,
      position: position + shift,
    },
    next: (extraEnd ?? bytes.length) + bytes.readUInt16LE(at + 32),
  }
}

/** Where the directory is: its first byte, its length and how far all positions are off. */
async function locate(
  bytes: RandomBytes,
): Promise<{ start: number; length: number; shift: number } | undefined> {
  const tailBytes = Math.min(bytes.size, endBytes + commentBytesMax + locatorBytes)
  const tailAt = bytes.size - tailBytes
  const tail = Buffer.from(await bytes.read(tailAt, tailBytes))
  for (let at = tail.length - endBytes; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== endSignature) continue
    let length = tail.readUInt32LE(at + 12)
    let start = tail.readUInt32LE(at + 16)
    let endAt = tailAt + at
    if ((start === full || length === full) && at >= locatorBytes) {
      const end64At = Number(tail.readBigUInt64LE(at - locatorBytes + 8))
      const isInside = end64At + 56 <= bytes.size
      const end64 = isInside ? Buffer.from(await bytes.read(end64At, 56)) : Buffer.alloc(0)
      if (end64.length === 56 && end64.readUInt32LE(0) === end64Signature) {
        length = Number(end64.readBigUInt64LE(40))
        start = Number(end64.readBigUInt64LE(48))
        endAt = end64At
      }
    }
    // Bytes in front of the archive (a program that unpacks itself, a picture) move everything.
    const shift = endAt - length - start
    if (shift >= 0 && length <= bytes.size) return { start: start + shift, length, shift }
  }
  return undefined
}

/** Whether the bytes end as an archive does, whatever they begin as: a picture or a program with an archive behind it. */
export const endsAsZip = async (bytes: RandomBytes): Promise<boolean> => {
  const place = await locate(bytes)
  return place !== undefined && place.length > 0 && place.shift > 0
}

/** All entries, or undefined where there is no directory that can be read; then the archive can be read from its front. */
export async function zipDirectory(bytes: RandomBytes): Promise<ZipEntry[] | undefined> {
  const place = await locate(bytes)
  if (!place || place.length > limits.scanHeldBytesMax) return undefined
  const directory = Buffer.from(await bytes.read(place.start, place.length))
  const entries: ZipEntry[] = []
  for (let at = 0; at + 46 <= directory.length; ) {
    if (directory.readUInt32LE(at) !== entrySignature) break
    const { entry, next } = entryOf(directory, at, place.shift)
    entries.push(entry)
    if (entries.length > limits.scanEntriesMax) break
    at = next
  }
  return entries.length === 0 && place.length > 0 ? undefined : entries
}
