/** A delta brings a filter up to date: with it, the old filter claims what one that is built anew claims. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildDelta, type FilterParts } from '../../content/build-delta.ts'
import { buildFilter, openFilter, withoutDelta } from '../../content/filter.ts'
import { buildScreen, openScreen } from '../../content/screen.ts'
import { tokenizer } from '../../content/token.ts'

const key = Uint8Array.from({ length: 16 }, (_, index) => index + 1)
const hash = tokenizer(key)
const phonePlans = [{ callingCode: '62', nationalPrefix: '0', lengths: [9, 10, 11] }]

function tokensOf(kind: 'email' | 'word', texts: readonly string[]): BigUint64Array {
  return BigUint64Array.from(texts, text => {
    const { lo, hi } = hash(kind, text)
    return (BigInt(hi) << 32n) | BigInt(lo)
  }).sort()
}

const emails = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `c${from + index}@firm.example`)

/** A base of e-mail addresses and of words with one value. */
const partsOf = (
  addresses: readonly string[],
  words: readonly string[],
  value = 5,
): FilterParts => ({
  ...{ key, phonePlans, kinds: ['email'], tokens: tokensOf('email', addresses) },
  screen: buildScreen(key, { addresses }, 4000),
  atoms: {
    ...{ kinds: ['word'], bitsMin: 30, tokens: tokensOf('word', words) },
    values: new Uint8Array(words.length).fill(value),
  },
})

const before = partsOf(emails(0, 4000), emails(0, 3000))
const filter = openFilter(buildFilter(before))
const withDelta = (delta: Uint8Array) => Buffer.concat([filter.file, delta])

describe('a delta', () => {
  test('adds what is new, whatever it is, and is told from the filter by its digest', () => {
    const added = fc.uniqueArray(fc.integer({ min: 4000, max: 90_000 }), { maxLength: 40 })
    fc.assert(
      fc.property(added, added, (people, names) => {
        const addresses = [...emails(0, 4000), ...people.map(id => `c${id}@firm.example`)]
        const words = [...emails(0, 3000), ...names.map(id => `w${id}`)]
        const parts = partsOf(addresses, words)
        const delta = buildDelta(filter, parts)
        const now = openFilter(withDelta(delta ?? Buffer.alloc(0)))
        const screen = openScreen(key, now.screen ?? new Uint32Array())
        for (const address of addresses) {
          const { lo, hi } = hash('email', address)
          expect(now.has(lo, hi)).toBe(true)
          const units = Buffer.from(` ${address} `)
          expect(screen.address(units, units.indexOf('@'))).toBe(true)
        }
        for (const word of words) {
          const { lo, hi } = hash('word', word)
          expect(now.atoms?.value(lo, hi)).toBeGreaterThanOrEqual(5)
        }
        const digest = createHash('sha256').update(now.file).digest('hex')
        expect(now.version).toBe(digest.slice(0, 16))
        expect(Buffer.from(withoutDelta(now.file)).equals(Buffer.from(filter.file))).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  test('claims a stranger no more often than a filter does', () => {
    const delta = buildDelta(filter, partsOf(emails(0, 4400), emails(0, 3000)))
    const now = openFilter(withDelta(delta ?? Buffer.alloc(0)))
    const claimed = emails(100_000, 300_000).filter(address => {
      const { lo, hi } = hash('email', address)
      return now.has(lo, hi)
    })
    expect(claimed.length).toBeLessThan(20)
  })

  test('raises what a word tells, never lowers it', () => {
    const delta = buildDelta(filter, partsOf(emails(0, 4000), emails(0, 300), 7))
    const now = openFilter(withDelta(delta ?? Buffer.alloc(0)))
    const told = (word: string) => {
      const { lo, hi } = hash('word', word)
      return now.atoms?.value(lo, hi)
    }
    expect([told('c7@firm.example'), told('c700@firm.example')]).toEqual([7, 5])
  })

  test('is much smaller than the filter where little changed', () => {
    const delta = buildDelta(filter, partsOf(emails(0, 4010), emails(0, 3000)))
    expect(delta?.length).toBeLessThan(600)
    expect(filter.file.length).toBeGreaterThan(15_000)
  })

  test('is not made where building anew is better: much added, much gone, another key', () => {
    expect(buildDelta(filter, partsOf(emails(0, 6000), emails(0, 3000)))).toBeUndefined()
    expect(buildDelta(filter, partsOf(emails(0, 3000), emails(0, 3000)))).toBeUndefined()
    const other = { ...before, key: key.map(byte => byte + 1) }
    expect(buildDelta(filter, other)).toBeUndefined()
  })

  test('that is cut or changed anywhere is refused', () => {
    const delta = buildDelta(filter, partsOf(emails(0, 4010), emails(0, 3010)))
    const file = withDelta(delta ?? Buffer.alloc(0))
    fc.assert(
      fc.property(
        fc.integer({ min: filter.file.length, max: file.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, change) => {
          const changed = Buffer.from(file)
          changed[at] = (changed[at] ?? 0) ^ change
          expect(() => openFilter(changed)).toThrow(/damaged|newer|reads up to/)
          if (at > filter.file.length)
            expect(() => openFilter(file.subarray(0, at))).toThrow(/damaged/)
        },
      ),
    )
    expect(() => openFilter(Buffer.concat([file, Buffer.from('x')]))).toThrow(
      /behind its delta|disagree/,
    )
  })
})
