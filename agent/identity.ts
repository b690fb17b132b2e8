/** The agent's identity: its own Ed25519 key pair, the id the collector gave it, and the collector's key that it pinned. The private key is kept sealed. */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { compactVerify, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose'
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { readEnrolToken } from '../events/enrol-token.ts'
import { Fault } from '../events/fault.ts'
import { limits } from '../events/limits.ts'
import { Permit, permitType } from '../events/permit.ts'
import { Policy } from '../events/policy.ts'
import { agentAudience, EnrolReply, PublicKey, policyType } from '../events/wire.ts'
import { callHttp } from './http.ts'
import { seal, unseal } from './key-store.ts'
import { platformName } from './origin.ts'

const PrivateKey = Type.Object({ ...PublicKey.properties, d: Type.String() })
const Stored = Type.Object({
  agent_id: Type.String(),
  collector: Type.String(),
  /** How the collector is known over TLS, from the enrolment token. */
  pin: Type.Optional(Type.String()),
  collector_key: PublicKey,
  /** In the clear only from an enrolment by hand until the agent starts. */
  key: Type.Optional(PrivateKey),
  /** base64 of the private key as it was sealed. */
  sealed_key: Type.Optional(Type.String({ maxLength: 2000 })),
})
type Stored = Static<typeof Stored>
type PrivateKey = Static<typeof PrivateKey>

export interface Identity {
  readonly agentId: string
  /** Base address of the collector. */
  readonly collector: string
  readonly pin: string | undefined
  /** A fresh assertion (RFC 7523) for `Authorization: Bearer`, valid for a minute from `now` (epoch milliseconds), with the collector's nonce. */
  assertion(now: number, nonce: string | undefined): Promise<string>
  /** The policy of a signed bundle. Throws where signature, type or shape are wrong. */
  verifyPolicy(bundle: string): Promise<Policy>
  /** A permit that the collector signed for this endpoint. Throws where signature, type, shape or endpoint are wrong; its time is not looked at. */
  verifyPermit(bundle: string): Promise<Permit>
}

const pathOf = (dir: string) => join(dir, 'identity.json')

function save(dir: string, stored: Stored): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const next = `${pathOf(dir)}.next`
  writeFileSync(next, JSON.stringify(stored), { mode: 0o600, flush: true })
  renameSync(next, pathOf(dir))
}

const context = Buffer.from('clientkeep identity')

/** How a private key is stored: sealed where there is a key to seal it by. */
const kept = (key: PrivateKey, sealKey: Buffer | undefined): Pick<Stored, 'key' | 'sealed_key'> =>
  sealKey === undefined
    ? { key }
    : { sealed_key: seal(sealKey, Buffer.from(JSON.stringify(key)), context).toString('base64') }

/** The private key of what is stored; undefined where it cannot be unsealed. */
function privateKeyOf({ key, sealed_key: sealed }: Stored, sealKey: Buffer | undefined) {
  if (sealed === undefined || sealKey === undefined) return key
  const plain = unseal(sealKey, Buffer.from(sealed, 'base64'), context)
  return plain && Value.Parse(PrivateKey, JSON.parse(plain.toString()))
}

/** Whether this folder holds an identity already. */
export const isEnrolled = (dir: string): boolean => existsSync(pathOf(dir))

/** The key of an identity that is here already, so that the collector knows the endpoint again; else a new one. */
async function keyFor(dir: string, sealKey: Buffer | undefined): Promise<PrivateKey> {
  const stored: unknown = isEnrolled(dir)
    ? JSON.parse(readFileSync(pathOf(dir), 'utf8'))
    : undefined
  const known = Value.Check(Stored, stored) ? privateKeyOf(stored, sealKey) : undefined
  if (known) return known
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  return Value.Parse(PrivateKey, await exportJWK(privateKey))
}

/** Takes or makes a key pair, redeems the one-time token at the collector, and keeps what came back, the private key sealed by `sealKey` (32 bytes). Throws Fault ERR_AGENT_ENROL_TOKEN or ERR_COLLECTOR_UNREACHABLE. */
export async function enrol(
  dir: string,
  given: { collector?: string; token: string; version: string },
  sealKey?: Buffer,
): Promise<void> {
  const { version } = given
  const read = readEnrolToken(given.token)
  const collector = given.collector ?? read?.url
  if (collector === undefined)
    throw new Fault(
      'ERR_INPUT_INVALID',
      'the enrolment token does not say where the collector is; give its address with --collector',
    )
  const token = read?.token ?? given.token
  const key = await keyFor(dir, sealKey)
  const { kty, crv, x } = key
  const body = JSON.stringify({
    token,
    key: { kty, crv, x },
    hostname: hostname(),
    platform: platformName(),
    version,
  })
  const reply = await callHttp(new URL('/api/v1/agents/enrol', collector), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(limits.uplinkTimeoutMs),
    pin: read?.pin,
  }).catch((error: unknown) => {
    const why = error instanceof Error ? ` (${error.message})` : ''
    throw new Fault(
      'ERR_COLLECTOR_UNREACHABLE',
      `${collector}: the collector cannot be reached${why}; check the address, that it runs, and where the token is from`,
      { cause: error },
    )
  })
  if (reply.status !== 200) {
    throw new Fault(
      'ERR_AGENT_ENROL_TOKEN',
      `${collector}: refused to enrol this endpoint (HTTP ${reply.status}); make a new enrolment token and try again`,
    )
  }
  const { agent_id, collector_key } = Value.Parse(EnrolReply, JSON.parse(reply.body.toString()))
  const pin = read?.pin && { pin: read.pin }
  save(dir, { agent_id, collector, collector_key, ...pin, ...kept(key, sealKey) })
}

/**
 * Opens the stored identity with the key that it is sealed by (32 bytes), and seals one that is in the clear. `collector` moves it to
 * another address of the same collector. Throws Fault ERR_DATA_DAMAGED where it cannot be read.
 */
export async function openIdentity(
  dir: string,
  sealKey: Buffer,
  collector?: string,
): Promise<Identity> {
  const stored: unknown = JSON.parse(readFileSync(pathOf(dir), 'utf8'))
  const privateKey = Value.Check(Stored, stored) ? privateKeyOf(stored, sealKey) : undefined
  if (!Value.Check(Stored, stored) || !privateKey) {
    throw new Fault(
      'ERR_DATA_DAMAGED',
      `${pathOf(dir)}: is damaged, or sealed by another agent.key; remove it and enrol this endpoint again`,
    )
  }
  const isMoved = collector !== undefined && collector !== stored.collector
  if (isMoved || stored.key) {
    const { key: _, ...rest } = stored
    save(dir, { ...rest, ...(isMoved && { collector }), ...kept(privateKey, sealKey) })
  }
  const key = await importJWK(privateKey, 'EdDSA')
  const pinned = await importJWK(stored.collector_key, 'EdDSA')
  /** What a bundle of this type says. */
  async function opened(bundle: string, type: string): Promise<unknown> {
    const { payload, protectedHeader } = await compactVerify(bundle, pinned, {
      algorithms: ['EdDSA'],
    })
    if (protectedHeader.typ !== type) throw new Error(`bundle is of type ${protectedHeader.typ}`)
    return JSON.parse(new TextDecoder().decode(payload))
  }
  return {
    agentId: stored.agent_id,
    collector: collector ?? stored.collector,
    pin: stored.pin,
    assertion: (now, nonce) =>
      new SignJWT(nonce === undefined ? {} : { nonce })
        .setProtectedHeader({ alg: 'EdDSA', kid: stored.agent_id })
        .setIssuer(stored.agent_id)
        .setSubject(stored.agent_id)
        .setAudience(agentAudience)
        .setIssuedAt(Math.floor(now / 1000))
        .setJti(randomUUID())
        .setExpirationTime(Math.floor((now + limits.assertionMs) / 1000))
        .sign(key),
    verifyPolicy: async bundle => Value.Parse(Policy, await opened(bundle, policyType)),
    verifyPermit: async bundle => {
      const permit = Value.Parse(Permit, await opened(bundle, permitType))
      if (permit.agent !== stored.agent_id) throw new Error('the permit is for another endpoint')
      return permit
    },
  }
}
