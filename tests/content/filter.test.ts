import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildFilter, type CustomerFilter, openFilter } from '../../content/filter.ts'

const key = Uint8Array.from({ length: 16 }, (_, index) => 255 - index)
const phonePlans = [{ callingCode: '62', nationalPrefix: '0', lengths: [9, 10, 11] }]
const has = (filter: CustomerFilter, token: bigint): boolean =>
  filter.has(Number(token & 0xffffffffn), Number(token >> 32n))

/** `count` reproducible tokens that are uniformly distributed, as keyed hashes are. */
function tokensOf(seed: string, count: number): BigUint64Array {
  const tokens = new BigUint64Array(count)
  for (let index = 0; index < count; index += 4) {
    const digest = createHash('sha256').update(`${seed} ${index}`).digest()
    for (let part = 0; part < 4 && index + part < count; part += 1) {
      tokens[index + part] = digest.readBigUInt64LE(8 * part)
    }
  }
  return tokens
}

const build = (tokens: BigUint64Array): Uint8Array => buildFilter({ tokens, key, phonePlans })

function faultOf(bytes: Uint8Array): unknown {
  try {
    return openFilter(bytes)
  } catch (error) {
    return error
  }
}

describe('membership', () => {
  test('no member is ever missed, repeats and extreme tokens included', () => {
    const token = fc.oneof(
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      fc.constantFrom(0n, 1n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 64n - 1n),
    )
    fc.assert(
      fc.property(fc.array(token, { maxLength: 300 }), list => {
        const tokens = BigUint64Array.from(list)
        const filter = openFilter(build(tokens))
        expect(list.every(member => has(filter, member))).toBe(true)
        expect(filter.keys).toBe(new Set(list).size)
      }),
    )
  })

  test('consecutive tokens are members too: distribution is not relied on', () => {
    const tokens = BigUint64Array.from({ length: 5000 }, (_, index) => BigInt(index))
    const filter = openFilter(build(tokens))
    expect(tokens.every(token => has(filter, token))).toBe(true)
  })

  test('an empty base claims nothing', () => {
    const filter = openFilter(build(new BigUint64Array(0)))
    expect(filter.keys).toBe(0)
    expect(tokensOf('strangers', 10_000).some(token => has(filter, token))).toBe(false)
  })

  test('100,000 tokens take less than 20 bits each and 1 of 20,000 to 300,000 others is claimed', () => {
    const tokens = tokensOf('members', 100_000)
    const bytes = build(tokens)
    const filter = openFilter(bytes)
    expect(tokens.every(token => has(filter, token))).toBe(true)
    expect((bytes.length * 8) / tokens.length).toBeLessThan(20)
    const strangers = tokensOf('strangers', 1_200_000)
    const claimed = strangers.reduce((sum, token) => sum + Number(has(filter, token)), 0)
    // Expected 18.3 (1 in 65,536); seeded, so the same figure each time.
    expect(claimed).toBeGreaterThanOrEqual(4)
    expect(claimed).toBeLessThanOrEqual(60)
  })
})

describe('the file', () => {
  const bytes = build(tokensOf('members', 500))

  test('carries the key, the phone plans without repeats and the count', () => {
    const twice = [...phonePlans, ...phonePlans, { callingCode: '34', nationalPrefix: '' }]
    const filter = openFilter(
      buildFilter({ tokens: tokensOf('members', 500), key, phonePlans: twice }),
    )
    expect(filter.key).toEqual(key)
    expect(filter.phonePlans).toEqual([...phonePlans, { callingCode: '34', nationalPrefix: '' }])
    expect(filter.keys).toBe(500)
  })

  test('has the beginning of its SHA-256 as version unless one is given', () => {
    const digest = createHash('sha256').update(bytes).digest('hex')
    expect(openFilter(bytes).version).toBe(digest.slice(0, 16))
    const named = buildFilter({ tokens: tokensOf('a', 3), key, phonePlans, version: 'spring' })
    expect(openFilter(named).version).toBe('spring')
  })

  test('is the same for the same tokens in any order', () => {
    expect(build(tokensOf('members', 500).reverse())).toEqual(bytes)
  })

  test('opens from the middle of a larger buffer', () => {
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    expect(openFilter(shifted.subarray(3)).keys).toBe(500)
  })

  test('is refused as damaged when any byte is changed or any end is missing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 6, max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, flip) => {
          const changed = Uint8Array.from(bytes)
          changed[at] = (changed[at] ?? 0) ^ flip
          expect(faultOf(changed)).toMatchObject({ code: 'ERR_DATA_DAMAGED' })
          expect(faultOf(bytes.subarray(0, at))).toMatchObject({ code: 'ERR_DATA_DAMAGED' })
        },
      ),
    )
    expect(faultOf(new Uint8Array(0))).toMatchObject({ code: 'ERR_DATA_DAMAGED' })
  })

  test('is refused as newer when its format is from the future', () => {
    const changed = Uint8Array.from(bytes)
    changed[4] = 3
    expect(faultOf(changed)).toMatchObject({ code: 'ERR_DATA_NEWER' })
  })

  test('arbitrary bytes are refused with a fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), junk => {
        expect(faultOf(junk)).toMatchObject({ code: 'ERR_DATA_DAMAGED' })
      }),
    )
  })
})
