import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import Value from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ScanOutcome, scanFile, scanStream } from '../../content/scan.ts'
import { limits } from '../../events/limits.ts'
import { ScanSummary } from '../../events/scan.ts'
import { filterOf, inChunks, reported, scanContent } from './scanning.ts'

const emails = ['anna@example.com', 'bora@example.org', 'анна@xn--e1afmkfd.xn--p1ai']
const phones = ['+6281234567890', '+493012345678']
const filter = filterOf({ emails, phones, regions: ['ID', 'DE'] })
const table =
  'name,email,phone\nAnna,anna@example.com,0812-3456-7890\nBora,Bora@Example.org,+49 30 12345678\n'
const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex')

/** The outcome without its duration. */
const lasting = ({ summary, ...rest }: ScanOutcome) => ({
  ...rest,
  summary: { ...summary, duration_ms: 0 },
})

/** The user id of `nobody`. */
const nobody = 65_534

describe('a scan', () => {
  test('counts bytes, rows and distinct customers by kind and hashes the content', async () => {
    const { summary, ...rest } = await scanContent(table + table, filter)
    const bytes = table.length * 2
    expect(rest).toEqual({ sha256: sha256(table + table), sizeBytes: bytes })
    expect(summary).toMatchObject({
      status: 'complete',
      format: 'text',
      bytes,
      rows: 6,
      candidates: 4,
      kinds: { email: 2, phone: 2 },
      filter_version: filter.version,
    })
    expect(summary.reason).toBeUndefined()
    expect(Value.Check(ScanSummary, summary)).toBe(true)
  })

  test.each([
    ['', 0],
    ['a', 1],
    ['a\n', 1],
    ['a\nb', 2],
    ['a\r\nb\r\n', 2],
    ['a\rb\r', 2],
    ['\n\n', 2],
  ])('%j has %i rows', async (text, rows) => {
    expect((await scanContent(text, undefined)).summary.rows).toBe(rows)
  })

  test('without a filter counts rows and claims nothing', async () => {
    const { summary } = await scanContent(table, undefined)
    expect(summary).toMatchObject({
      status: 'complete',
      rows: 3,
      candidates: 0,
      tokens: '',
      filter_version: 'none',
    })
  })

  test('gives the same result however the bytes arrive', async () => {
    const text = `${table}${'filler, '.repeat(9000)}Анна@Пример.рф;${table}`
    const bytes = Buffer.from(text)
    const whole = lasting(await scanContent(bytes, filter))
    expect(whole.summary.candidates).toBe(5)
    const cuts = fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(cuts, async at => {
        expect(lasting(await scanContent(bytes, filter, { cuts: at }))).toEqual(whole)
      }),
      { numRuns: 60 },
    )
  })

  test('finds identifiers across every inner seam', async () => {
    const row = 'x,anna@example.com,+62 812 3456 7890,y\n'
    for (const seam of [65_536, 131_072]) {
      for (let offset = 0; offset <= row.length; offset += 1) {
        for (const fill of ['.', ' ', 'ab, ']) {
          const lead = fill.repeat(seam).slice(0, seam - offset)
          const outcome = await scanContent(lead + row, filter)
          expect(reported(outcome, 'email', emails)).toEqual(['anna@example.com'])
          expect(reported(outcome, 'phone', phones)).toEqual(['+6281234567890'])
        }
      }
    }
  })

  test('arbitrary bytes are scanned without an error and give a valid summary', async () => {
    const junk = fc.oneof(
      fc.uint8Array({ maxLength: 3000 }),
      fc.string({ unit: 'binary', maxLength: 2000 }).map(text => Buffer.from(text)),
      fc.stringMatching(/^[+@0-9a .()/,\\-]{0,400}$/).map(text => Buffer.from(text)),
      fc.string({ unit: 'binary', maxLength: 500 }).map(text => Buffer.from(text, 'utf16le')),
    )
    await fc.assert(
      fc.asyncProperty(junk, async bytes => {
        const { summary, ...rest } = await scanContent(bytes, filter)
        expect(Value.Check(ScanSummary, summary)).toBe(true)
        expect(rest).toEqual({ sha256: sha256(bytes), sizeBytes: bytes.length })
      }),
      { numRuns: 300 },
    )
  })

  test.each(['@', '1', '+', '.', ' ', '0 ', 'a@', '(0)', '-', '@1.'])(
    'a million characters of %j end in time',
    async text => {
      const { summary } = await scanContent(text.repeat(1_000_000 / text.length), filter)
      expect(summary.status).toBe('complete')
    },
    15_000,
  )
})

describe('limits', () => {
  test('what is longer than bytesMax is truncated there, but hashed to its end', async () => {
    const text = `${table}${'x'.repeat(100_000)}\nlate bora@example.org`
    const { summary, ...rest } = await scanContent(text, filter, { bytesMax: table.length - 30 })
    expect(rest).toEqual({ sha256: sha256(text), sizeBytes: text.length })
    expect(summary).toMatchObject({ status: 'truncated', bytes: table.length - 30, rows: 3 })
    expect(summary.reason).toContain('longer than')
  })

  test('content of exactly bytesMax is complete', async () => {
    const { summary } = await scanContent(table, filter, { bytesMax: table.length })
    expect(summary.status).toBe('complete')
  })

  test('stops collecting at the cap of candidates and says so', async () => {
    const all = filterOf({ emails: [] })
    const everything = { ...all, has: () => true }
    const count = limits.scanCandidatesMax + 5
    const text = Array.from({ length: count }, (_, index) => `a${index}@example.com\n`).join('')
    const { summary, ...rest } = await scanContent(text, everything)
    expect(summary.status).toBe('truncated')
    expect(summary.candidates).toBe(limits.scanCandidatesMax)
    expect(summary.reason).toContain('250,000')
    expect(rest.sha256).toBe(sha256(text))
  })

  test('leaves the event loop free between blocks', async () => {
    let turns = 0
    let isScanning = true
    const count = () => {
      turns += 1
      if (isScanning) setImmediate(count)
    }
    setImmediate(count)
    await scanContent(table.repeat(40_000), filter)
    isScanning = false
    expect(turns).toBeGreaterThan(8)
  })

  test('an aborted scan rejects with the reason of the signal', async () => {
    const reason = new Error('shutting down')
    const scan = scanContent(table, filter, { signal: AbortSignal.abort(reason) })
    await expect(scan).rejects.toBe(reason)
  })

  test('closes its source when it is aborted on the way', async () => {
    const abort = new AbortController()
    let isClosed = false
    async function* endless() {
      try {
        for (;;) {
          yield Buffer.from(table)
          if (!abort.signal.aborted) setImmediate(() => abort.abort())
        }
      } finally {
        isClosed = true
      }
    }
    const scan = scanStream(endless(), 'endless', filter, { signal: abort.signal })
    await expect(scan).rejects.toThrow('aborted')
    expect(isClosed).toBe(true)
  })
})

describe('content that is no text', () => {
  const beginnings: [string, string, string][] = [
    ['\x89PNG\r\n\x1a\n', 'png', 'a PNG image'],
    ['\x7fELF\x02\x01', 'elf', 'a Linux program'],
    ['\x01\0\x02\0\0\x03\0\0\xff\xfe\x07', 'unknown', 'binary data'],
  ]
  test.each(beginnings)(
    '%j is unreadable as %s, and text in it is found',
    async (start, format, label) => {
      const bytes = Buffer.from(`${start}${'\x00\x01anna@example.com'}`, 'latin1')
      const { summary, ...rest } = await scanContent(bytes, filter)
      expect(summary).toMatchObject({ status: 'unreadable', format, candidates: 1, rows: 1 })
      expect(summary.reason).toContain(label)
      expect(rest).toEqual({ sha256: sha256(bytes), sizeBytes: bytes.length })
    },
  )

  const list = 'Anna;anna@example.com\r\nBora;bora@example.org\r\n'
  const hidden: [string, Buffer][] = [
    ['before zeros', Buffer.concat([Buffer.from(list), Buffer.alloc(8192)])],
    ['as UTF-16', Buffer.concat([Buffer.alloc(5001, 1), Buffer.from(list, 'utf16le')])],
    ['as UTF-16BE', Buffer.concat([Buffer.alloc(5000, 1), Buffer.from(list, 'utf16le').swap16()])],
    ['far inside', Buffer.concat([Buffer.alloc(3_000_000, 1), Buffer.from(list), Buffer.alloc(9)])],
  ]
  test.each(hidden)('a list %s is found, whole', async (_, bytes) => {
    const { summary } = await scanContent(bytes, filter)
    expect(summary).toMatchObject({ status: 'unreadable', candidates: 2, rows: 2 })
  })

  test('what is printable by chance is no rows', async () => {
    // A film or a picture: bytes that look like chance.
    const bytes = Buffer.concat(
      Array.from({ length: 32_768 }, (_, index) =>
        createHash('sha256').update(String(index)).digest(),
      ),
    )
    const { summary } = await scanContent(bytes, filter)
    expect(summary.candidates).toBe(0)
    expect(summary.rows).toBeLessThan(bytes.length / 4096)
  })
})

describe('files', () => {
  let dir = ''
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'clientkeep-scan-'))
  })
  afterAll(() => rm(dir, { recursive: true }))

  test('a file gives what its bytes give', async () => {
    const path = join(dir, 'export.csv')
    const text = table.repeat(9000)
    await writeFile(path, text)
    const fromFile = lasting(await scanFile(path, filter))
    expect(fromFile).toEqual(lasting(await scanContent(text, filter)))
    expect(fromFile.summary).toMatchObject({ status: 'complete', candidates: 4, rows: 27_000 })
  })

  test('an empty file is complete and has no rows', async () => {
    const path = join(dir, 'empty.csv')
    await writeFile(path, '')
    const { summary, ...rest } = await scanFile(path, filter)
    expect(rest).toEqual({ sha256: sha256(''), sizeBytes: 0 })
    expect(summary).toMatchObject({ status: 'complete', format: 'text', rows: 0 })
  })

  async function expectFailed(path: string, reason: string) {
    const { summary, ...rest } = await scanFile(path, filter)
    expect(rest).toEqual({ sha256: '', sizeBytes: 0 })
    expect(summary).toMatchObject({ status: 'failed', candidates: 0 })
    expect(summary.reason).toContain(reason)
    expect(Value.Check(ScanSummary, summary)).toBe(true)
  }

  test('a file that vanished is failed', () => expectFailed(join(dir, 'gone.csv'), 'ENOENT'))

  test('a folder is failed', async () => {
    await mkdir(join(dir, 'folder'))
    await expectFailed(join(dir, 'folder'), 'not a regular file')
  })

  test.skipIf(process.platform === 'win32')('a named pipe does not hang the scan', async () => {
    const path = join(dir, 'pipe')
    execFileSync('mkfifo', [path])
    await expectFailed(path, 'not a regular file')
  })

  test('a file without read permission is failed', async () => {
    const path = join(dir, 'secret.csv')
    await writeFile(path, table)
    await chmod(path, 0)
    await chmod(dir, 0o711)
    // Root reads everything: there the scan runs as nobody.
    const isRoot = process.geteuid?.() === 0
    if (isRoot) process.seteuid?.(nobody)
    try {
      await expectFailed(path, 'EACCES')
    } finally {
      if (isRoot) process.seteuid?.(0)
    }
  })

  test('a read error on the way is failed with what was found so far and no hash', async () => {
    async function* breaking() {
      yield* inChunks(Buffer.from(`${table}${' '.repeat(65_536)}`))
      throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' })
    }
    const { summary, ...rest } = await scanStream(breaking(), 'stick.csv', filter)
    expect(summary).toMatchObject({ status: 'failed', candidates: 4 })
    expect(summary.reason).toBe('the disk reported a read error (EIO)')
    expect(rest.sha256).toBe('')
  })
})
