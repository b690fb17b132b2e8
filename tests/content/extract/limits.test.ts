import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { limits } from '../../../events/limits.ts'
import { extracted, fixture, zipOf } from './reading.ts'

const mebibyte = 1024 * 1024
const blank = Buffer.alloc(40 * mebibyte, ' ')

describe('bombs', () => {
  test('what unpacks to far too much for its size is left', async () => {
    const { text, status, reason } = await extracted(
      zipOf([
        { name: 'bomb.csv', content: blank },
        { name: 'b.csv', content: 'b@example.com\n' },
      ]),
    )
    expect(status).toBe('truncated')
    expect(reason).toContain(`unpacks to more than ${limits.scanRatioMax} times its size`)
    expect(text.endsWith('b@example.com\n')).toBe(true)
  })

  test('the same in a gzip stream', async () => {
    const { status, reason } = await extracted(gzipSync(blank))
    expect({ status, reason }).toMatchObject({ status: 'truncated' })
    expect(reason).toContain('unpacks to more than')
  })

  test('nesting ends at its limit, the rest is read', async () => {
    let nested = zipOf([{ name: 'deep.csv', content: 'deep@example.com\n' }])
    for (let level = 0; level <= limits.scanDepthMax; level += 1) {
      nested = zipOf([
        { name: `${level}.csv`, content: `level${level}@example.com\n` },
        { name: `${level}.zip`, content: nested },
      ])
    }
    const { text, status, reason } = await extracted(nested)
    expect(text).toContain(`level${limits.scanDepthMax}@example.com`)
    expect(text).not.toContain('deep@example.com')
    expect(status).toBe('truncated')
    expect(reason).toContain(`packed more than ${limits.scanDepthMax} levels deep`)
  })

  test('unpacked bytes are counted over all entries', async () => {
    const content = 'a@example.com\n'.repeat(50_000)
    const files = ['a', 'b', 'c'].map(name => ({ name, content }))
    const { text, status, reason } = await extracted(zipOf(files), { textBytesMax: mebibyte })
    expect(text.startsWith(content)).toBe(true)
    expect(text.length).toBeLessThanOrEqual(mebibyte)
    expect({ status, reason }).toEqual({
      status: 'truncated',
      reason: 'more than 1,048,576 bytes unpacked; the rest was not searched',
    })
  })

  test('an archive of too many entries is searched up to there', async () => {
    const count = limits.scanEntriesMax + 10
    const files = Array.from({ length: count }, (_, index) => ({
      name: `${index}`,
      content: index % 20_000 === 0 ? `user${index}@example.com\n` : '',
      isStored: true,
    }))
    const { text, status, reason } = await extracted(zipOf(files))
    expect(text).toContain('user80000@example.com')
    expect(status).toBe('truncated')
    expect(reason).toContain('more than 100,000 entries')
  }, 60_000)

  test('time ends a scan with what was found so far', async () => {
    const { status, reason } = await extracted(fixture('customers.xlsx'), { timeMsMax: -1 })
    expect(status).toBe('truncated')
    expect(reason).toContain('not read within')
  })

  test('memory ends a scan with what was found so far', async () => {
    const { status, reason } = await extracted(fixture('customers.xlsx'), { memoryBytesMax: 1 })
    expect(status).toBe('truncated')
    expect(reason).toContain('bytes of memory')
  })
})

test('reasons stay short however many there are', async () => {
  const name = 'n'.repeat(5000)
  const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  const { reason } = await extracted(
    zipOf(Array.from({ length: 500 }, (_, index) => ({ name: `${name}${index}`, content: png }))),
  )
  expect(reason.length).toBeLessThanOrEqual(500)
  expect(reason).toContain('and 497 more')
})
