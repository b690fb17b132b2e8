import { gzipSync, inflateRawSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { randomOf } from '../../../content/extract/content.ts'
import { extractors } from '../../../content/extract/registry.ts'
import { zipDirectory } from '../../../content/extract/zip-directory.ts'
import { extracted, fixture, workbookOf, zipOf } from './reading.ts'

/** One entry of an archive, unpacked here. */
async function partOf(archive: Buffer, name: string): Promise<Buffer> {
  const entry = (await zipDirectory(randomOf(archive)))?.find(each => each.name === name)
  const start = (entry?.position ?? 0) + 30 + name.length
  return inflateRawSync(archive.subarray(start, start + (entry?.packedBytes ?? 0)))
}

describe('files of real programs', () => {
  test.each([
    ['customers.xlsx', 'xlsx'],
    ['customers.xls', 'xls'],
    ['customers.ods', 'ods'],
    ['customers.docx', 'docx'],
    ['customers.pptx', 'pptx'],
    ['customers.pdf', 'pdf'],
    ['customers.eml', 'mail'],
    ['customers.db', 'sqlite'],
    ['customers.7z', '7z'],
  ])('%s gives its customers, a row on a line', async (name, format) => {
    const found = await extracted(fixture(name))
    expect(found).toMatchObject({ format, status: 'complete', reason: '' })
    const row = found.text
      .split('\n')
      .find(line => /anna\.k@example\.com.*\+49 30 12345678/.test(line))
    expect(row).toBeDefined()
    expect(row).not.toContain('bora')
    expect(found.text).toMatch(/bora\.z@example\.org[^\n]*\+49 30 87654321/)
  })

  test.each([
    ['customers.xlsx', ['comment@example.com', 'hdr@example.com', 'hidden@example.com']],
    ['customers.xlsx', ['\t6281234567890\n', '\t6281234567891\n']],
    ['customers.docx', ['split.run@example.com', 'header@example.com']],
    ['customers.pptx', ['slide anna.k@example.com', 'note bora.z@example.org']],
    ['customers.ods', ['Анна Müller', 'office:value="6281234567890"']],
    ['customers.xls', ['6281234567890', 'привет user149@example.com']],
    ['customers.db', ['6281234567890', 'user149@example.com', 'longend@example.com']],
    ['customers.eml', ['Kunden для анны', 'hidden@example.com']],
    ['customers.msg', ['Body anna.k@example.com', 'html@example.com', 'rtf.body@example.com']],
    ['customers.msg', ['hidden@example.com']],
    ['attachment.pdf', ['attached@example.com']],
    ['customers.rar', ['Анна;anna.k@example.com']],
    ['customers.tar.xz', ['Анна anna.k@example.com\nАн', 'Анна;К\tEMAIL:anna.k@example.com\tTEL']],
    ['customers.vcf', ['EMAIL:anna.k@example.com', 'tel:+49-30-12345678']],
    ['customers.rtf', ['Анна anna.k@example.com\nАн']],
  ])('%s gives %j', async (name, expected) => {
    const { text, status } = await extracted(fixture(name))
    for (const part of expected) expect(text).toContain(part)
    expect(status).toBe('complete')
  })

  test.each([
    ['encrypted.zip', 'zip', 'k.csv: needs a password'],
    ['encrypted.7z', '7z', 'k.csv: needs a password'],
    ['encrypted-names.7z', '7z', 'the archive needs a password'],
    ['encrypted.rar', 'rar', 'the archive needs a password'],
    ['encrypted.pdf', 'pdf', 'the document needs a password'],
    ['encrypted.xlsx', 'ooxml', 'the document needs a password'],
  ])('%s is encrypted', async (name, format, reason) => {
    expect(await extracted(fixture(name))).toEqual({
      text: '',
      format,
      status: 'encrypted',
      reason,
    })
  })
})

describe('packed content', () => {
  const csv = 'Анна;anna.k@example.com\n'

  test.each([
    ['gzip', gzipSync(csv)],
    ['zstd', zstdCompressSync(csv)],
    ['zip', zipOf([{ name: 'a', content: csv }])],
    ['zip', zipOf([{ name: 'a', content: csv }], { isCut: true })],
    ['zip', zipOf([{ name: 'a', content: csv, isStreamed: true }], { isCut: true })],
    ['zip', zipOf([{ name: 'a', content: csv, isStored: true }], { isCut: true })],
    [
      'zip',
      zipOf([{ name: 'a', content: csv, isStored: true, isStreamed: true }], { isCut: true }),
    ],
  ])('%s is opened', async (format, bytes) => {
    const found = await extracted(bytes)
    expect(found.format).toBe(format)
    expect(found.text).toBe(csv)
  })

  test('a ZIP archive without its end says so and gives all entries before', async () => {
    const files = ['a', 'b', 'c'].map(name => ({
      name,
      content: `${name}@example.com\n`.repeat(500),
      isStreamed: name !== 'b',
    }))
    const { text, status, reason } = await extracted(zipOf(files, { isCut: true }))
    expect(text).toBe(files.map(({ content }) => content).join(''))
    expect({ status, reason }).toEqual({
      status: 'truncated',
      reason: 'a damaged ZIP archive; the rest was not searched',
    })
  })

  test('half of a ZIP archive gives the half', async () => {
    const row = (index: number): string => `${index};user${index}@example.com\n`
    const content = Array.from({ length: 20_000 }, (_, index) => row(index)).join('')
    const whole = zipOf([{ name: 'a.csv', content }])
    const { text, status, reason } = await extracted(whole.subarray(0, whole.length / 2))
    expect(text.length).toBeGreaterThan(content.length / 3)
    expect(content.startsWith(text)).toBe(true)
    expect(status).toBe('truncated')
    expect(reason).toContain('a.csv: damaged')
  })

  test('an archive behind a picture or a program is found by its end', async () => {
    const inner = zipOf([{ name: 'a.csv', content: csv }])
    for (const front of ['\xff\xd8\xff\xe0 picture', 'MZ\x90\0 program']) {
      const bytes = Buffer.concat([Buffer.from(front.padEnd(9000, '\0'), 'latin1'), inner])
      expect(await extracted(bytes)).toMatchObject({ format: 'zip', text: csv, status: 'complete' })
    }
  })

  test('names do not matter, only content does', async () => {
    const inner = zipOf([{ name: 'a.csv', content: csv }])
    const nested = zipOf([
      { name: 'photo.jpg', content: zipOf([{ name: 'inner.txt', content: inner }]) },
      { name: 'book.bin', content: workbookOf([['Anna', null, 'anna.k@example.com']]) },
    ])
    const { text, status } = await extracted(nested)
    expect(text).toContain(csv)
    expect(text).toContain('Anna\t\tanna.k@example.com\n')
    expect(status).toBe('complete')
  })

  test('entries that nobody reads are told apart from those that are read', async () => {
    const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
    const found = await extracted(
      zipOf([
        { name: 'a.csv', content: csv },
        ...['1', '2', '3', '4', '5'].map(name => ({ name: `${name}.png`, content: png })),
      ]),
    )
    expect(found.text).toBe(csv)
    expect(found.status).toBe('unreadable')
    expect(found.reason).toMatch(/^1\.png: .*PNG image.*2\.png: .*3\.png: .*; and 2 more$/)
  })
})

describe('workbooks', () => {
  test('are the same text however the bytes arrive', async () => {
    const rows = Array.from({ length: 3000 }, (_, index) => [
      `Müller & Söhne ${index % 7}`,
      index % 3 === 0 ? null : `user${index}@example.com`,
      6_281_200_000_000 + index,
    ])
    const bytes = workbookOf(rows)
    const { text } = await extracted(bytes)
    const lines = rows.map(row => row.map(cell => cell ?? '').join('\t'))
    expect(text.trimStart()).toBe(`${lines.join('\n')}\n\t`.replace(/\t$/, ''))
    expect((await extracted(bytes, { cuts: [5, 100, 4097, 20_000] })).text).toBe(text)
  })
})

test('escapes and line ends inside cells do not touch what is beside them', async () => {
  const { text } = await extracted(
    workbookOf([['a@example.com_x000D_\nb_x@example.com & c', 'd_x000A_e']]),
  )
  expect(text).toContain('a@example.com  b_x@example.com & c\td e\n')
})

describe('a workbook whose strings are more than is kept', () => {
  const filler = 'x'.repeat(400)
  const rows = Array.from({ length: 60_000 }, (_, index) => [
    `user${index}@example.com ${filler}`,
    `city ${index % 50}`,
  ])
  const twice = [...rows, ...rows.slice(0, 5), ...rows.slice(-5)]

  test('gives every row, also where a sheet begins again', async () => {
    const { text, status } = await extracted(workbookOf(twice))
    const lines = text.trimStart().split('\n')
    expect(status).toBe('complete')
    expect(lines.slice(0, rows.length)).toEqual(rows.map(row => row.join('\t')))
    expect(lines.slice(rows.length, twice.length)).toEqual(
      twice.slice(rows.length).map(row => row.join('\t')),
    )
  }, 60_000)

  test('gives strings that no cell uses', async () => {
    const whole = workbookOf(rows)
    const strings = await partOf(whole, 'xl/sharedStrings.xml')
    const sheet = '<worksheet><row r="1"><c r="A1" t="s"><v>70</v></c></row></worksheet>'
    const { text } = await extracted(
      zipOf([
        { name: '[Content_Types].xml', content: '<Types/>' },
        { name: 'xl/worksheets/sheet1.xml', content: sheet },
        { name: 'xl/sharedStrings.xml', content: strings },
      ]),
    )
    const users = new Set(text.match(/user\d+@example\.com/g))
    expect(users.size).toBe(rows.length)
    expect(text.match(/\n/g)).toHaveLength(1)
  }, 60_000)
})

describe('text with structure', () => {
  test.each([
    [
      'html',
      '<html><table><tr><td>A</td><td><p>a&commat;example.com</p></td></tr><tr><td>B</td></tr></table>',
      ['A\t a@example.com \t\n', 'B\t\n'],
    ],
    [
      'html',
      '<!doctype html><p>x <b>a@exam</b><i>ple.com</i> 1 < 2 <a href="mailto:b&#64;example.org">',
      ['a@example.com 1 < 2', 'mailto:b@example.org'],
    ],
    [
      'html',
      '<html><!-- c@example.com --><p title="t@example.com',
      ['c@example.com', 't@example.com'],
    ],
    [
      'xml',
      '<?xml version="1.0"?><c><e>a&#x40;example.com</e><e><![CDATA[b@example.org]]></e></c>',
      ['a@example.com', 'b@example.org'],
    ],
    [
      'json',
      '[{"e":"a\\u0040example.com","n":"x\\nb@example.org\\\\"},{"e":"c"}]',
      ['"a@example.com"', 'x b@example.org\\', '},\n{'],
    ],
    [
      'mail',
      'From: a@example.com\nSubject: =?utf-8?B?0JDQvdC90LA=?= =?koi8-r?Q?_=C1?=\n\nx=40y',
      ['From: a@example.com', 'Subject: Анна а', 'x=40y'],
    ],
    [
      'mail',
      'From x@y Mon Jan 1 00:00:00 2026\nFrom: a@b.c\nTo: d@e.f\nContent-Transfer-Encoding: quoted-printable\n\na=40exam=\nple.com\n\nFrom x@y Mon Jan 1 00:00:00 2026\nFrom: g@h.i\nTo: j@k.l\n\nlast',
      ['\na@example.com\n', 'g@h.i', 'last'],
    ],
    [
      'rtf',
      "{\\rtf1\\ansicpg1252 M\\'fcller\\tab a@ex{\\b ample}.com\\par{\\*\\x {\\pict 00ff}y}\\cell z\\row}",
      ['Müller\ta@example.com\n', 'y', 'z\n'],
    ],
  ])('%s: %j', async (format, content, expected) => {
    const found = await extracted(Buffer.from(content))
    expect(found).toMatchObject({ format, status: 'complete' })
    for (const part of expected) expect(found.text).toContain(part)
  })

  test.each([
    ['windows-1251', 'Имя;Анна Каренина;anna.k@example.com\n'],
    ['koi8-r', 'ФИО;Анна КАРЕНИНА;anna.k@example.com\n'],
  ])('text in %s is recognised', async (codePage, text) => {
    const letters = new Map(
      Array.from({ length: 256 }, (_, byte) => [
        new TextDecoder(codePage).decode(Uint8Array.of(byte)),
        byte,
      ]),
    )
    const bytes = Uint8Array.from([...text].map(letter => letters.get(letter) ?? 0))
    expect((await extracted(bytes)).text).toBe(text)
  })
})

test('every extractor has a file or bytes in these tests', () => {
  const tested = [
    'zip',
    'pdf',
    'ole',
    'gzip',
    'zstd',
    '7z',
    'rar',
    'xz',
    'bzip2',
    'tar',
    'sqlite',
    'rtf',
    'html',
    'xml',
    'vcard',
    'mail',
    'json',
    'text',
  ]
  expect(extractors.map(({ name }) => name).sort()).toEqual(tested.sort())
})

describe('base64 inside text', () => {
  const secret = 'Анна;anna.k@example.com;+49 30 12345678\n'
  const encoded = Buffer.from(secret).toString('base64')
  const book = workbookOf([['in a book', 'book@example.com']]).toString('base64')
  const folded = (
    Buffer.from(secret.repeat(30))
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\r\n')

  test.each([
    ['a column', `1;${encoded};x\n2;y\n`, [`\n${secret}`]],
    [
      'a short one',
      `k=${Buffer.from('me@example.com;1;2').toString('base64url')}`,
      ['me@example.com;1;2'],
    ],
    [
      'a workbook in JSON',
      `{"a":1,"file":"data:x;base64,${book}"}\nend`,
      ['in a book\tbook@example.com\n'],
    ],
    ['lines of 76', `begin\r\n${folded}\r\nend\r\n`, [secret.repeat(30)]],
    ['a page', `<html><img src="data:text/csv;base64,${encoded}"></html>`, [secret]],
  ])('%s is read', async (_, content, expected) => {
    const bytes = Buffer.from(content)
    const { text, status } = await extracted(bytes)
    expect(status).toBe('complete')
    for (const part of expected) expect(text).toContain(part)
    for (let cut = 4096; cut < bytes.length; cut += 997) {
      expect((await extracted(bytes, { cuts: [cut, cut + 1, cut + 300] })).text).toBe(text)
    }
  })

  test.each([
    'aVeryLongIdentifierThatIsNoBase64AtAllButOfItsAlphabet\n',
    '/usr/share/doc/libreoffice/some/thing/else/entirely\n',
    '123e4567-e89b-12d3-a456-426614174000;0123456789012345678901234567890\n',
    `${'A'.repeat(200)}\n`,
  ])('%j stays what it is', async text => {
    expect((await extracted(Buffer.from(text))).text).toBe(text)
  })
})
