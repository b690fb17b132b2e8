/** The first sheet of an Excel workbook as the text of a table. Holds the file, which is packed, not its rows. */
import type { Content } from '../../content/extract/content.ts'
import type { Extracting } from '../../content/extract/extractor.ts'
import { linesOf } from '../../content/extract/lines.ts'
import { firstSheetText } from '../../content/extract/xlsx.ts'
import { openParts } from '../../content/extract/zip.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'

/** A cell with a quote in it would be read as the beginning of a quoted field. */
const quoted = (cell: string): string =>
  cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell

/** Any gap is a fault here: half a base must not pass for a whole one. */
function strict(file: string): Extracting {
  let bytes = 0
  const refuse = (reason: string): never => {
    throw new Fault('ERR_INPUT_FILE', `${file}: ${reason}; save it again or export it as CSV`)
  }
  return {
    isFormat: () => {},
    gap: (_, reason) => refuse(reason),
    unpacked(more) {
      bytes += more
      if (bytes > limits.scanTextBytesMax) refuse('unpacks to too much')
    },
    entry: () => {},
    holding: () => {},
    async *inner() {},
  }
}

/** The rows of the first sheet, cells by tab; undefined where the content is no workbook or too large to be held. */
export async function workbookText(content: Content): Promise<AsyncIterable<string> | undefined> {
  const bytes = await content.random()
  const parts = bytes && (await openParts(bytes, strict(content.name)))
  const sheet = parts && firstSheetText(parts)
  if (!sheet) return undefined
  return (async function* () {
    for await (const line of linesOf(sheet)) {
      const cells = line.includes('"') ? line.split('\t').map(quoted).join('\t') : line
      yield `${cells}\n`
    }
  })()
}
