/** Reading events from files: every way of writing the same events gives the same events. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EventText, readEvents } from '../../cli/rules/events-file.ts'

let dir = ''
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'clientkeep-events-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

async function read(content: string | Buffer): Promise<readonly EventText[]> {
  const path = join(dir, 'events')
  writeFileSync(path, content)
  const found: EventText[] = []
  for await (const block of readEvents(path)) found.push(...block)
  return found
}
const values = async (content: string | Buffer): Promise<readonly unknown[]> =>
  (await read(content)).map(({ text }) => JSON.parse(text))

const events = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), {
  minLength: 1,
  maxLength: 8,
})

describe('events', () => {
  test('are the same one per line, with blank lines, packed, as a list, and each over several lines', async () => {
    await fc.assert(
      fc.asyncProperty(events, async some => {
        const wanted: unknown = JSON.parse(JSON.stringify(some))
        const lines = some.map(event => JSON.stringify(event))
        expect(await values(lines.join('\n'))).toEqual(wanted)
        expect(await values(`\ufeff${lines.join('\r\n\r\n')}\n`)).toEqual(wanted)
        expect(await values(gzipSync(lines.join('\n')))).toEqual(wanted)
        expect(await values(JSON.stringify(some, null, 2))).toEqual(wanted)
        const wide = some.map(event => JSON.stringify({ ...event, end: {} }, null, 2)).join('\n')
        expect(await values(wide)).toHaveLength(some.length)
      }),
      { numRuns: 60 },
    )
  })

  test('of any text are its lines, none lost, none made up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 8 }), async parts => {
        const texts = parts.map(part => `x${part.replace(/[\r\n]/g, ' ')}x`)
        const found = await read(texts.join('\n\n'))
        expect(found.map(({ text }) => text)).toEqual(texts)
        expect(found.map(({ index }) => index)).toEqual([...texts.keys()])
        expect(found.map(({ line }) => line)).toEqual(texts.map((_, index) => index * 2 + 1))
      }),
      { numRuns: 100 },
    )
  })

  test('of a document that breaks off are its lines, so that nothing is passed over in silence', async () => {
    expect((await read('[{"a": 1},\n{"b": 2}')).map(({ text }) => text)).toEqual([
      '[{"a": 1},',
      '{"b": 2}',
    ])
  })

  test('keep characters that stand across two pieces of the file', async () => {
    const line = JSON.stringify({ text: 'ü€😀'.repeat(60_000) })
    expect((await read(`${line}\n${line}`)).map(({ text }) => text)).toEqual([line, line])
  })
})
