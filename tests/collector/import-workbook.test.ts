/** Imports of Excel workbooks: the same rows as the same table in CSV. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fixture, workbookOf, zipOf } from '../content/extract/reading.ts'
import { cleanUp, type Rig, startRig } from './harness.ts'

let rig: Rig
beforeEach(async () => {
  rig = await startRig()
})
afterEach(cleanUp)

async function upload(payload: Buffer) {
  const response = await rig.collector.app.inject({
    method: 'POST',
    url: '/api/v1/customers/import?file=base.xlsx',
    headers: {
      host: '127.0.0.1',
      authorization: `Bearer ${rig.collector.parts.consoleKey}`,
      'content-type': 'text/csv',
    },
    payload,
  })
  return { status: response.statusCode, body: response.json() }
}

describe('a workbook', () => {
  it('is imported row by row, numbers and empty cells and quotes as they are', async () => {
    const book = workbookOf([
      ['Customer ID', 'Name', 'E-Mail', 'Phone'],
      ['C1', 'Anna "Nan" Müller', null, 491_712_345_678],
      ['C2', null, 'bora@b.example', null],
    ])
    const { body } = await upload(book)
    expect(body).toMatchObject({ rows: 2, added: 2, refused: 0, total: 2 })
    expect(rig.collector.parts.base.counts()).toMatchObject({ customers: 2, emails: 1, phones: 1 })
  })

  it.each([
    [
      'another archive',
      zipOf([{ name: 'a.csv', content: 'E-Mail\na@b.example' }]),
      'a ZIP archive',
    ],
    ['an encrypted workbook', fixture('encrypted.xlsx'), 'password-protected Office document'],
    [
      'half a workbook',
      workbookOf([['E-Mail'], ['a@b.example']]).subarray(0, 300),
      'not a CSV or XLSX',
    ],
  ])('that is %s is refused with what it is', async (_, payload, reason) => {
    const { status, body } = await upload(payload)
    expect(status).toBe(400)
    expect(JSON.stringify(body)).toContain(reason)
  })
})
