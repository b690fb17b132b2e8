/** Old Office files and Outlook messages (Compound Files): each stream in the way that fits it; encrypted ones are named as such. */

import { biffText } from './biff.ts'
import { type Extracting, extractor } from './extractor.ts'
import { looseText } from './loose-text.ts'
import { messageText } from './msg.ts'
import { type OleFile, openOle } from './ole.ts'

const magic = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

/** Streams that name a format, in the order in which they are asked. */
const marks: readonly (readonly [stream: RegExp, format: string])[] = [
  [/^EncryptedPackage$/, 'ooxml'],
  [/^__properties_version1\.0$/, 'msg'],
  [/^(Workbook|Book)$/i, 'xls'],
  [/^WordDocument$/, 'doc'],
  [/^PowerPoint Document$/, 'ppt'],
]

/** FibBase of a Word document (MS-DOC 2.5.2): bit 8 of the flags says that the text is encrypted. */
async function isEncryptedWord(file: OleFile): Promise<boolean> {
  for await (const piece of file.read('WordDocument')) {
    return (Buffer.from(piece).readUInt16LE(10) & 0x100) !== 0
  }
  return false
}

/** Text in streams of other formats is found by its look, in UTF-16 and in 8 bits. */
async function* looseStreams(file: OleFile, extracting: Extracting): AsyncGenerator<string> {
  for (const { path } of file.entries) {
    yield* looseText(file.read(path), extracting)
    yield '\n'
  }
}

export const office97 = extractor({
  name: 'ole',
  summary: 'Excel 97 workbooks, Outlook messages, other old Office files',
  detect: head => magic.every((byte, index) => head[index] === byte),
  async *text(content, extracting) {
    const bytes = await content.random()
    const file = bytes && (await openOle(bytes))
    if (!file) {
      extracting.gap(
        'truncated',
        'a damaged or very large Office document (OLE); it was not searched',
      )
      return
    }
    const format = marks.find(([stream]) => file.entries.some(({ path }) => stream.test(path)))?.[1]
    if (format) extracting.isFormat(format)
    if (format === 'ooxml' || (format === 'doc' && (await isEncryptedWord(file)))) {
      extracting.gap('encrypted', 'the document needs a password')
    } else if (format === 'msg') yield* messageText(file, extracting)
    else if (format === 'xls') {
      const name = file.entries.find(({ path }) => /^(Workbook|Book)$/i.test(path))?.path ?? ''
      yield* biffText(file.read(name), extracting)
    } else yield* looseStreams(file, extracting)
  },
})
