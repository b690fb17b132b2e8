/** What detection remembers without somebody's names: everything of everybody else stays as it was. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { unname } from '../../../collector/detect/unname.ts'

it('takes out whole names, in any case, and gives each one stand-in', () => {
  const state = {
    accounts: [
      ['d1', 'Zoe'],
      ['d2', 'zoe.b'],
      ['d3', 'zoe@pc-1'],
    ],
    zoe: ['["x","ZOE"]'],
  }
  const text = JSON.stringify(unname(state, ['zoe', 'zoe@pc-1']))
  expect(text).toContain('"d2","zoe.b"')
  expect(text).toContain('"zoe":')
  expect(text.replaceAll('zoe.b', '').replaceAll('"zoe":', '')).not.toMatch(/zoe/i)
  expect(new Set(text.match(/deleted-[0-9a-f-]{36}/g)).size).toBe(1)
  expect(text).toMatch(/"d3","deleted-[0-9a-f-]{36}@pc-1"/)
})

it('leaves states as they are that do not hold the names', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const text = JSON.stringify(value)
      fc.pre(!/qq/i.test(text))
      expect(JSON.stringify(unname(JSON.parse(text), ['qq', 'qq@host']))).toBe(text)
    }),
  )
})
