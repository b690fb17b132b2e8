/** TLS beyond this machine: an authority of its own that agents pin, renewal, given certificates. */
import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterEach, expect, it } from 'vitest'
import { withCollector } from '../../cli/console.ts'
import { certificates, pinOf, speaksTls } from '../../collector/tls/tls.ts'
import { readEnrolToken } from '../../events/enrol-token.ts'
import { cleanUp, startRig, tempDir } from './harness.ts'

afterEach(cleanUp)

const dayMs = 86_400_000
const settings = { mode: 'auto', names: ['keep.firm.example'] } as const
const leafOf = (cert: string) => new X509Certificate(cert)
const authorityOf = (cert: string) =>
  new X509Certificate(cert.slice(cert.lastIndexOf('-----BEGIN')))

it('is spoken beyond this machine unless a proxy does, and with given certificates everywhere', () => {
  expect(speaksTls('127.0.0.1', settings)).toBe(false)
  expect(speaksTls('0.0.0.0', settings)).toBe(true)
  expect(speaksTls('192.0.2.7', settings)).toBe(true)
  expect(speaksTls('0.0.0.0', { ...settings, mode: 'never' })).toBe(false)
  expect(speaksTls('127.0.0.1', { ...settings, mode: 'always' })).toBe(true)
  expect(speaksTls('127.0.0.1', { ...settings, cert_file: '/x' })).toBe(true)
})

it('shows a certificate that OpenSSL takes, for its names and addresses, under a pin that outlives renewals', () => {
  const dir = join(tempDir(), 'tls')
  const now = Date.now()
  const at = (time: number, host = '2001:db8::7') =>
    certificates(dir, { host, settings, now: time })
  const first = at(now)
  const leaf = leafOf(first.cert)
  expect(leaf.checkHost('keep.firm.example')).toBeDefined()
  expect(leaf.checkIP('127.0.0.1')).toBeDefined()
  expect(leaf.checkIP('2001:db8::7')).toBeDefined()
  expect(leaf.checkHost('other.example')).toBeUndefined()
  expect(first.pin).toBe(pinOf(authorityOf(first.cert)))
  const files = [join(dir, 'authority.pem'), join(dir, 'server.pem')]
  const strict = ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', ...files]
  expect(execFileSync('openssl', strict).toString()).toContain('OK')
  expect(at(now + 30 * dayMs).cert).toBe(first.cert)
  const renewed = at(now + 61 * dayMs)
  expect(renewed.cert).not.toBe(first.cert)
  expect(renewed.pin).toBe(first.pin)
  expect(leafOf(at(now, '192.0.2.9').cert).checkIP('192.0.2.9')).toBeDefined()
  const late = at(now + 3600 * dayMs)
  expect(late.pin).toBe(first.pin)
  expect(authorityOf(late.cert).validTo).not.toBe(authorityOf(first.cert).validTo)
})

it('shows a certificate that is good now, also after the clock had run ahead for a while', () => {
  const dir = join(tempDir(), 'tls')
  const now = Date.now()
  const at = (time: number) => certificates(dir, { host: '192.0.2.7', settings, now: time })
  const ahead = at(now + 4000 * dayMs)
  const { cert, pin } = at(now)
  expect(pin).toBe(ahead.pin)
  for (const each of [leafOf(cert), authorityOf(cert)]) {
    expect(Date.parse(each.validFrom)).toBeLessThanOrEqual(now)
    expect(Date.parse(each.validTo)).toBeGreaterThan(now)
  }
})

it('carries the collector; who knows the authority gets in, who does not is not fooled, and the token names both', async () => {
  const dir = tempDir()
  writeFileSync(join(dir, 'config.yaml'), 'tls: { mode: always, names: [localhost] }\n')
  const rig = await startRig({ dir })
  const url = new URL(await rig.collector.listen())
  expect(url.protocol).toBe('https:')
  const answer = await rig.call<{ token: string }>('POST', '/api/v1/enrolment-tokens')
  const token = readEnrolToken(answer.body.token)
  const { cert } = certificates(join(dir, 'tls'), {
    ...{ host: '127.0.0.1', now: Date.now() },
    settings: { mode: 'always', names: ['localhost'] },
  })
  expect(token).toMatchObject({
    url: `https://localhost:${url.port}`,
    pin: pinOf(authorityOf(cert)),
  })
  const get = (ca: string | undefined) =>
    new Promise<number | string>(resolve => {
      const call = request(new URL('/healthz', token?.url), { ca, agent: false }, reply => {
        reply.resume()
        resolve(reply.statusCode ?? 0)
      })
      call.on('error', error => resolve(error.message))
      call.end()
    })
  expect(await get(authorityOf(cert).toString())).toBe(200)
  expect(await get(undefined)).toMatch(/certificate/)
  const old = await new Promise(resolve => {
    const options = { maxVersion: 'TLSv1.1', rejectUnauthorized: false } as const
    const socket = connect(Number(url.port), '127.0.0.1', options)
    socket.on('secureConnect', () => resolve('taken'))
    socket.on('error', () => resolve('refused'))
  })
  expect(old).toBe('refused')
})

it.each([
  ['a certificate that is given, for the public name alone', '127.0.0.1', true],
  ['all interfaces of both kinds', '::', false],
])('lets the commands of its machine in with %s', async (_, host, isGiven) => {
  const dir = tempDir()
  const [cert_file, key_file] = [join(dir, 'given.pem'), join(dir, 'given.key')]
  const subject = ['-subj', '/CN=k', '-addext', 'subjectAltName=DNS:keep.firm.example']
  const made = ['-x509', '-newkey', 'ed25519', '-nodes', '-keyout', key_file, '-out', cert_file]
  execFileSync('openssl', ['req', ...made, ...subject], { stdio: 'ignore' })
  const tls = { names: ['keep.firm.example'], ...(isGiven && { cert_file, key_file }) }
  writeFileSync(join(dir, 'config.yaml'), JSON.stringify({ host, tls }))
  const rig = await startRig({ dir })
  await rig.collector.listen()
  const answer = await withCollector(dir, async ({ how, url, get }) => ({
    ...{ how, url },
    setup: await get('/api/v1/setup'),
  }))
  expect(answer).toMatchObject({ how: 'running', setup: {} })
  expect(answer.url).toMatch(/^https:\/\/(127\.0\.0\.1|\[::1\]):/)
})

it('has somebody else speak it: links and tokens then name the address of the proxy', async () => {
  const dir = tempDir()
  const identity = { origin: 'https://keep.firm.example', rp_id: 'firm.example' }
  writeFileSync(join(dir, 'config.yaml'), JSON.stringify({ tls: { mode: 'never' }, identity }))
  const rig = await startRig({ dir })
  await rig.collector.listen()
  const answer = await rig.call<{ token: string }>('POST', '/api/v1/enrolment-tokens')
  expect(readEnrolToken(answer.body.token)).toMatchObject({ url: identity.origin })
  expect(readEnrolToken(answer.body.token)).not.toHaveProperty('pin')
  const said = await withCollector(dir, async ({ url }) => url)
  expect(said).toBe(identity.origin)
})

it('with given files that do not fit is refused with their names', async () => {
  const dir = tempDir()
  const [one, two] = ['one', 'two'].map(name => {
    mkdirSync(join(dir, name))
    certificates(join(dir, name), { host: '127.0.0.1', settings, now: Date.now() })
    return { cert: join(dir, name, 'server.pem'), key: join(dir, name, 'server.key') }
  })
  const given = (key_file?: string) =>
    certificates(dir, {
      ...{ host: '127.0.0.1', now: Date.now() },
      settings: { ...settings, cert_file: one?.cert, key_file },
    })
  expect(given(one?.key)).toMatchObject({ pin: undefined })
  expect(given(one?.key).names).toContain('keep.firm.example')
  expect(() => given(two?.key)).toThrow(/server\.pem.*cannot be used/)
  expect(() => given()).toThrow(/go together/)
  expect(() => given(join(dir, 'nowhere'))).toThrow(/cannot be read/)
})
