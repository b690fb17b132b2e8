/** Readers of hostile content: they read the file that they were handed, and can do nothing else. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { confineReaders } from '../../agent/confinement.ts'
import { findReaderAccount } from '../../agent/reader-account.ts'
import { openSandbox, type Sandbox } from '../../content/sandbox.ts'
import { scanFile } from '../../content/scan.ts'
import { zipOf } from '../content/extract/reading.ts'
import { filterOf } from '../content/scanning.ts'

const isRoot = process.platform === 'linux' && process.getuid?.() === 0
if (!isRoot) console.warn('skipped: confined readers (Linux and root are needed)')
const nobody = { uid: 65_534, gid: 65_534 }

let dir = ''
const sandboxes: Sandbox[] = []
const open = (...args: Parameters<typeof openSandbox>) => {
  const sandbox = openSandbox(...args)
  sandboxes.push(sandbox)
  return sandbox
}
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'clientkeep-confined-'))
})
afterAll(() => {
  for (const sandbox of sandboxes) sandbox.close()
  rmSync(dir, { recursive: true, force: true })
})

describe.skipIf(!isRoot)('a confined reader', () => {
  it('reads files that only root may open, text and containers alike, as reading them here would', async () => {
    const filter = filterOf({ emails: ['anna@example.com'] })
    const text = Buffer.from('name;mail\nAnna;anna@example.com\n')
    const files = { 'a.csv': text, 'a.zip': zipOf([{ name: 'a.csv', content: text }]) }
    const sandbox = open({ confinement: confineReaders(nobody) })
    for (const [name, bytes] of Object.entries(files)) {
      const path = join(dir, name)
      writeFileSync(path, bytes, { mode: 0o600 })
      const [confined, here] = [await sandbox.scan(path, filter), await scanFile(path, filter)]
      expect(confined.summary).toMatchObject({ status: 'complete', candidates: 1 })
      expect([confined.sha256, confined.sizeBytes]).toEqual([here.sha256, here.sizeBytes])
    }
    const gone = await sandbox.scan(join(dir, 'gone.csv'), filter)
    expect(gone.summary).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('ENOENT'),
    })
    expect((await sandbox.scan(dir, filter)).summary.reason).toContain('not a regular file')
  })

  it('has no capability, group, network, environment, or way to write or read anything else', async () => {
    const server = createServer(socket => socket.destroy())
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const secret = join(dir, 'secret')
    writeFileSync(secret, 'secret', { mode: 0o600 })
    const program = join(dir, 'probe.mjs')
    writeFileSync(
      program,
      `import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
const tried = what => { try { what(); return 'done' } catch (error) { return error.code } }
process.on('message', m => {
  if ('filter' in m) return
  const status = readFileSync('/proc/self/status', 'utf8')
  const of = name => new RegExp('^' + name + ':[ \\\\t]*(.*)$', 'm').exec(status)[1]
  connect(${port}, '127.0.0.1').on('connect', () => tell('connected')).on('error', e => tell(e.code))
  const tell = network => process.send({ reason: JSON.stringify({
    uid: of('Uid'), groups: of('Groups').trim(), caps: ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'].map(of),
    noNewPrivs: of('NoNewPrivs'), network, secret: tried(() => readFileSync('${secret}')),
    written: tried(() => writeFileSync('/tmp/clientkeep-probe', 'x')), env: Object.keys(process.env).sort(),
  }) })
})
process.on('disconnect', () => process.exit())`,
    )
    const before = process.env.CLIENTKEEP_PROBE
    process.env.CLIENTKEEP_PROBE = 'a secret'
    const path = join(dir, 'a.csv')
    writeFileSync(path, 'x')
    const sandbox = open({ confinement: confineReaders(nobody, pathToFileURL(program)) })
    // The probe lies in a folder that only its owner may enter, as mkdtemp makes it.
    chmodSync(dir, 0o755)
    const { summary } = await sandbox.scan(path, undefined)
    server.close()
    if (before === undefined) delete process.env.CLIENTKEEP_PROBE
    const none = '0000000000000000'
    expect(JSON.parse(summary.reason ?? '{}')).toEqual({
      uid: '65534\t65534\t65534\t65534',
      groups: '',
      caps: [none, none, none, none, none],
      noNewPrivs: '1',
      network: 'ENETUNREACH',
      secret: 'EACCES',
      written: 'EFBIG',
      env: expect.not.arrayContaining(['CLIENTKEEP_PROBE', 'HOME', 'NOTIFY_SOCKET']),
    })
  })
})

describe("the readers' account", () => {
  it('is the one that the package makes, if it is there', () => {
    const passwd = join(dir, 'passwd')
    writeFileSync(passwd, 'root:x:0:0::/:/bin/sh\nclientkeep-scan:x:992:991::/:/bin/false\n')
    expect(findReaderAccount(passwd)).toEqual({ uid: 992, gid: 991 })
    writeFileSync(passwd, 'root:x:0:0::/:/bin/sh\n')
    expect(findReaderAccount(passwd)).toBeUndefined()
  })
})
