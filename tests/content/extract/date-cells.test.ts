/** Days that spreadsheets keep as numbers come out as dates, and no other number does. */
import { describe, expect, test } from 'vitest'
import { biffText } from '../../../content/extract/biff.ts'
import { isDateCode } from '../../../content/extract/date-cells.ts'
import { openRecogniser } from '../../collector/people/recognition.ts'
import { inChunks } from '../scanning.ts'
import { extracted, zipOf } from './reading.ts'

const styles = `<styleSheet><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/>
  <numFmt numFmtId="165" formatCode="[Red]0.00&quot; days&quot;"/></numFmts>
  <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
  <cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`

/** A workbook of one row of numbers with these styles; null is none. */
const bookOf = (
  cells: readonly [value: string, style: number | null][],
  workbook = '<workbook/>',
) =>
  zipOf([
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: 'xl/workbook.xml', content: workbook },
    { name: 'xl/styles.xml', content: styles },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `<worksheet><sheetData><row r="1">${cells
        .map(
          ([value, style], at) =>
            `<c r="${'ABCDEFGH'[at]}1"${style === null ? '' : ` s="${style}"`}><v>${value}</v></c>`,
        )
        .join('')}</row></sheetData></worksheet>`,
    },
  ])
/** The last cells of all text, as many as asked. */
const cellsOf = async (bytes: Uint8Array, count: number) =>
  (await extracted(bytes)).text
    .trim()
    .split(/\s*[\t\n]\s*/)
    .slice(-count)

describe('a workbook', () => {
  test('has dates where the style shows one, and numbers elsewhere', async () => {
    const book = bookOf([
      ['29344', 1],
      ['29344.75', 2],
      ['29344', 0],
      ['29344', 3],
      ['29344', null],
      ['-5', 1],
      ['99999999', 2],
    ])
    expect(await cellsOf(book, 7)).toEqual([
      ...['1980-05-03', '1980-05-03', '29344', '29344', '29344', '-5', '99999999'],
    ])
  })

  test('counts from 1904 where it says so', async () => {
    const book = bookOf([['27882', 1]], '<workbook><workbookPr date1904="1"/></workbook>')
    expect(await cellsOf(book, 1)).toEqual(['1980-05-03'])
  })

  test('of 1997 is read the same way', async () => {
    const u16 = (...values: number[]) => Buffer.from(Uint16Array.from(values).buffer)
    const double = (value: number) => Buffer.from(Float64Array.of(value).buffer)
    const record = (type: number, ...data: Buffer[]) => {
      const body = Buffer.concat(data)
      return Buffer.concat([u16(type, body.length), body])
    }
    const code = 'dd.mm.yyyy'
    const stream = Buffer.concat([
      record(0x809, u16(0x600, 5, 0, 0)),
      record(0x41e, u16(170, code.length), Buffer.from([0]), Buffer.from(code, 'latin1')),
      ...[0, 14, 170].map(format => record(0xe0, u16(0, format), Buffer.alloc(16))),
      ...[0, 1, 2].map(style => record(0x203, u16(1, style, style), double(29344))),
      record(0x0a),
    ])
    let text = ''
    const extracting = {
      ...{ isFormat: () => {}, gap: () => {}, unpacked: () => {}, entry: () => {} },
      ...{ holding: () => {}, async *inner() {} },
    }
    for await (const piece of biffText(inChunks(stream), extracting)) text += piece
    expect(text.trim().split('\t')).toEqual(['29344', '1980-05-03', '1980-05-03'])
  })
})

test.each([
  ['yyyy-mm-dd', true],
  ['[$-409]d. mmmm yyyy', true],
  ['TT.MM.JJJJ', true],
  ['dd.mm.yyyy" г."', true],
  ['General', false],
  ['#,##0.00 [$€-407];[Red]-#,##0.00', false],
  ['0" days"', false],
  ['0.00E+00', false],
])('the format %s shows a date: %s', (code, isDate) => {
  expect(isDateCode(code)).toBe(isDate)
})

test('a customer is known by name and a birth date that is a number in the workbook', async () => {
  const recogniser = await openRecogniser(
    'Name,Birth date,City\nWilhelmina Oosterhuis,1980-05-03,Groningen\nTeodoro Quispe,1975-01-02,Cusco',
    'NL',
  )
  const text = (await extracted(bookOf([['29344', 2]]))).text.trim()
  const { customers } = await recogniser.recognise(`Wilhelmina;Oosterhuis;${text};Groningen`)
  expect(customers).toHaveLength(1)
  recogniser.close()
})
