/** Recognition through import, filter, scan and confirmation: what is a customer alone, what only together, and what never. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { die, exportOf, makePeople, strangersTo } from './people/people.ts'
import { openRecogniser, type Recogniser } from './people/recognition.ts'
import { writings } from './people/writings.ts'

const open: Recogniser[] = []
afterEach(() => {
  for (const recogniser of open.splice(0)) recogniser.close()
})

async function recogniserOf(csv: string, region = 'DE'): Promise<Recogniser> {
  const recogniser = await openRecogniser(csv, region)
  open.push(recogniser)
  return recogniser
}

const header = 'number,name,company,email,phone,tax id,birth date,street,city,website,telegram'
const csv = [
  header,
  'KD-1001,Anna Schröder,Nordlicht Optik GmbH,anna@nordlicht.example,0171 2345678,DE123456789,1980-05-03,Lindenstraße 5,Köln,www.nordlicht.example,@anna_schr',
  'KD-1002,Юрий Щербаков,ООО Ромашка,yuri@romashka.example,+7 916 123-45-67,770708389301,1975-11-30,ул. Ленина 3,Казань,romashka.example,@yuri_sch',
  'KD-1003,Bea Vogt,Südwind Reisen,info@suedwind.example,,,,,,,',
  'KD-1004,Cem Aydin,Südwind Reisen,info@suedwind.example,,,,,,,',
  'KD-1005,Dora Kühn,Südwind Reisen,info@suedwind.example,,,,,,,',
  'KD-1006,Emil Seidel,Südwind Reisen,info@suedwind.example,,,,,,,',
].join('\n')

describe('a customer is known', () => {
  test.each([
    ['by e-mail alone', 'x;ANNA@nordlicht.example;y', ['KD-1001']],
    ['by phone alone', 'call +49 171 2345678', ['KD-1001']],
    ['by tax id alone', 'VAT DE 123 456 789', ['KD-1001']],
    ['by customer number alone', 'kd-1001', ['KD-1001']],
    ['by name and birth date', 'Schroeder, Anna;03.05.1980', ['KD-1001']],
    ['by name and company', '7,ANNA SCHRODER,Nordlicht Optik', ['KD-1001']],
    ['by name and website', 'Anna Schröder;https://www.nordlicht.example/team', ['KD-1001']],
    ['by name and messenger', 'Anna Schröder;@anna_schr;x', ['KD-1001']],
    ['in Latin letters', 'Yuriy Shcherbakov,1975-11-30,Kazan', ['KD-1002']],
    ['with typing mistakes', 'Anna Schrodr;Nordlichtt Optik;1980-05-03;Köln', ['KD-1001']],
    [
      'from a record over lines',
      'Name: Anna Schröder\nBorn: 3.5.1980\nCity: Köln\n\n',
      ['KD-1001'],
    ],
    [
      'as two in one row each',
      'anna@nordlicht.example\nyuri@romashka.example',
      ['KD-1001', 'KD-1002'],
    ],
    ['of a shared mailbox by the name beside it', 'Cem Aydin;info@suedwind.example;1', ['KD-1004']],
  ])('%s', async (_how, text, numbers) => {
    expect(await (await recogniserOf(csv)).numbers(text)).toEqual(numbers)
  })
})

describe('nobody is known', () => {
  test.each([
    ['by a name alone', 'Anna Schröder;;'],
    ['by a company alone', 'Nordlicht Optik GmbH;x;y'],
    ['by a birth date alone', '1980-05-03;x;y'],
    ['by an address alone', 'Lindenstraße 5;Köln;x'],
    ['by two of different customers', 'Anna Schröder;1975-11-30;x'],
    ['by two in different rows', 'Anna Schröder;1;2\nBert;1980-05-03;3\n'],
    ['by a mailbox that many have', 'info@suedwind.example;x;y'],
    ['by a part of a number', 'KD-100;KD-10011;123456789'],
  ])('%s', async (_how, text) => {
    expect(await (await recogniserOf(csv)).numbers(text)).toEqual([])
  })
})

test('a scan says by what customers are known, and the import what is shared', async () => {
  const recogniser = await recogniserOf(csv)
  const { fields } = await recogniser.recognise(
    'anna@nordlicht.example;0171 2345678\nYuriy Shcherbakov;1975-11-30;Kazan\n',
  )
  expect(fields).toEqual({ email: 1, phone: 1, name: 1, birth_date: 1, city: 1 })
})

describe('an import over an earlier one', () => {
  test('tells added, changed, unchanged and gone, and the filter follows', async () => {
    const recogniser = await recogniserOf(csv)
    const lines = csv.split('\n')
    const next = [
      ...lines.slice(0, 2),
      lines[2]?.replace('123-45-67', '765-43-21') ?? '',
      ...lines.slice(3, 6),
      'KD-1007,New One,Firma,new@one.example,,,,,,,',
    ].join('\n')
    expect(await recogniser.again(next)).toMatchObject({
      rows: 6,
      added: 1,
      changed: 1,
      unchanged: 4,
      gone: 1,
      total: 7,
    })
    expect(await recogniser.numbers('+7 916 123-45-67')).toEqual([])
    expect(await recogniser.numbers('+7 916 765-43-21 new@one.example')).toEqual([
      'KD-1002',
      'KD-1007',
    ])
    expect(await recogniser.again(next)).toMatchObject({ unchanged: 6, gone: 0 })
  })
})

describe('made-up customers of six countries', () => {
  test('are recognised as people write them, and strangers are not', async () => {
    const people = makePeople(1, 1500)
    const recogniser = await recogniserOf(exportOf(people), 'ID')
    const random = die(3)
    const missed: Record<string, number> = {}
    for (const { name, isStrong, write } of writings) {
      const written = people.slice(0, 60)
      const text = written.map(person => write(person, random)).join('\n\n')
      const found = new Set(await recogniser.numbers(text))
      const own = new Set(written.map(({ number }) => number))
      expect([...found.difference(own)]).toEqual([])
      missed[name] = own.difference(found).size
      if (isStrong) expect([name, missed[name]]).toEqual([name, 0])
    }
    const rows = writings.length * 60
    expect(Object.values(missed).reduce((sum, count) => sum + count, 0)).toBeLessThan(rows * 0.05)
    const strangers = strangersTo(people, makePeople(2, 1500)).map(
      (person, index) => writings[index % writings.length]?.write(person, random) ?? '',
    )
    expect(await recogniser.numbers(strangers.join('\n\n'))).toEqual([])
  }, 120_000)
})

const febrl = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'febrl')
const hasFebrl = existsSync(febrl)
if (!hasFebrl) console.warn(`FEBRL is not at ${febrl}: the tests on it are skipped`)

describe.skipIf(!hasFebrl)('FEBRL', () => {
  test.each(['dataset1.csv', 'dataset2.csv'])(
    '%s: 95 percent of the altered records, no stranger',
    async file => {
      const [head = '', ...rows] = readFileSync(join(febrl, file), 'utf8').trim().split('\n')
      const numberOf = (row: string) => Number(/rec-(\d+)-/.exec(`${row}-`)?.[1])
      const isOrigin = (row: string) => /^rec-\d+-org,/.test(row)
      const isIndexed = (row: string) => numberOf(row) % 2 === 0
      const recogniser = await recogniserOf(
        [head, ...rows.filter(row => isOrigin(row) && isIndexed(row))].join('\n'),
        'AU',
      )
      const strangers = rows.filter(row => !isIndexed(row))
      expect(await recogniser.numbers(strangers.join('\n'))).toEqual([])
      let altered = 0
      let found = 0
      for (let copy = 0; copy < 6; copy += 1) {
        // Each customer at most once, so that what is found is countable.
        const copies = rows.filter(row => isIndexed(row) && row.includes(`-dup-${copy},`))
        const numbers = (await recogniser.numbers(copies.join('\n'))).map(numberOf)
        const own = new Set(copies.map(numberOf))
        expect(numbers.filter(number => !own.has(number))).toEqual([])
        altered += copies.length
        found += numbers.length
      }
      expect(altered).toBeGreaterThan(200)
      expect(found / altered).toBeGreaterThanOrEqual(0.95)
    },
    120_000,
  )
})
