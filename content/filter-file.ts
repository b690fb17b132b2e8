/** How a filter lies in a file: a marked, checked frame around a JSON header and packed numbers. Knows nothing of what they mean. */
import { endianness } from 'node:os'
import { crc32 } from 'node:zlib'
import { Fault } from '../events/fault.ts'

/** Magic, format version (u16), spare (u16), header length (u32); all numbers little-endian. */
const preambleBytes = 12
const crcBytes = 4
const isBigEndian = endianness() === 'BE'

/** The Fault for a file that is not whole. */
export const damaged = (what: string, cause?: unknown): Fault =>
  new Fault('ERR_DATA_DAMAGED', `the customer filter is damaged: ${what}; fetch it again`, {
    cause,
  })

/** A file of `magic` (four letters) with header and body. */
export function packFile(
  magic: string,
  format: number,
  header: object,
  body: readonly Buffer[],
): Buffer {
  const headerBytes = Buffer.from(JSON.stringify(header))
  const preamble = Buffer.alloc(preambleBytes)
  preamble.write(magic, 'latin1')
  preamble.writeUInt16LE(format, 4)
  preamble.writeUInt32LE(headerBytes.length, 8)
  const contents = Buffer.concat([preamble, headerBytes, ...body, Buffer.alloc(crcBytes)])
  contents.writeUInt32LE(crc32(contents.subarray(0, -crcBytes)), contents.length - crcBytes)
  return contents
}

/** The header of a file and where its body begins. Throws Fault ERR_DATA_DAMAGED, and ERR_DATA_NEWER above `formatMax`. */
export function readHead(
  file: Buffer,
  magic: string,
  formatMax: number,
): { readonly header: unknown; readonly bodyAt: number } {
  if (file.length < preambleBytes + crcBytes) throw damaged(`it has only ${file.length} bytes`)
  if (file.toString('latin1', 0, 4) !== magic) throw damaged('it does not begin as a filter does')
  const format = file.readUInt16LE(4)
  if (format > formatMax) {
    throw new Fault(
      'ERR_DATA_NEWER',
      `the customer filter has format ${format} and this version reads up to ${formatMax}; update the agent`,
    )
  }
  const bodyAt = preambleBytes + file.readUInt32LE(8)
  try {
    return { header: JSON.parse(file.toString('utf8', preambleBytes, bodyAt)), bodyAt }
  } catch (error) {
    throw damaged('its header is not JSON', error)
  }
}

/** Where a file with a body of `bodyBytes` ends; what is behind it is another. Throws Fault ERR_DATA_DAMAGED where it is cut or its checksum is wrong. */
export function checkedEnd(file: Buffer, bodyAt: number, bodyBytes: number): number {
  const end = bodyAt + bodyBytes + crcBytes
  if (file.length < end) throw damaged('its size and its header disagree')
  if (crc32(file.subarray(0, end - crcBytes)) !== file.readUInt32LE(end - crcBytes)) {
    throw damaged('its checksum does not match')
  }
  return end
}

/** 16-bit numbers as bytes. */
export function packUnits(units: Uint16Array): Buffer {
  const bytes = Buffer.from(units.slice().buffer)
  return isBigEndian ? bytes.swap16() : bytes
}

export function unpackUnits(file: Buffer, at: number, count: number): Uint16Array {
  const units = new Uint16Array(count)
  const bytes = Buffer.from(units.buffer)
  bytes.set(file.subarray(at, at + count * 2))
  if (isBigEndian) bytes.swap16()
  return units
}

/** 32-bit numbers as bytes. */
export function packWords(words: Uint32Array): Buffer {
  const bytes = Buffer.from(words.slice().buffer)
  return isBigEndian ? bytes.swap32() : bytes
}

export function unpackWords(file: Buffer, at: number, count: number): Uint32Array {
  const words = new Uint32Array(count)
  const bytes = Buffer.from(words.buffer)
  bytes.set(file.subarray(at, at + count * 4))
  if (isBigEndian) bytes.swap32()
  return words
}
