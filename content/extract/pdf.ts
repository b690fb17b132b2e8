/** PDF documents by pdf.js: text of the pages, notes, form fields, links and attached files. Pictures of text are not read. */
import { grouped } from '../../events/grouped.ts'
import { limits } from '../../events/limits.ts'
import { gathered, readFrom } from './content.ts'
import { type Extracting, extractor } from './extractor.ts'

type PdfDocument = Awaited<ReturnType<typeof import('unpdf').getDocumentProxy>>
type PdfPage = Awaited<ReturnType<PdfDocument['getPage']>>
type TextItems = Awaited<ReturnType<PdfPage['getTextContent']>>['items']

/** Text runs in reading order: lines end where pdf.js says so, wide gaps are columns. */
function linesOf(items: TextItems): string {
  let text = ''
  for (const item of items) {
    if (!('str' in item)) continue
    const isGap = item.str.trim() === '' && item.width > item.height
    text += isGap ? '\t' : item.str
    if (item.hasEOL) text += '\n'
  }
  return text
}

/** What notes, form fields and links say. */
const annotationFields = [
  'url',
  'unsafeUrl',
  'contentsObj',
  'titleObj',
  'fieldValue',
  'alternativeText',
]

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'object' && value !== null && 'str' in value) return String(value.str)
  return ''
}

async function pageText(page: PdfPage): Promise<string> {
  const { items } = await page.getTextContent()
  const annotations: Record<string, unknown>[] = await page.getAnnotations()
  const notes = annotations.flatMap(annotation =>
    annotationFields.map(field => textOf(annotation[field])).filter(text => text !== ''),
  )
  return `${linesOf(items)}\n${notes.map(note => `${note}\n`).join('')}`
}

async function* attachments(document: PdfDocument, extracting: Extracting): AsyncGenerator<string> {
  const files = await document.getAttachments()
  for (const [name, { filename }] of files ?? []) {
    const content = await document.getAttachmentContent(name)
    if (!content) continue
    extracting.entry()
    extracting.unpacked(content.length)
    const source = (async function* () {
      yield content
    })()
    yield* extracting.inner(source, filename ?? name)
  }
}

export const pdf = extractor({
  name: 'pdf',
  summary: 'PDF documents',
  detect: head => Buffer.from(head.subarray(0, 1024)).toString('latin1').includes('%PDF-'),
  async *text(content, extracting) {
    const bytes = await content.random()
    if (!bytes || bytes.size > limits.scanArchiveBytesMax) {
      const size = grouped(limits.scanArchiveBytesMax)
      extracting.gap('truncated', `a PDF of more than ${size} bytes; it was not opened`)
      return
    }
    const data = await gathered(readFrom(bytes, 0))
    const { getDocumentProxy } = await import('unpdf')
    let document: PdfDocument
    try {
      document = await getDocumentProxy(new Uint8Array(data), {
        useSystemFonts: false,
        disableFontFace: true,
        stopAtErrors: false,
        verbosity: 0,
      })
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'PasswordException') throw error
      extracting.gap('encrypted', 'the document needs a password')
      return
    }
    try {
      let pictures = 0
      for (let number = 1; number <= document.numPages; number += 1) {
        const page = await document.getPage(number)
        const text = await pageText(page)
        extracting.unpacked(text.length)
        if (text.trim() === '') pictures += 1
        yield text
        page.cleanup()
      }
      if (pictures > 0 && pictures === document.numPages) {
        extracting.gap('unreadable', 'its pages hold no text, only pictures')
      }
      const { info } = await document.getMetadata()
      yield `${Object.values(info)
        .filter(value => typeof value === 'string')
        .join('\t')}\n`
      yield* attachments(document, extracting)
    } finally {
      await document.loadingTask.destroy()
    }
  },
})
