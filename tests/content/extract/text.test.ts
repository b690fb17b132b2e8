import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decoded } from '../../../content/extract/decode.ts'
import { headBytes } from '../../../content/extract/extractor.ts'
import { extractors } from '../../../content/extract/registry.ts'
import { text } from '../../../content/extract/text.ts'
import { inChunks } from '../scanning.ts'

async function read(bytes: Uint8Array, cuts: readonly number[] = []): Promise<string> {
  let all = ''
  for await (const piece of decoded(inChunks(bytes, cuts))) all += piece
  return all
}

const swapped = (content: string): Buffer => Buffer.from(content, 'utf16le').swap16()
const sample = 'Имя;Почта;佐藤\r\nАнна;anna@example.com;+7 916 123-45-67\r\n'

describe('text', () => {
  test.each([
    ['UTF-8', Buffer.from(sample)],
    ['UTF-16 LE with a mark', Buffer.from(`\ufeff${sample}`, 'utf16le')],
    ['UTF-16 LE without a mark', Buffer.from(sample, 'utf16le')],
    ['UTF-16 BE with a mark', swapped(`\ufeff${sample}`)],
    ['UTF-16 BE without a mark', swapped(sample)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${sample}`)],
  ])('reads %s', async (_, bytes) => {
    expect(text.detect(bytes, 'x')).toBe(true)
    expect((await read(bytes)).replace('\ufeff', '')).toBe(sample)
  })

  test('reads 8-bit text with its ASCII in place', async () => {
    const bytes = Buffer.from('M\xfcller;m\xfcller@example.com\n', 'latin1')
    expect(text.detect(bytes, 'x')).toBe(true)
    expect(await read(bytes)).toBe('Müller;müller@example.com\n')
  })

  test('characters that a seam cuts are whole again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.array(fc.nat(200)),
        async (content, cuts) => {
          const bytes = Buffer.from(`abc, ${content}`)
          expect(await read(bytes, [5, ...cuts.map(cut => cut + 5)])).toBe(`abc, ${content}`)
        },
      ),
    )
  })

  test.each(['MZ is how this text begins', 'PAR1,PAR2', 'BZh', 'GIF89 is a format', ''])(
    'takes %j for text',
    content => {
      expect(text.detect(Buffer.from(content), 'x')).toBe(true)
    },
  )

  test('does not take programs, archives and random bytes for text', () => {
    const random = Uint8Array.from({ length: headBytes }, (_, index) => (index * 7919) >> 3)
    expect(text.detect(random, 'customers.csv')).toBe(false)
    expect(text.detect(Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), 'customers.csv')).toBe(false)
  })
})

describe('every extractor', () => {
  test.each(extractors)('$name has a short name of its own and a summary', ({ name, summary }) => {
    expect(name).toMatch(/^[a-z0-9-]{1,60}$/)
    expect(summary).not.toBe('')
    expect(extractors.filter(other => other.name === name)).toHaveLength(1)
  })

  test.each(extractors)('$name decides by content, for any content', ({ detect }) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), head => {
        expect(detect(head, 'a.csv')).toBe(detect(head, 'b.exe'))
      }),
    )
  })
})
