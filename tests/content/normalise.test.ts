import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normaliseEmail, normalisePhone, phonePlan } from '../../content/normalise.ts'

describe('e-mail', () => {
  test.each([
    ['  Anna.Schmidt@Example.COM ', 'anna.schmidt@example.com'],
    ['mailto:anna@example.com', 'anna@example.com'],
    ['Anna Schmidt <Anna@example.com>', 'anna@example.com'],
    ['ａｎｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'anna@example.com'],
    ["o'neil+crm@example.co.uk", "o'neil+crm@example.co.uk"],
    ['анна@пример.рф', 'анна@xn--e1afmkfd.xn--p1ai'],
    ['info@Müller.example', 'info@xn--mller-kva.example'],
  ])('%s becomes %s', (text, canonical) => {
    expect(normaliseEmail(text)).toBe(canonical)
  })

  test.each([
    '',
    'anna',
    '@example.com',
    'anna@',
    'anna@localhost',
    'anna@@example.com',
    'a b@example.com',
    '.anna@example.com',
    'an..na@example.com',
    'anna@-example.com',
    'anna@example..com',
    'anna@10.0.0.1',
    `${'a'.repeat(65)}@example.com`,
  ])('"%s" is no address', text => {
    expect(normaliseEmail(text)).toBeUndefined()
  })

  test('a canonical address stays as it is', () => {
    const texts = fc.oneof(
      fc.emailAddress(),
      fc
        .tuple(fc.string({ unit: 'grapheme' }), fc.domain())
        .map(([local, domain]) => `${local}@${domain}`),
      fc.string({ unit: 'grapheme' }),
    )
    fc.assert(
      fc.property(texts, text => {
        const canonical = normaliseEmail(text)
        if (canonical !== undefined) expect(normaliseEmail(canonical)).toBe(canonical)
      }),
    )
  })

  test('white space around and the case of letters do not matter', () => {
    fc.assert(
      fc.property(fc.emailAddress({ size: '-1' }), address => {
        expect(normaliseEmail(` ${address.toUpperCase()}\t`)).toBe(normaliseEmail(address))
      }),
    )
  })
})

describe('phone', () => {
  test.each([
    ['0812-3456-7890', 'ID', '+6281234567890'],
    ['+62 812 3456 7890', 'DE', '+6281234567890'],
    ['0062 812 3456 7890', 'ID', '+6281234567890'],
    ['030 / 123 45 67', 'DE', '+49301234567'],
    ['+49 (0)30 1234567', 'ID', '+49301234567'],
    ['8 (495) 123-45-67', 'RU', '+74951234567'],
    ['tel:+1-212-555-0101', 'ID', '+12125550101'],
    ["'+7 916 123-45-67", 'RU', '+79161234567'],
    ['="0812-3456-7890"', 'ID', '+6281234567890'],
    ['０８１２３４５６７８９０', 'id', '+6281234567890'],
    ['06 698 12345', 'IT', '+390669812345'],
    ['020 7946 0018 ext. 5', 'GB', '+442079460018'],
  ])('%s in %s becomes %s', (text, region, canonical) => {
    expect(normalisePhone(text, region)).toBe(canonical)
  })

  test.each(['', 'n/a', '-', '12', '110', 'anna@example.com'])('"%s" is no number', text => {
    expect(normalisePhone(text, 'ID')).toBeUndefined()
  })

  test('an unknown region still reads international numbers', () => {
    expect(normalisePhone('+49 30 1234567', 'XX')).toBe('+49301234567')
    expect(normalisePhone('030 1234567', 'XX')).toBeUndefined()
  })

  test('what comes out is E.164 and stays as it is, and nothing throws', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[+0-9 ()/.-]{5,20}$/),
      fc.stringMatching(/^\+[1-9][0-9]{6,13}$/),
    )
    fc.assert(
      fc.property(texts, fc.constantFrom('ID', 'DE', 'RU', 'US', 'XX', ''), (text, region) => {
        const canonical = normalisePhone(text, region)
        if (canonical === undefined) return
        expect(canonical).toMatch(/^\+[1-9][0-9]{6,16}$/)
        expect(normalisePhone(canonical, region)).toBe(canonical)
      }),
    )
  })
})

describe('phone plan', () => {
  test.each([
    ['ID', '62', '0'],
    ['RU', '7', '8'],
    ['US', '1', '1'],
    ['PL', '48', ''],
    ['HU', '36', '06'],
  ])('%s calls with %s and the prefix "%s"', (region, callingCode, nationalPrefix) => {
    const plan = phonePlan(region)
    expect(plan).toMatchObject({ callingCode })
    if (nationalPrefix !== '') expect(plan).toMatchObject({ nationalPrefix })
    expect(plan?.lengths?.length).toBeGreaterThan(0)
  })

  test('a region that does not exist has none', () => {
    expect(phonePlan('XX')).toBeUndefined()
    expect(phonePlan('')).toBeUndefined()
  })
})
