import { parse } from 'csv-parse/sync'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { describe, expect, test } from 'vitest'
import { makeSampleBase } from '../../cli/demo/sample.ts'
import { sampleCountries } from '../../cli/demo/sample-countries.ts'
import { leaver } from '../../cli/demo/sample-people.ts'
import { buildFilter, openFilter } from '../../content/filter.ts'
import { normaliseEmail, normalisePhone, phonePlan } from '../../content/normalise.ts'
import { scanStream } from '../../content/scan.ts'
import { tokenOf, unpackTokens } from '../../content/token.ts'

type Row = Readonly<Record<string, string>>

const sample = makeSampleBase({ seed: 7 })
const rows = (text: string): Row[] => parse(text, { columns: true })
const customers = rows(sample.customersCsv)
const codeOf = (row: Row): string =>
  sampleCountries.find(({ name }) => name === row.Country)?.code ?? ''
const phoneOf = (row: Row): string => normalisePhone(row.Phone ?? '', codeOf(row)) ?? ''

describe('the base', () => {
  test('the same seed gives the same bytes and another seed does not', () => {
    const again = makeSampleBase({ seed: 7 })
    expect(again.customersCsv).toBe(sample.customersCsv)
    expect(again.exportCsv(50)).toBe(sample.exportCsv(50))
    expect(makeSampleBase({ seed: 8 }).customersCsv).not.toBe(sample.customersCsv)
  })

  test('has 3,200 customers in at least 8 countries, several scripts and as many as asked', () => {
    expect(customers).toHaveLength(3200)
    expect(customers[0]?.['Customer number']).toBe('C-10001')
    expect(new Set(customers.map(row => row.Country)).size).toBeGreaterThanOrEqual(8)
    expect(sample.customersCsv).toMatch(/\p{Script=Cyrillic}/u)
    expect(sample.customersCsv).toMatch(/\p{Script=Han}/u)
    expect(rows(makeSampleBase({ seed: 1, customers: 12 }).customersCsv)).toHaveLength(12)
  })

  test('a base of 20,000 still finds distinct numbers and addresses', () => {
    const large = rows(makeSampleBase({ seed: 1, customers: 20_000 }).customersCsv)
    expect(new Set(large.map(phoneOf)).size).toBe(20_000)
    expect(new Set(large.map(row => row.Email)).size).toBe(20_000)
  })

  test('every phone number is valid in its country and every address is one of a reserved domain', () => {
    const wrong = customers.filter(row => !parsePhoneNumberFromString(phoneOf(row))?.isValid())
    expect(wrong).toEqual([])
    const foreign = customers.filter(row => !/^[^@]+@[a-z0-9.-]+\.example$/.test(row.Email ?? ''))
    expect(foreign).toEqual([])
    expect(customers.every(row => normaliseEmail(row.Email ?? '') === row.Email)).toBe(true)
  })
})

describe('exports', () => {
  const key = Uint8Array.from({ length: 16 }, (_, index) => index)
  const owners = new Map<bigint, string>()
  for (const row of customers) {
    const number = row['Customer number'] ?? ''
    owners.set(tokenOf(key, 'email', normaliseEmail(row.Email ?? '') ?? ''), number)
    owners.set(tokenOf(key, 'phone', phoneOf(row)), number)
  }
  const phonePlans = sampleCountries.flatMap(({ code }) => phonePlan(code) ?? [])
  const tokens = BigUint64Array.from(owners.keys())
  const filter = openFilter(buildFilter({ tokens, key, phonePlans }))

  /** Customers whom an exact look-up confirms. */
  async function confirmed(text: string): Promise<number> {
    async function* source() {
      yield Buffer.from(text)
    }
    const { summary } = await scanStream(source(), 'export.csv', filter)
    const numbers = [...unpackTokens(summary.tokens)].flatMap(token => owners.get(token) ?? [])
    return new Set(numbers).size
  }

  test.each([1, 25, 812, 3200])('all %i customers of an export are recognised', async count => {
    expect(await confirmed(sample.exportCsv(count))).toBe(count)
  })

  test('they are recognised by phone number alone', async () => {
    expect(await confirmed(sample.exportCsv(812).replaceAll('@', ' at '))).toBe(812)
  })

  test('the base itself is recognised whole, by address and by number', async () => {
    expect(await confirmed(sample.customersCsv)).toBe(3200)
    expect(await confirmed(sample.customersCsv.replaceAll('@', ' at '))).toBe(3200)
  })

  test('start moves on to other customers and more than all are not exported', () => {
    const [first, second] = [sample.exportCsv(100), sample.exportCsv(100, { start: 100 })]
    const emails = [...rows(first), ...rows(second)].map(row => row['E-mail'])
    expect(new Set(emails).size).toBe(200)
    expect(rows(sample.exportCsv(9999))).toHaveLength(3200)
  })

  test('a stranger list confirms nobody', async () => {
    const other = makeSampleBase({ seed: 99, customers: 50 }).exportCsv(50)
    expect(await confirmed(other.replaceAll('.example', '.test'))).toBeLessThan(5)
  })
})

describe('people', () => {
  const today = new Date('2026-11-23T09:30:00Z')
  const people = rows(sample.peopleCsv({ today, leaverAlias: 'kim' }))

  test('have the three columns of Purview first', () => {
    const header = sample.peopleCsv({ today, leaverAlias: 'kim' }).split('\n')[0]
    expect(header).toMatch(/^EmailAddress,ResignationDate,LastWorkingDate,/)
    expect(people).toHaveLength(14)
  })

  test('exactly one departing sales manager has the alias, notice 12 days ago, 6 days to go', () => {
    const found = people.filter(row => row.Aliases?.split(';').includes('kim'))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({
      EmailAddress: leaver.email,
      Title: 'Sales Manager',
      ResignationDate: '2026-11-11',
      LastWorkingDate: '2026-11-29',
    })
  })

  test('one left last month and one gave notice today', () => {
    const dates = people.map(row => `${row.ResignationDate} ${row.LastWorkingDate}`)
    expect(dates.filter(text => text.trim() !== '').sort()).toEqual([
      '2026-09-21 2026-10-21',
      '2026-11-11 2026-11-29',
      '2026-11-23 2026-12-23',
    ])
  })

  test('every manager is one of them', () => {
    const emails = new Set(people.map(row => row.EmailAddress))
    expect(people.every(row => row.Manager === '' || emails.has(row.Manager))).toBe(true)
  })
})
