/** A content is known again by its bytes or its customers, whatever it is called; volumes are allowed by what they are. */
import { describe, expect, it } from 'vitest'
import { createKnownContents } from '../../agent/files/known-contents.ts'
import { commandLineOf } from '../../agent/platform/linux/command-line.ts'
import { packTokens } from '../../content/token.ts'
import type { VolumePolicy } from '../../events/policy.ts'
import { accessTo } from '../../events/volume-access.ts'
import { scan } from '../events/samples.ts'

/** Tokens spread as keyed hashes are. */
const scanOf = (from: number, to: number) => {
  const tokens = Array.from(
    { length: to - from },
    (_, index) => (BigInt(from + index + 1) * 0x9e3779b97f4a7c15n) & 0xffffffffffffffffn,
  )
  return { ...scan, candidates: to - from, tokens: packTokens(BigUint64Array.from(tokens)) }
}

describe('a content', () => {
  it('is known by its bytes under any name', () => {
    const known = createKnownContents()
    expect(known.see('/home/a.csv', 'aa', scanOf(0, 100))).toBeUndefined()
    expect(known.see('/stick/holiday.jpg', 'aa', scanOf(0, 100))).toEqual({
      path: '/home/a.csv',
      by: 'bytes',
      percent: 100,
    })
  })

  it('is known by its customers in another format, and in part', () => {
    const known = createKnownContents()
    known.see('/home/a.csv', 'aa', scanOf(0, 1000))
    const part = known.see('/stick/a.zip', 'bb', scanOf(0, 400))
    expect(part).toMatchObject({ path: '/home/a.csv', by: 'customers' })
    expect(part?.percent).toBeGreaterThan(90)
    expect(known.see('/stick/other.csv', 'cc', scanOf(5000, 6000))).toBeUndefined()
  })

  it('is named by the path that a file was renamed to', () => {
    const known = createKnownContents()
    known.see('/home/a.csv', 'aa', scanOf(0, 100))
    known.moved('/home/a.csv', '/home/b.csv')
    expect(known.see('/stick/x', 'aa', scanOf(0, 100))?.path).toBe('/home/b.csv')
  })
})

describe('a volume', () => {
  const policy: VolumePolicy = {
    rules: [
      { access: 'allow', serial: 'K1', account: 'anna' },
      { access: 'read-only', vendor_id: '0951', until: 2000 },
    ],
    otherwise: 'deny',
    ask: 'the desk',
  }
  const drive = (serial: string, quality: 'strong' | 'weak' = 'strong') => ({
    path: '/media/x',
    label: 'X',
    identity: { name: 'Stick', vendor_id: '0951', serial, identity: { quality } },
  })

  it('is allowed by device and person, and by nothing else', () => {
    expect(accessTo(drive('K1'), 'anna', policy, 5000)).toBe('allow')
    expect(accessTo(drive('K1'), 'olaf', policy, 5000)).toBe('deny')
    expect(accessTo(drive('K2'), 'anna', policy, 5000)).toBe('deny')
    expect(accessTo({}, 'anna', policy, 5000)).toBe('deny')
  })

  it('is not allowed by a serial number that many have', () => {
    expect(accessTo(drive('K1', 'weak'), 'anna', policy, 5000)).toBe('deny')
  })

  it('is allowed by a permit only as long as that holds', () => {
    expect(accessTo(drive('K2'), 'anna', policy, 1000)).toBe('read-only')
    expect(accessTo(drive('K2'), 'anna', policy, 2000)).toBe('deny')
  })
})

describe('a command line', () => {
  it('is told without what could be a secret', () => {
    const line = ['curl', '-pgeheim', '--token', 'abc', 'API_KEY=1', 'https://u:p@h/x?k=1', 'a.csv']
    expect(commandLineOf(`${line.join('\0')}\0`)).toBe(
      'curl -p*** --token *** API_KEY=*** https://***@h/x?*** a.csv',
    )
  })
})
