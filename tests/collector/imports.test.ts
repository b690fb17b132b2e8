/** Imports: what is understood, what is refused with line and advice, and that the good rest is kept. */
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { orderOf, parseDate } from '../../collector/people/dates.ts'
import type { ImportReport } from '../../events/api.ts'
import { cleanUp, type Rig, startRig } from './harness.ts'

let rig: Rig
const withRig = () => {
  beforeEach(async () => {
    rig = await startRig()
  })
  afterEach(cleanUp)
}

const customers = (csv: string) =>
  rig.call<ImportReport>('POST', '/api/v1/customers/import?file=base.csv', csv)
const people = (csv: string) =>
  rig.call<ImportReport>('POST', '/api/v1/people/import?file=people.csv', csv)

describe('customers', () => {
  withRig()
  it('are added, then unchanged, then changed', async () => {
    const csv = 'Customer ID,Name,E-Mail\nC1,Anna,anna@a.example\nC2,Bert,bert@b.example\n'
    expect((await customers(csv)).body).toMatchObject({ rows: 2, added: 2, total: 2 })
    expect((await customers(csv)).body).toMatchObject({ rows: 2, unchanged: 2, total: 2 })
    expect((await customers(csv.replace('bert@b', 'bert@c'))).body).toMatchObject({
      unchanged: 1,
      changed: 1,
      total: 2,
    })
  })

  it('with a malformed row, no identifier or a repeated number lose that row only, by line', async () => {
    const { body } = await customers(
      [
        'id,name,email',
        '1,Anna,anna@a.example',
        '2,"Bert" x,bert@b.example',
        '3,Carl,',
        '1,Dora,dora@d.example',
        '5,Emil,emil@e.example,extra',
        '6,"Fay\nTwo",fay@f.example',
      ].join('\n'),
    )
    expect(body).toMatchObject({ rows: 6, added: 2, refused: 4 })
    expect(body.faults.map(({ line }) => line)).toEqual([3, 4, 5, 6])
    expect(body.faults.map(({ message }) => message)).toEqual([
      expect.stringContaining('closing quote'),
      expect.stringContaining('could never be recognised'),
      expect.stringContaining('line 2'),
      expect.stringContaining('4 fields'),
    ])
  })

  it('with a quote that is never closed lose that row only', async () => {
    const rows = Array.from({ length: 200 }, (_, index) => `${index},Name,n${index}@x.example`)
    rows[50] = '50,"Name,n50@x.example'
    const { body } = await customers(`id,name,email\n${rows.join('\n')}`)
    expect(body).toMatchObject({ rows: 200, added: 199, refused: 1 })
    expect(body.faults).toMatchObject([
      { line: 52, message: expect.stringContaining('not closed') },
    ])
  })

  it('with an invalid e-mail but a good phone are kept, and it is said; what stands for nothing is nothing', async () => {
    const { body } = await customers(
      'id,email,phone\n1,anna(at)a.example,+49 30 1234567\n2,k.A.,030 7654321\n3,c@a.example,-\n4,n/a,–',
    )
    expect(body).toMatchObject({ added: 3, refused: 1 })
    expect(body.faults).toMatchObject([{ line: 2, column: 'email' }, { line: 5 }])
    expect(body.warnings.join()).toContain('1 phone number without a country was read as of ID')
  })

  it('name columns that are not used', async () => {
    const { body } = await customers('id,email,Shoe size\n1,a@b.example,42')
    expect(body.warnings[0]).toContain('"Shoe size"')
  })

  it('without any column of identifiers are refused with what was found', async () => {
    const reply = await rig.call<{ error: { code: string; message: string } }>(
      'POST',
      '/api/v1/customers/import',
      'foo,bar\n1,2',
    )
    expect(reply.status).toBe(422)
    expect(reply.body.error.message).toContain('foo, bar')
  })

  it('from an empty file or one that is no text are refused', async () => {
    expect((await customers('')).status).toBe(422)
    const reply = await rig.collector.app.inject({
      method: 'POST',
      url: '/api/v1/customers/import?file=base.csv.gz',
      headers: {
        host: '127.0.0.1',
        authorization: `Bearer ${rig.collector.parts.consoleKey}`,
        'content-type': 'text/csv',
      },
      payload: gzipSync('id,email\n1,a@b.example'),
    })
    expect(reply.statusCode).toBe(400)
    expect(reply.json().error.message).toContain('gzip')
  })
})

describe("customers' columns", () => {
  beforeAll(async () => {
    rig = await startRig()
  })
  afterAll(cleanUp)

  it.each([
    [
      'German with semicolons',
      'Kundennummer;Name;E-Mail-Adresse;Telefon;Land\nK1;Jörg Groß;joerg@x.example;030 1234567;Deutschland',
    ],
    [
      'Russian',
      'Код клиента,ФИО,Эл. почта,Телефон,Страна\nК1,Иванов,ivanov@x.example,8 912 345-67-89,Россия',
    ],
    [
      'Indonesian with tabs',
      'Kode Pelanggan\tNama\tAlamat Email\tNo HP\nP1\tBudi\tbudi@x.example\t0812-3456-7890',
    ],
    [
      'Spanish',
      'Código de cliente,Nombre,Correo electrónico,Teléfono,País\nE1,José,jose@x.example,912 345 678,España',
    ],
    [
      'Portuguese',
      'Código,Nome,Email,Telefone,País\nB1,João,joao@x.example,(11) 91234-5678,Brasil',
    ],
  ])('are understood in %s', async (_language, csv) => {
    const before = rig.collector.parts.base.counts()
    const { body } = await customers(csv)
    expect(body).toMatchObject({ added: 1, refused: 0, faults: [] })
    expect(rig.collector.parts.base.counts()).toMatchObject({
      customers: before.customers + 1,
      emails: before.emails + 1,
    })
  })
})

describe('people', () => {
  withRig()
  it("come in with Purview's three columns as they are", async () => {
    const { body } = await people(
      'EmailAddress,ResignationDate,LastWorkingDate\nanna@a.example,2026-11-12T00:00:00Z,2026-11-29\n',
    )
    expect(body).toMatchObject({ added: 1, refused: 0, total: 1 })
  })

  it('with a wrong date, no address, a repeated one or a shared alias lose that row only', async () => {
    const { body } = await people(
      [
        'EmailAddress,ResignationDate,LastWorkingDate,Aliases,Working hours,Zone',
        'a@a.example,12.11.26,,',
        ',,,',
        'b@a.example,,2026-02-30,',
        'c@a.example,,,sam',
        'd@a.example,,,Sam',
        'c@a.example,,,',
        'e@a.example,2026-11-12,2026-11-01,',
        'f@a.example,,,,nine to five,',
        'g@a.example,,,,,Jakarta',
      ].join('\n'),
    )
    expect(body).toMatchObject({ rows: 9, added: 1, refused: 8 })
    expect(body.faults.map(({ line }) => line)).toEqual([2, 3, 4, 6, 7, 8, 9, 10])
    expect(body.faults[0]).toMatchObject({
      column: 'ResignationDate',
      message: expect.stringContaining('2026-11-29'),
    })
  })

  it('keep their pseudonym and what a narrower file does not mention', async () => {
    await people(
      'EmailAddress,Name,Department,LastWorkingDate,Jam kerja,Time zone\na@a.example,Anna,Sales,2026-11-29,Mo-Fr 08:00-17:00,Asia/Jakarta',
    )
    const before = rig.collector.parts.directory.byEmail('a@a.example')
    expect(before).toMatchObject({ working_hours: 'Mo-Fr 08:00-17:00', zone: 'Asia/Jakarta' })
    await people('EmailAddress,LastWorkingDate\nA@A.example,2026-12-31')
    expect(rig.collector.parts.directory.byEmail('a@a.example')).toEqual({
      ...before,
      last_day: '2026-12-31',
    })
  })
})

describe('a date', () => {
  it.each([
    ['2026-11-29', '2026-11-29'],
    ['2026-11-29T10:00:00Z', '2026-11-29'],
    ['2026-11-29 10:00', '2026-11-29'],
    ['', null],
    ['2026-02-30', undefined],
    ['29.11.2026', '2026-11-29'],
    ['5.3.2026 00:00:00', '2026-03-05'],
    ['29/11/2026', '2026-11-29'],
    ['11/29/2026 12:00:00 AM', '2026-11-29'],
    ['05/03/2026', 'unclear'],
    ['03/03/2026', '2026-03-03'],
    ['31.02.2026', undefined],
    ['29.11.26', undefined],
    ['29.11/2026', undefined],
    ['2026-11-29x', undefined],
    ['tomorrow', undefined],
  ])('%j is read as %j', (text, expected) => {
    expect(parseDate(text)).toBe(expected)
  })

  it('that could be two is the one that the rest of the file says', () => {
    expect(parseDate('05/03/2026', orderOf(['', '29.11.2026', '31/03/2026']))).toBe('2026-03-05')
    expect(parseDate('05/03/2026', orderOf(['05/04/2026', '03/31/2026']))).toBe('2026-05-03')
    expect(parseDate('05/03/2026', orderOf(['31/03/2026', '03/31/2026']))).toBe('unclear')
    expect(parseDate('13/03/2026', orderOf(['03/31/2026']))).toBeUndefined()
  })
})
