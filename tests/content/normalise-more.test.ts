import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateNumber, dateOrderOf, parseDateNumber } from '../../content/dates.ts'
import { nearVariants } from '../../content/near.ts'
import { normaliseDomain, normaliseHandle, normaliseId } from '../../content/normalise-more.ts'

describe('an id', () => {
  test.each([
    ['12.345.678/0001-95', '12345678000195'],
    ['de 123 456 789', 'DE123456789'],
    ['C-00123', 'C00123'],
    ['７７０７０８３８９３', '7707083893'],
  ])('%s becomes %s', (text, canonical) => expect(normaliseId(text)).toBe(canonical))

  test.each(['', '12', 'n/a', 'none given', 'К-1001', '1'.repeat(25)])('"%s" is none', text =>
    expect(normaliseId(text)).toBeUndefined(),
  )
})

describe('a website', () => {
  test.each([
    ['https://www.Example.com/shop?x=1', 'example.com'],
    ['shop.example.co.uk', 'shop.example.co.uk'],
    ['WWW.EXAMPLE.DE:8080', 'example.de'],
  ])('%s becomes %s', (text, canonical) => expect(normaliseDomain(text)).toBe(canonical))

  test.each(['', 'example', 'http://', 'a b.example', '-a.example'])('"%s" is none', text =>
    expect(normaliseDomain(text)).toBeUndefined(),
  )
})

test.each([
  ['@Anna_Schmidt', 'annaschmidt'],
  ['https://t.me/anna.schmidt', 'annaschmidt'],
  ['live:anna-schmidt', 'annaschmidt'],
  ['@ab', undefined],
])('the messenger name %s becomes %s', (text, canonical) => {
  expect(normaliseHandle(text)).toBe(canonical)
})

test('what is canonical stays as it is', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.webUrl(), fc.stringMatching(/^[A-Z0-9 ./-]{0,30}$/)),
      text => {
        for (const normalise of [normaliseId, normaliseDomain, normaliseHandle]) {
          const canonical = normalise(text)
          if (canonical !== undefined) expect(normalise(canonical)).toBe(canonical)
        }
      },
    ),
  )
})

describe('a birth date', () => {
  test.each([
    ['1980-05-03', 19800503],
    ['03.05.1980', 19800503],
    ['3/5/1980', 19800503],
    ['19800503', 19800503],
    ['1980-05-03T00:00:00Z', 19800503],
    ['5/31/1980', 19800531],
    ['1980-13-03', 0],
    ['30.02.1980', 0],
    ['29.02.1980 00:00', 19800229],
    ['yesterday', 0],
    ['', 0],
  ])('%s is %i', (text, date) => expect(parseDateNumber(text, 'day first')).toBe(date))

  test('is read with the month first where its column says so', () => {
    expect(dateOrderOf(['1/2/1980', '', '2/28/1980'])).toBe('month first')
    expect(dateOrderOf(['1/2/1980', '28/2/1980'])).toBe('day first')
    expect(parseDateNumber('3/5/1980', 'month first')).toBe(19800305)
  })

  test('is found in every way of writing it', () => {
    const day = fc.record({
      year: fc.integer({ min: 1900, max: 2035 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
    })
    fc.assert(
      fc.property(day, fc.constantFrom('.', '-', '/'), ({ year, month, day: date }, mark) => {
        const expected = dateNumber(year, month, date)
        expect(parseDateNumber([year, month, date].join(mark), 'day first')).toBe(expected)
        expect(parseDateNumber([date, month, year].join(mark), 'day first')).toBe(expected)
        expect(parseDateNumber(String(expected), 'day first')).toBe(expected)
      }),
    )
  })
})

test('words that differ by one typing mistake have a near variant in common, others of five letters and more do not', () => {
  const variants = (word: string): Set<string> => {
    const found = new Set<string>()
    const out = Buffer.alloc(word.length)
    nearVariants(Buffer.from(word), out, 0, length => found.add(out.toString('latin1', 0, length)))
    return found
  }
  const word = fc.stringMatching(/^[a-z]{5,12}$/)
  fc.assert(
    fc.property(word, fc.nat({ max: 4 }), fc.constantFrom(...'abcxyz'), (text, at, letter) => {
      const [start, rest] = [text.slice(0, at), text.slice(at)]
      const mistakes = [
        start + letter + rest,
        start + rest.slice(1),
        start + letter + rest.slice(1),
        start + rest.slice(1, 2) + rest.slice(0, 1) + rest.slice(2),
      ]
      for (const mistake of mistakes) {
        expect(variants(text).intersection(variants(mistake)).size).toBeGreaterThan(0)
      }
    }),
  )
  expect(variants('schmidt').intersection(variants('schneider')).size).toBe(0)
})
