/** The FIDO metadata file, signed here under an authority of the test: which keys it proves, which it warns of, and which files are not taken. */
import { execFileSync } from 'node:child_process'
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { pino } from 'pino'
import { afterAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { openModels } from '../../../collector/identity/models.ts'
import { makeAuthority, makeServerCertificate } from '../../../collector/tls/certificate.ts'
import type { IdentityState, UserList } from '../../../events/api-identity.ts'
import { cleanUp, type Rig, startRig, tempDir } from '../harness.ts'
import { createAuthenticator } from './authenticator.ts'
import { invite, originOf, register, setPolicy } from './users.ts'

const good = 'aaaaaaaa-0000-4000-8000-000000000001'
const revoked = 'aaaaaaaa-0000-4000-8000-000000000002'
const rootless = 'aaaaaaaa-0000-4000-8000-000000000003'
const dir = tempDir()

/** A maker's attestation certificate (WebAuthn Level 3, 8.2.1), and its key. */
function makeMaker(name: string): { certificate: Buffer; key: KeyObject } {
  const [key, certificate] = [join(dir, `${name}.key`), join(dir, `${name}.pem`)]
  execFileSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-keyout', key, '-out', certificate, '-days', '30'],
    ...['-subj', `/C=SE/O=${name}/OU=Authenticator Attestation/CN=${name}`],
    ...['-addext', 'basicConstraints=critical,CA:FALSE'],
  ])
  return {
    certificate: new X509Certificate(readFileSync(certificate)).raw,
    key: createPrivateKey(readFileSync(key)),
  }
}
const maker = makeMaker('Acme')
const forger = makeMaker('Forger')

const now = Date.now()
const authority = makeAuthority('Test of FIDO', { now, days: 30 })
const signer = makeServerCertificate(['mds.example'], {
  ...{ issuer: 'Test of FIDO', signer: createPrivateKey(authority.key), now, days: 30 },
})

const entry = (aaguid: string, status: string, roots: readonly Buffer[]) => ({
  aaguid,
  statusReports: [{ status, effectiveDate: '2026-01-01' }],
  timeOfLastStatusChange: '2026-01-01',
  metadataStatement: {
    ...{ aaguid, description: `Acme ${status}`, protocolFamily: 'fido2', schema: 3 },
    authenticationAlgorithms: ['secp256r1_ecdsa_sha256_raw'],
    attestationTypes: ['basic_full'],
    attestationRootCertificates: roots.map(root => root.toString('base64')),
  },
})

function blob(): Promise<string> {
  const certificate = new X509Certificate(signer.certificate).raw.toString('base64')
  const entries = [
    entry(good, 'FIDO_CERTIFIED', [maker.certificate]),
    entry(revoked, 'REVOKED', [maker.certificate]),
    entry(rootless, 'FIDO_CERTIFIED', []),
  ]
  return new SignJWT({ no: 1, legalHeader: '', nextUpdate: '2099-01-01', entries })
    .setProtectedHeader({ alg: 'ES256', typ: 'JWT', x5c: [certificate] })
    .sign(createPrivateKey(signer.key))
}

/** The configuration with a metadata file and the roots that it must lead to. */
function settingsFor(file: string, roots: string) {
  const folder = tempDir()
  const [fido_metadata_file, fido_metadata_root_file] = [join(folder, 'blob'), join(folder, 'root')]
  writeFileSync(fido_metadata_file, file)
  writeFileSync(fido_metadata_root_file, roots)
  return { fido_metadata_file, fido_metadata_root_file }
}

/** Registers a key of a new user; gives what was said. */
async function tryKey(rig: Rig, user: string, facts: object) {
  const token = await invite(rig, user, { roles: [] })
  const key = createAuthenticator({ origin: originOf(rig), ...facts })
  const { status, body } = await register(rig, token, key)
  return { status, said: body.error?.message ?? '' }
}

afterAll(cleanUp)

describe('with a metadata file that leads to the root', () => {
  it('proves the maker of a key, and nothing that a key claims itself', async () => {
    const folder = tempDir()
    const identity = settingsFor(await blob(), authority.certificate)
    writeFileSync(join(folder, 'config.yaml'), stringify({ identity }))
    const rig = await startRig({ dir: folder })
    await setPolicy(rig, { traced: true })
    expect(await tryKey(rig, 'kim', { aaguid: good, maker })).toMatchObject({ status: 200 })
    const { body } = await rig.call<UserList>('GET', '/api/v1/users')
    expect(body.users[0]?.keys[0]).toMatchObject({ model: 'Acme FIDO_CERTIFIED', trust: 'traced' })
    const refused = [
      [{ aaguid: good }, /not proven/],
      [{ aaguid: good, maker: forger }, /refused/],
      [{ aaguid: rootless, maker }, /not proven/],
      [{ maker }, /not proven/],
      [{ aaguid: revoked, maker }, /unsafe \(REVOKED\)/],
    ] as const
    for (const [index, [facts, reason]] of refused.entries()) {
      const { status, said } = await tryKey(rig, `other-${index}`, facts)
      expect([status, said]).toEqual([403, expect.stringMatching(reason)])
    }
    expect((await rig.call<IdentityState>('GET', '/api/v1/identity')).body.metadata).toBe(3)
  })
})

describe('a metadata file is not taken', () => {
  const other = makeAuthority('Test of FIDO', { now, days: 30 })
  it.each([
    ['whose signature leads to another root', async () => blob(), other.certificate],
    [
      'that was changed',
      async () => {
        const [head, body = '', signature] = (await blob()).split('.')
        const text = Buffer.from(body, 'base64url').toString().replace('REVOKED', 'FIDO_CERTIFIED')
        return [head, Buffer.from(text).toString('base64url'), signature].join('.')
      },
      authority.certificate,
    ],
    ['where the roots are empty', async () => blob(), 'no certificate'],
    ['that is none', async () => 'hello', authority.certificate],
  ])('%s', async (_name, file, roots) => {
    const lines: string[] = []
    const log = pino({ level: 'error' }, { write: line => lines.push(line) })
    const models = openModels(settingsFor(await file(), roots), log)
    expect(await models.described(good)).toBeUndefined()
    expect(models.known).toBe(0)
    expect(lines.join()).toContain('the FIDO metadata file cannot be used')
  })
})
