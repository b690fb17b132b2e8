/** A pinned collector: who cannot prove to be it gets nothing, not even the token. */
import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callHttp } from '../../agent/http.ts'
import { enrol, openIdentity } from '../../agent/identity.ts'
import { pinOf } from '../../agent/pin.ts'
import { writeEnrolToken } from '../../events/enrol-token.ts'

const sealKey = Buffer.alloc(32, 7)
let dir = ''
const servers: Server[] = []
const text = (name: string) => readFileSync(join(dir, name), 'utf8')

function openssl(...args: string[]): void {
  const run = spawnSync('openssl', args, { cwd: dir, encoding: 'utf8' })
  if (run.status !== 0) throw new Error(run.stderr)
}

/** An authority, and certificates that it signed, by name of the files and of the host. */
function authority(name: string, ...leaves: [file: string, host: string][]): void {
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  openssl(
    'req',
    '-x509',
    ...curve,
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.pem`,
    '-days',
    '2',
    '-subj',
    '/CN=Firm authority',
    '-addext',
    'basicConstraints=critical,CA:TRUE',
  )
  for (const [file, host] of leaves) {
    openssl(
      'req',
      ...curve,
      '-keyout',
      `${file}.key`,
      '-out',
      `${file}.csr`,
      '-subj',
      `/CN=${host}`,
    )
    writeFileSync(join(dir, `${file}.ext`), `subjectAltName=DNS:${host}\n`)
    openssl(
      'x509',
      '-req',
      '-in',
      `${file}.csr`,
      '-CA',
      `${name}.pem`,
      '-CAkey',
      `${name}.key`,
      '-CAcreateserial',
      '-out',
      `${file}.pem`,
      '-days',
      '1',
      '-extfile',
      `${file}.ext`,
    )
  }
}

/** A server that shows these certificates; `heard` is what it was told. */
async function serve(leaf: string, ...others: string[]) {
  const heard: string[] = []
  const cert = [leaf, ...others].map(name => text(`${name}.pem`)).join('\n')
  const server = createServer({ key: text(`${leaf}.key`), cert }, (request, response) => {
    let body = ''
    request.on('data', chunk => {
      body += chunk
    })
    request.on('end', () => {
      heard.push(body)
      const key = { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) }
      response.end(JSON.stringify({ agent_id: 'agent-1', collector_key: key }))
    })
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { url: `https://localhost:${port}`, heard }
}

const pin = (name: string) => pinOf(new X509Certificate(text(`${name}.pem`)))
const get = (url: string, by: string) =>
  callHttp(new URL('/', url), { signal: AbortSignal.timeout(5000), pin: by })

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'clientkeep-pin-'))
  authority('ca', ['leaf', 'localhost'], ['elsewhere', 'other.example'])
  authority('forger', ['forged', 'localhost'])
})
afterAll(() => {
  for (const server of servers) server.close()
  rmSync(dir, { recursive: true, force: true })
})

describe('a pinned collector', () => {
  it('is known by its own key or by its authority’s', async () => {
    const { url } = await serve('leaf', 'ca')
    expect((await get(url, pin('leaf'))).status).toBe(200)
    expect((await get(url, pin('ca'))).status).toBe(200)
  })

  it.each([
    ['another certificate', 'forged', ['forger'], 'another certificate'],
    ['a forged certificate beside the real authority’s', 'forged', ['ca'], 'certificate'],
    [
      'the authority’s certificate behind one that it did not sign',
      'forged',
      ['forger', 'ca'],
      'certificate',
    ],
    ['a certificate of the authority for another machine', 'elsewhere', ['ca'], 'for another name'],
  ])(
    'is not taken for one that shows %s, which hears nothing',
    async (_what, leaf, others, why) => {
      const { url, heard } = await serve(leaf, ...others)
      await expect(get(url, pin('ca'))).rejects.toThrow(why)
      const token = writeEnrolToken({ url, pin: pin('ca'), token: 'T'.repeat(43) })
      const folder = join(dir, 'agent')
      await expect(enrol(folder, { token, version: '1' })).rejects.toThrow(/cannot be reached/)
      expect(heard).toEqual([])
    },
  )

  it('is where the token says, and is pinned from then on', async () => {
    const { url, heard } = await serve('leaf', 'ca')
    const folder = join(dir, 'enrolled')
    const token = writeEnrolToken({ url, pin: pin('ca'), token: 'T'.repeat(43) })
    await enrol(folder, { token, version: '1' })
    expect(JSON.parse(heard[0] ?? '{}').token).toBe('T'.repeat(43))
    const identity = await openIdentity(folder, sealKey)
    expect([identity.collector, identity.pin]).toEqual([url, pin('ca')])
  })

  it('gives the endpoint a key that lies sealed, is of use with its seal alone, and stays when it enrols again', async () => {
    const { url, heard } = await serve('leaf', 'ca')
    const folder = join(dir, 'sealed')
    const token = writeEnrolToken({ url, pin: pin('ca'), token: 'T'.repeat(43) })
    const stored = () => readFileSync(join(folder, 'identity.json'), 'utf8')
    await enrol(folder, { token, version: '1' })
    const { d } = JSON.parse(stored()).key
    await openIdentity(folder, sealKey)
    expect(stored()).not.toContain(d)
    await enrol(folder, { token, version: '1' }, sealKey)
    expect(stored()).not.toContain(d)
    const keys = heard.map(body => JSON.parse(body).key.x)
    expect(keys[1]).toBe(keys[0])
    await expect(openIdentity(folder, Buffer.alloc(32, 8))).rejects.toThrow(/enrol this endpoint/)
  })

  it('without a pin must be one that the system knows', async () => {
    const { url } = await serve('leaf', 'ca')
    const token = writeEnrolToken({ url, token: 'T'.repeat(43) })
    await expect(enrol(join(dir, 'agent'), { token, version: '1' })).rejects.toThrow(
      /cannot be reached/,
    )
  })
})
