import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Value from 'typebox/value'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openSandbox, type Sandbox, type SandboxOptions } from '../../content/sandbox.ts'
import { scanFile } from '../../content/scan.ts'
import { ScanSummary } from '../../events/scan.ts'
import { workbookOf, zipOf } from './extract/reading.ts'
import { filterOf } from './scanning.ts'

const filter = filterOf({ emails: ['anna@example.com'] })
const book = workbookOf([['Anna', 'anna@example.com']])
let dir = ''
const opened: Sandbox[] = []

function open(options?: SandboxOptions): Sandbox {
  const sandbox = openSandbox(options)
  opened.push(sandbox)
  return sandbox
}

/** A reader that does `what` with the file it is given. */
async function readerThat(name: string, what: string): Promise<URL> {
  const path = join(dir, `${name}.mjs`)
  await writeFile(path, `process.on('message', m => { if ('path' in m) { ${what} } })`)
  return new URL(`file://${path}`)
}

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(dir, name)
  await writeFile(path, content)
  return path
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'clientkeep-sandbox-'))
})
afterEach(() => {
  for (const sandbox of opened.splice(0)) sandbox.close()
})
afterAll(() => rm(dir, { recursive: true }))

describe('a file that the caller has just looked at', () => {
  test('is read at once where it is small, also to what it has grown to since', async () => {
    const path = await write('grown.csv', 'a,anna@example.com\n'.repeat(50))
    const { summary, sha256 } = await open().scan(path, filter, { size: 10 })
    const here = await scanFile(path, filter)
    expect([summary.rows, summary.candidates, sha256]).toEqual([50, 1, here.sha256])
  })

  test('is told as unreadable where it is gone, or a pipe by now that nobody writes to', async () => {
    const path = join(dir, 'pipe')
    const before = await open().scan(path, filter, { size: 10 })
    expect(before.summary).toMatchObject({ status: 'failed' })
    execFileSync('mkfifo', [path])
    const { summary } = await open().scan(path, filter, { size: 10 })
    expect(summary).toMatchObject({ status: 'failed' })
  })
})

describe('a sandbox', () => {
  test.each([
    ['book.xlsx', book],
    ['table.csv', 'a,anna@example.com\n'],
    [
      'long.txt',
      `x ${Buffer.from('anna@example.com;12345678\n'.repeat(60_000)).toString('base64')} y`,
    ],
    [
      'mail.eml',
      `From: a@b.c\nTo: d@e.f\nContent-Transfer-Encoding: base64\n\n${book.toString('base64')}`,
    ],
  ])('%s gives what reading it here gives', async (name, content) => {
    const path = await write(name, content)
    const outside = await open().scan(path, filter)
    const here = await scanFile(path, filter)
    expect(outside.summary.candidates).toBe(1)
    const lasting = (summary: ScanSummary) => ({ ...summary, duration_ms: 0 })
    expect({ ...outside, summary: lasting(outside.summary) }).toEqual({
      ...here,
      summary: lasting(here.summary),
    })
  })

  test('uses the filter of each scan, many scans at once', async () => {
    const path = await write('book.xlsx', book)
    const sandbox = open()
    const other = filterOf({ emails: ['bora@example.org'] })
    const scans = [filter, undefined, other, filter].map(each => sandbox.scan(path, each))
    const found = await Promise.all(scans)
    expect(found.map(({ summary }) => summary.candidates)).toEqual([1, 0, 0, 1])
    const again = [await sandbox.scan(path, other), await sandbox.scan(path, filter)]
    expect(again.map(({ summary }) => summary.candidates)).toEqual([0, 1])
  })

  test.each([
    ['crashes', 'process.abort()', 'SIGABRT'],
    ['exits', 'process.exit(7)', 'exit code 7'],
    [
      'runs out of memory',
      'const all = []; for (;;) all.push(new Array(1e6).fill(m.path + all.length))',
      'more memory',
    ],
    ['hangs', 'for (;;);', 'not read within'],
    ['throws', 'throw new Error("oh")', 'exit code 1'],
  ])('a reader that %s is a result', async (name, what, reason) => {
    const program = await readerThat(name.replaceAll(' ', '-'), what)
    const path = await write('book.xlsx', book)
    const sandbox = open({ program, timeMsMax: name === 'hangs' ? 1000 : 30_000, graceMs: 100 })
    const { summary, ...rest } = await sandbox.scan(path, filter)
    expect(summary).toMatchObject({ status: 'failed', candidates: 0 })
    expect(summary.reason).toContain(reason)
    expect(Value.Check(ScanSummary, summary)).toBe(true)
    expect(rest).toEqual({ sha256: '', sizeBytes: 0 })
  })

  test('reads on after a reader has died', async () => {
    const program = await readerThat(
      'once',
      'if (m.path.endsWith("bad.zip")) process.abort(); process.send({ reason: "read" })',
    )
    const bad = await write('bad.zip', zipOf([]))
    const good = await write('good.zip', zipOf([]))
    const sandbox = open({ program })
    await sandbox.scan(bad, filter)
    expect((await sandbox.scan(good, filter)).summary.reason).toBe('read')
  })

  test('ends a scan that is aborted', async () => {
    const program = await readerThat('endless', 'for (;;);')
    const path = await write('book.xlsx', book)
    const abort = new AbortController()
    const reason = new Error('shutting down')
    const scan = open({ program }).scan(path, filter, { signal: abort.signal })
    setImmediate(() => abort.abort(reason))
    await expect(scan).rejects.toBe(reason)
  })

  test('a file that is not there is failed with the reason', async () => {
    const { summary } = await open().scan(join(dir, 'gone.xlsx'), filter)
    expect(summary.status).toBe('failed')
    expect(summary.reason).toContain('ENOENT')
  })
})
