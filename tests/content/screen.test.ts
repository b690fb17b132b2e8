import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildFilter, openFilter } from '../../content/filter.ts'
import { buildScreen } from '../../content/screen.ts'
import { tokenOf } from '../../content/token.ts'
import { scanContent } from './scanning.ts'

const key = Uint8Array.from({ length: 16 }, (_, index) => index * 11)
const emails = [
  'anna@example.com',
  'anna.schmidt@example.com',
  'b@x.de',
  "o'neil+crm@example.co.uk",
  '_x_@example.org',
  'анна@xn--e1afmkfd.xn--p1ai',
  'info@xn--mller-kva.example',
]
const parts = {
  tokens: BigUint64Array.from(emails, email => tokenOf(key, 'email', email)),
  key,
  phonePlans: [],
}
const full = openFilter(buildFilter(parts))
const screened = openFilter(
  buildFilter({
    ...parts,
    kinds: ['email'],
    screen: buildScreen(key, { addresses: emails }, emails.length),
  }),
)

const piece = fc.oneof(
  fc.constantFrom(...emails, 'ANNA@Example.COM', 'info@Müller.example', 'Анна@Пример.рф'),
  fc.constantFrom(
    '\\n',
    '=',
    '&',
    "'",
    '"',
    '<',
    '>',
    '..',
    '-',
    '_',
    '@',
    '\r\n',
    '\n',
    '\r',
    ',',
    ' ',
  ),
  fc.string({ maxLength: 12 }),
  fc.stringMatching(/^[a-z@.=-]{0,90}$/),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
)
const text = fc.array(piece, { maxLength: 40 }).map(pieces => pieces.join(''))

describe('with a screen', () => {
  test('the same is found as without, in any text', async () => {
    await fc.assert(
      fc.asyncProperty(text, async content => {
        const expected = (await scanContent(content, full)).summary
        const { summary } = await scanContent(content, screened)
        expect([summary.tokens, summary.rows]).toEqual([expected.tokens, expected.rows])
      }),
      { numRuns: 400 },
    )
  })

  test('the same is found across all seams of a long text that changes its script', async () => {
    for (const filler of ['ab, ', 'x', 'я, ', '.']) {
      for (const size of [65_536, 196_000, 262_144]) {
        for (let offset = 0; offset < 40; offset += 3) {
          const lead = filler.repeat(size).slice(0, size - offset)
          const content = `${lead} anna.schmidt@example.com\nlast b@x.de`
          const { summary } = await scanContent(content, screened)
          expect([summary.candidates, summary.rows]).toEqual([2, 2])
        }
      }
    }
  })
})
