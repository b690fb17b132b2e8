import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyBytesMax, wordKeys } from '../../content/fold.ts'

describe('a name has the same keys', () => {
  test.each([
    ['Юрий Иванов', ['Yuriy Ivanov', 'Iurii Ivanov', 'Jurij Iwanow', 'YURI IVANOV']],
    ['Щербаков', ['Shcherbakov', 'Scherbakov']],
    ['Хабаров Жуков Цой', ['Khabarov Zhukov Tsoy']],
    ['Müller', ['Mueller', 'Muller', 'MU\u0308LLER']],
    ['Straße', ['Strasse', 'STRASSE']],
    ["O'Neil", ['O’Neil', 'ONeil']],
    ['João Gonçalves', ['Joao Goncalves']],
    ['Łukasz', ['Lukasz']],
    ['Μαρία', ['Maria']],
  ])('%s', (name, others) => {
    for (const other of others) expect(wordKeys(other)).toEqual(wordKeys(name))
  })

  test('in scripts without capital letters', () => {
    expect(wordKeys('张三 - 李四')).toHaveLength(2)
    expect(wordKeys('张三')).not.toEqual(wordKeys('李四'))
  })
})

test('different names have different keys', () => {
  const names = ['Anna', 'Hanna', 'Maria', 'Mario', 'Ivanov', 'Ivanova', 'Budi', 'Dewi', '张三']
  expect(new Set(names.flatMap(wordKeys)).size).toBe(names.length)
})

test('any text has short keys, whatever its case and form', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
      for (const key of wordKeys(text)) expect(key.length).toBeLessThanOrEqual(keyBytesMax + 3)
    }),
  )
  const latin = fc.stringMatching(/^[a-zA-ZäöüéñçА-я' ]{0,60}$/)
  fc.assert(
    fc.property(latin, text => {
      expect(wordKeys(text.toUpperCase().toLowerCase())).toEqual(wordKeys(text))
      expect(wordKeys(text.normalize('NFD'))).toEqual(wordKeys(text))
    }),
  )
})
