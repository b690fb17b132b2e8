/** Every extractor on mutated files: whatever the bytes are, an extraction ends in time with a result. A seed repeats a failure. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scanFile } from '../../../content/scan.ts'
import { extracted, fixture, workbookOf, zipOf } from './reading.ts'

const table = 'name;email\n'.concat('Анна;anna.k@example.com\n'.repeat(40))
const made: [name: string, bytes: Buffer][] = [
  ['a gzip file', gzipSync(table)],
  ['a zstd file', zstdCompressSync(table)],
  [
    'a zip',
    zipOf([
      { name: 'a.csv', content: table },
      { name: 'b', content: table, isStored: true },
    ]),
  ],
  ['a streamed zip', zipOf([{ name: 'a', content: table, isStreamed: true }], { isCut: true })],
  [
    'a workbook',
    workbookOf([
      ['a', 1, null, 'anna.k@example.com'],
      [null, 'b'],
    ]),
  ],
  [
    'a page',
    Buffer.from(`<html><!-- x --><table><tr><td title="a">${table}</td></tr></table>&#64;`),
  ],
  ['XML', Buffer.from(`<?xml version="1.0"?><a b="c"><![CDATA[${table}]]></a>`)],
  ['JSON', Buffer.from(JSON.stringify([{ a: table, b: Buffer.from(table).toString('base64') }]))],
]
const files: [name: string, bytes: Buffer][] = readdirSync(join(import.meta.dirname, 'fixtures'))
  .filter(name => name !== 'README.md')
  .map(name => [name, fixture(name)])

/** One change to the bytes; places are shares of the length, so that a change shrinks well. */
type Change = { kind: 'set' | 'cut' | 'repeat' | 'insert' | 'max'; at: number; value: number }

const change = fc.record({
  kind: fc.constantFrom<Change['kind']>('set', 'cut', 'repeat', 'insert', 'max'),
  // Headers decide most, so they are hit more often.
  at: fc.oneof(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 0.02, noNaN: true }),
  ),
  value: fc.nat(255),
})

function changed(bytes: Buffer, { kind, at, value }: Change): Buffer {
  const place = Math.floor(at * bytes.length)
  const [front, back] = [bytes.subarray(0, place), bytes.subarray(place)]
  switch (kind) {
    case 'set':
      return Buffer.concat([front, Buffer.of(value), back.subarray(1)])
    case 'cut':
      return Buffer.concat([front, back.subarray(value)])
    case 'repeat':
      return Buffer.concat([front, back.subarray(0, value), back])
    case 'insert':
      return Buffer.concat([front, Buffer.alloc(value, value), back])
    case 'max':
      return Buffer.concat([front, Buffer.alloc(4, 0xff), back.subarray(4)])
  }
}

const timeMsMax = 5000

describe('mutated files', () => {
  test.each([...made, ...files])(
    '%s ends in time with a result',
    async (_, bytes) => {
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async changes => {
          const startMs = performance.now()
          const mutated = changes.reduce(changed, bytes)
          const { text, status, reason } = await extracted(mutated, {
            timeMsMax,
            textBytesMax: 64e6,
          })
          expect(performance.now() - startMs).toBeLessThan(2 * timeMsMax)
          expect(text.length).toBeLessThan(200e6)
          expect(status === 'complete').toBe(reason === '')
          expect(reason.length).toBeLessThanOrEqual(500)
        }),
        { numRuns: Number(process.env.FUZZ_RUNS ?? 60) },
      )
    },
    600_000,
  )

  test('arbitrary places in the end of an archive end with a result, in memory and in a file', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'clientkeep-end-'))
    const path = join(dir, 'picture.bin')
    const word = fc.oneof(fc.constantFrom(0, 0xffffffff), fc.nat(0xffffffff))
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.tuple(word, word, word, word),
        async (front, [length, start, high, low]) => {
          const tail = Buffer.alloc(42)
          tail.writeUInt32LE(0x07064b50, 0)
          tail.writeUInt32LE(low, 8)
          tail.writeUInt32LE(high, 12)
          tail.writeUInt32LE(0x06054b50, 20)
          tail.writeUInt32LE(length, 32)
          tail.writeUInt32LE(start, 36)
          const bytes = Buffer.concat([Buffer.of(0xff, 0xd8, 0xff, 0), front, tail])
          const inMemory = await extracted(bytes, { timeMsMax })
          writeFileSync(path, bytes)
          const { summary } = await scanFile(path, undefined)
          expect(['complete', 'truncated', 'unreadable']).toContain(inMemory.status)
          expect(summary.status).toBe(inMemory.status)
        },
      ),
      { numRuns: 400 },
    )
    rmSync(dir, { recursive: true })
  })

  test('arbitrary bytes behind each known beginning end with a result', async () => {
    const heads = [...made, ...files].map(([, bytes]) => bytes.subarray(0, 16))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...heads),
        fc.uint8Array({ maxLength: 2000 }),
        async (head, rest) => {
          const { status } = await extracted(Buffer.concat([head, rest]), { timeMsMax })
          expect(['complete', 'truncated', 'unreadable', 'encrypted']).toContain(status)
        },
      ),
      { numRuns: 400 },
    )
  }, 600_000)
})
