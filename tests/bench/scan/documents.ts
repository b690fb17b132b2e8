/** The first rows of the corpus as what people keep tables in: workbook, document, PDF, archive. Made once, small writers of our own. */
import { closeSync, existsSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import { zipOf } from '../../content/extract/reading.ts'
import { corpus } from './corpus.ts'

export const documentRows = 100_000
const version = 2

/** The header and the first rows of the export, with two columns more. */
function tableOf(): string[][] {
  const handle = openSync(corpus('export.csv'), 'r')
  const bytes = Buffer.alloc(documentRows * 100)
  readSync(handle, bytes, 0, bytes.length, 0)
  closeSync(handle)
  const lines = bytes.toString().split('\n').slice(0, documentRows)
  return lines.map((line, index) => [...line.split(','), `note ${index}`, index % 2 ? 'yes' : 'no'])
}

const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const relationsOf = (targets: readonly (readonly [kind: string, target: string])[]): string =>
  `<Relationships xmlns="${relations}">${targets
    .map(
      ([kind, target], index) =>
        `<Relationship Id="rId${index + 1}" Type="${office}/${kind}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`

/** A workbook that every program opens: one sheet, texts shared, numbers as numbers. */
function bookOf(rows: readonly (readonly string[])[]): Buffer {
  const strings = new Map<string, number>()
  const cellOf = (text: string, reference: string): string => {
    if (/^\d+\.\d+$/.test(text)) return `<c r="${reference}"><v>${text}</v></c>`
    const index = strings.get(text) ?? strings.size
    strings.set(text, index)
    return `<c r="${reference}" t="s"><v>${index}</v></c>`
  }
  const lines = rows.map((row, line) => {
    const cells = row.map((text, at) => cellOf(text, `${'ABCDEFGH'[at]}${line + 1}`))
    return `<row r="${line + 1}">${cells.join('')}</row>`
  })
  const shared = [...strings.keys()].map(text => `<si><t>${text}</t></si>`).join('')
  const parts = ['workbook', 'worksheets/sheet1', 'sharedStrings']
  const kinds = ['sheet.main', 'worksheet', 'sharedStrings']
  const overrides = parts.map(
    (name, at) => `<Override PartName="/xl/${name}.xml" ContentType="${types}.${kinds[at]}+xml"/>`,
  )
  return zipOf([
    {
      name: '[Content_Types].xml',
      content: `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${overrides.join('')}</Types>`,
    },
    { name: '_rels/.rels', content: relationsOf([['officeDocument', 'xl/workbook.xml']]) },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: relationsOf([
        ['worksheet', 'worksheets/sheet1.xml'],
        ['sharedStrings', 'sharedStrings.xml'],
      ]),
    },
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns="${spreadsheet}" xmlns:r="${office}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/sharedStrings.xml',
      content: `<sst xmlns="${spreadsheet}" count="${strings.size}" uniqueCount="${strings.size}">${shared}</sst>`,
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `<worksheet xmlns="${spreadsheet}"><sheetData>${lines.join('')}</sheetData></worksheet>`,
    },
  ])
}

const paragraphs = (rows: readonly (readonly string[])[]): string =>
  rows.map(row => `<w:p><w:r><w:t>${row.join(' ')}</w:t></w:r></w:p>`).join('')

function wordOf(rows: readonly (readonly string[])[]): Buffer {
  return zipOf([
    { name: '[Content_Types].xml', content: '<Types/>' },
    {
      name: 'word/document.xml',
      content: `<w:document><w:body>${paragraphs(rows)}</w:body></w:document>`,
    },
  ])
}

const rowsPerPage = 60

function pdfOf(rows: readonly (readonly string[])[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')]
  const offsets: number[] = []
  let at = 9
  const add = (number: number, ...body: Buffer[]) => {
    const object = Buffer.concat([
      Buffer.from(`${number} 0 obj\n`),
      ...body,
      Buffer.from('\nendobj\n'),
    ])
    offsets[number] = at
    at += object.length
    parts.push(object)
  }
  const pages = Math.ceil(rows.length / rowsPerPage)
  const kids = Array.from({ length: pages }, (_, page) => `${4 + 2 * page} 0 R`).join(' ')
  add(1, Buffer.from('<</Type/Catalog/Pages 2 0 R>>'))
  add(2, Buffer.from(`<</Type/Pages/Count ${pages}/Kids[${kids}]>>`))
  add(3, Buffer.from('<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'))
  for (let page = 0; page < pages; page += 1) {
    const lines = rows.slice(page * rowsPerPage, (page + 1) * rowsPerPage)
    const text = lines.map(row => `(${row.join(' ').replaceAll(/[()\\]/g, '\\$&')}) Tj T*`)
    const stream = deflateSync(`BT /F1 8 Tf 12 TL 20 800 Td\n${text.join('\n')}\nET`)
    const shape = '/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>'
    add(
      4 + 2 * page,
      Buffer.from(`<</Type/Page/Parent 2 0 R${shape}/Contents ${5 + 2 * page} 0 R>>`),
    )
    const head = `<</Length ${stream.length}/Filter/FlateDecode>>stream\n`
    add(5 + 2 * page, Buffer.from(head), stream, Buffer.from('\nendstream'))
  }
  const table = offsets.slice(1).map(offset => `${String(offset).padStart(10, '0')} 00000 n \n`)
  const size = offsets.length
  parts.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${table.join('')}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${at}\n%%EOF`,
    ),
  )
  return Buffer.concat(parts)
}

/** Paths by format, with the bytes of the text that is in them. */
export function documents(): {
  readonly paths: ReadonlyMap<string, string>
  readonly textBytes: number
} {
  const names = ['csv', 'xlsx', 'docx', 'pdf', 'zip']
  const paths = new Map(names.map(name => [name, corpus(`documents-${version}.${name}`)]))
  const csvPath = paths.get('csv') ?? ''
  if (![...paths.values()].every(path => existsSync(path))) {
    const rows = tableOf()
    const csv = rows.map(row => row.join(',')).join('\n')
    const made: Record<string, string | Buffer> = {
      ...{ csv, xlsx: bookOf(rows), docx: wordOf(rows) },
      ...{
        pdf: pdfOf(rows.slice(0, documentRows / 10)),
        zip: zipOf([{ name: 'a.csv', content: csv }]),
      },
    }
    for (const [name, path] of paths) writeFileSync(path, made[name] ?? '')
  }
  return { paths, textBytes: readFileSync(csvPath).length }
}
