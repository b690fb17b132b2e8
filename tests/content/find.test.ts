import fc from 'fast-check'
import { getCountries, getExampleNumber } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import { describe, expect, test } from 'vitest'
import { normaliseEmail, normalisePhone } from '../../content/normalise.ts'
import { filterOf, reported, scanContent } from './scanning.ts'

async function findsEmail(text: string, canonical: string): Promise<boolean> {
  const outcome = await scanContent(text, filterOf({ emails: [canonical] }))
  return reported(outcome, 'email', [canonical]).length === 1
}

async function findsPhone(
  text: string,
  canonical: string,
  regions: readonly string[],
): Promise<boolean> {
  const outcome = await scanContent(text, filterOf({ phones: [canonical], regions }))
  return reported(outcome, 'phone', [canonical]).length === 1
}

describe('e-mail addresses', () => {
  test.each([
    'anna.schmidt@example.com',
    'ANNA.SCHMIDT@EXAMPLE.COM',
    'Anna,"anna.schmidt@example.com",1',
    "'anna.schmidt@example.com'",
    '<a href="mailto:anna.schmidt@example.com?subject=x">',
    'Please ask anna.schmidt@example.com.',
    'https://crm.example/find?q=1&email=anna.schmidt@example.com&page=2',
    '{"note":"call\\nanna.schmidt@example.com"}',
    '…anna.schmidt@example.com…',
    '_anna.schmidt@example.com_',
    '- --anna.schmidt@example.com--',
    '联系人anna.schmidt@example.com张三',
    'ａｎｎａ．ｓｃｈｍｉｄｔ＠ｅｘａｍｐｌｅ．ｃｏｍ',
    'x@y anna.schmidt@example.com@',
  ])('finds the customer in %s', async text => {
    expect(await findsEmail(text, 'anna.schmidt@example.com')).toBe(true)
  })

  test.each([
    'maria.anna.schmidt@example.com',
    'anna.schmidt@example.company',
    'anna.schmidt@mail.example.com',
    'anna.schmidt(at)example.com',
  ])('does not take %s for the customer', async text => {
    expect(await findsEmail(text, 'anna.schmidt@example.com')).toBe(false)
  })

  test('finds addresses in other scripts by the form that import gives them', async () => {
    expect(await findsEmail('Имя;Анна@Пример.рф;1', 'анна@xn--e1afmkfd.xn--p1ai')).toBe(true)
    expect(await findsEmail('a,info@Müller.example\n', 'info@xn--mller-kva.example')).toBe(true)
  })

  test('whatever import accepts is found in a table', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.emailAddress({ size: 'small' }),
        fc.constantFrom(',', ';', '\t', '"', '\n', ' ', '<', ':'),
        async (address, mark) => {
          const canonical = normaliseEmail(address)
          fc.pre(canonical !== undefined)
          expect(await findsEmail(`x${mark}${address}${mark}y`, canonical)).toBe(true)
        },
      ),
    )
  })
})

describe('phone numbers', () => {
  test.each([
    '+6281234567890',
    '+62 812-3456-7890',
    "'+62 812 3456 7890",
    '0812-3456-7890',
    '(0812) 3456.7890',
    '0812/3456/7890',
    '0062 812 3456 7890',
    '62 812 3456 7890',
    '81234567890',
    '+62 (0)812 3456 7890',
    '0812\u00a03456\u201078\u200b90',
    '０８１２－３４５６－７８９０',
    'order 42 0812 3456 7890',
    '1. 0812 3456 7890',
    '2024-01-15 0812 3456 7890 15:00',
    '0813 1111 2222 / 0812 3456 7890',
    '030 1234567 0812 3456 7890 030 7654321',
    '4111 1111 1111 1111 0812-3456-7890',
    'WA0812-3456-7890x',
  ])('finds the customer in %s', async text => {
    expect(await findsPhone(`name,${text},1250.50\n`, '+6281234567890', ['DE', 'ID'])).toBe(true)
  })

  test.each([
    '0812-3456,7890',
    '0812-3456\t7890',
    '0812-3456\n7890',
    '+49 812 3456 7890',
    '0812345678901',
    '8123456789',
  ])('does not take %s for the customer', async text => {
    expect(await findsPhone(`x,${text},y`, '+6281234567890', ['DE', 'ID'])).toBe(false)
  })

  test.each([
    ['a hash', '3823e612935239eaab'],
    ['a table of hexadecimal numbers', '580E 6129 3523 9A1C'],
    ['decimal numbers', '612.935 239.5'],
    ['a row of small numbers', '26 26 16 610 612 935 239 107 44'],
    ['a box with a negative side', '61 -29 352 39 5'],
    ['a version and a date', '6.1 2935/23/9 5'],
  ])('sees no number in %s', async (_, text) => {
    const phones = ['+34612935239', '+34346129352395']
    const filter = filterOf({ phones, regions: ['ES'] })
    expect(reported(await scanContent(`x ${text} y`, filter), 'phone', phones)).toEqual([])
  })

  test.each([
    'HP612935239',
    'тел612935239',
    '612935239x12',
    '612.935.239',
    '1.5 612.935.239',
    '612935239ext 3',
  ])('finds the number in %s', async text => {
    const phones = ['+34612935239']
    const filter = filterOf({ phones, regions: ['ES'] })
    expect(reported(await scanContent(`x ${text} y`, filter), 'phone', phones)).toEqual(phones)
  })

  test('keeps two columns of numbers apart', async () => {
    const phones = ['+6281234567890', '+6281399990000', '+4930123456']
    const filter = filterOf({ phones, regions: ['ID', 'DE'] })
    for (const mark of [',', ';', '\t']) {
      const row = ['0812-3456-7890', '0813 9999 0000', '030 123456'].join(mark)
      expect(reported(await scanContent(row, filter), 'phone', phones)).toEqual(phones)
    }
  })

  test('finds every number of a long run that only spaces part', async () => {
    const phones = Array.from({ length: 40 }, (_, index) => `+62812345678${10 + index}`)
    const text = phones.map(phone => phone.replace('+62812', '0812 ')).join(' ')
    const outcome = await scanContent(text, filterOf({ phones, regions: ['ID'] }))
    expect(reported(outcome, 'phone', phones)).toEqual(phones)
  })

  // Argentina, Belarus and Mexico write numbers at home with digits that only libphonenumber's rules move or remove.
  const special = ['AR', 'BY', 'MX']
  const regions = getCountries().filter(region => !special.includes(region))
  /** Fewer digits are in every table: a scan does not look at them. */
  const isLongEnough = (form: string) => form.replaceAll(/\D/g, '').length >= 7

  test('finds the number of any country as that country and others write it', async () => {
    const missed: string[] = []
    for (const region of regions) {
      const number = getExampleNumber(region, examples)
      if (!number) continue
      const canonical = normalisePhone(number.number, region) ?? ''
      for (const form of [number.formatNational(), number.formatInternational(), number.number]) {
        const isNormal = normalisePhone(form, region) === canonical && isLongEnough(form)
        if (isNormal && !(await findsPhone(form, canonical, ['GB', region]))) missed.push(form)
      }
    }
    expect(missed).toEqual([])
  })
})
