/** Outlook messages (MS-OXMSG): properties that are text, and attachments as what they are. */
import { decodeWhole } from './decode.ts'
import type { Extracting } from './extractor.ts'
import type { OleFile } from './ole.ts'
import { rtfPlain } from './rtf.ts'

/** `__substg1.0_` with the property's id and its type. */
const property = /(?:^|\/)__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})(?:-[0-9A-F]{8})?$/i

const type = { text8: '001E', text16: '001F', binary: '0102' } as const
/** PidTagRtfCompressed, PidTagHtml, PidTagAttachDataBinary, PidTagAttachLongFilename. */
const id = { rtf: '1009', html: '1013', attachment: '3701', fileName: '3707' } as const

async function whole(source: AsyncIterable<Uint8Array>, extracting: Extracting): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of source) {
    extracting.unpacked(part.length)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** What every compressed RTF text may refer back to before it has said anything (MS-OXRTFCP 2.1.2.1). */
const dictionary =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'

/** Unpacks compressed RTF (MS-OXRTFCP); 'MELA' marks that it is not compressed. */
function unpackedRtf(bytes: Buffer): string {
  if (bytes.length < 16) return ''
  if (bytes.toString('latin1', 8, 12) === 'MELA') return bytes.toString('latin1', 16)
  const window = Buffer.alloc(4096)
  let write = window.write(dictionary, 'latin1')
  const out: number[] = []
  const put = (byte: number): void => {
    out.push(byte)
    window[write] = byte
    write = (write + 1) % window.length
  }
  for (let at = 16; at < bytes.length; ) {
    const control = bytes[at] ?? 0
    at += 1
    for (let bit = 0; bit < 8 && at < bytes.length; bit += 1) {
      if ((control & (1 << bit)) === 0) {
        put(bytes[at] ?? 0)
        at += 1
        continue
      }
      const token = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
      at += 2
      const offset = token >> 4
      if (offset === write) return Buffer.from(out).toString('latin1')
      for (let count = 0; count < (token & 15) + 2; count += 1) {
        put(window[(offset + count) % window.length] ?? 0)
      }
    }
  }
  return Buffer.from(out).toString('latin1')
}

/** The text of a message with all that is attached, also of messages attached to it. */
export async function* messageText(file: OleFile, extracting: Extracting): AsyncGenerator<string> {
  const names = new Map<string, string>()
  const attachments: string[] = []
  for (const { path } of file.entries) {
    const [, propertyId = '', propertyType = ''] = property.exec(path) ?? []
    const kind = propertyType.toUpperCase()
    if (kind === type.text8 || kind === type.text16) {
      const bytes = await whole(file.read(path), extracting)
      const text = kind === type.text16 ? bytes.toString('utf16le') : decodeWhole(bytes)
      if (propertyId === id.fileName) names.set(path.slice(0, path.lastIndexOf('/')), text)
      yield `${text.replaceAll('\0', '')}\n`
    } else if (kind === type.binary && propertyId === id.rtf) {
      yield* rtfPlain(unpackedRtf(await whole(file.read(path), extracting)))
      yield '\n'
    } else if (kind === type.binary && propertyId === id.html) {
      yield* extracting.inner(file.read(path), 'html body', { isVital: false })
    } else if (kind === type.binary && propertyId === id.attachment) attachments.push(path)
  }
  for (const path of attachments) {
    extracting.entry()
    const name = names.get(path.slice(0, path.lastIndexOf('/'))) ?? 'attachment'
    yield* extracting.inner(file.read(path), name)
  }
}
