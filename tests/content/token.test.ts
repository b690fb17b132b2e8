import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packTokens, tokenOf, unpackTokens } from '../../content/token.ts'
import { Fault } from '../../events/fault.ts'

const key = Uint8Array.from({ length: 16 }, (_, index) => index)
const tokenArrays = fc
  .array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }))
  .map(tokens => BigUint64Array.from(tokens))

test('a token is SipHash-2-4 over the kind byte and the UTF-8 text (openssl mac SIPHASH)', () => {
  expect(tokenOf(key, 'email', 'anna@example.com')).toBe(0x71c83f9b34d72cd0n)
  expect(tokenOf(key, 'phone', '+49301234567')).toBe(0xa10b5f6d08b4b46an)
})

test('the same text has different tokens as e-mail and as phone, and under another key', () => {
  const other = key.map(byte => byte + 1)
  const tokens = [
    tokenOf(key, 'email', '+49301234567'),
    tokenOf(key, 'phone', '+49301234567'),
    tokenOf(other, 'phone', '+49301234567'),
  ]
  expect(new Set(tokens).size).toBe(3)
})

test('packing and unpacking gives the same tokens', () => {
  fc.assert(
    fc.property(tokenArrays, tokens => {
      expect(unpackTokens(packTokens(tokens))).toEqual(tokens)
    }),
  )
})

test('tokens are packed as 8 little-endian bytes', () => {
  expect(packTokens(BigUint64Array.of(1n))).toBe('AQAAAAAAAAA=')
})

test.each([
  'AQAAAAAAAA',
  'AQAAAAAAAAA',
  'AQAAAAAAAAA=AQAAAAAAAAA=',
  '!!!!',
  'AQ==',
  'AQAAAAAAAAB=',
])('refuses %s as tokens', text => {
  expect(() => unpackTokens(text)).toThrow(expect.objectContaining({ code: 'ERR_INPUT_INVALID' }))
  expect(() => unpackTokens(text)).toThrow(Fault)
})
