/** The collector's Ed25519 key pair: signs the bundles that agents trust. Agents pin its public half when they enrol. */
import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { CompactSign, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import Type from 'typebox'
import Value from 'typebox/value'
import { Fault } from '../../events/fault.ts'
import { PublicKey } from '../../events/wire.ts'

export interface SigningKey {
  readonly publicKey: PublicKey
  /** Compact JWS (RFC 7515, EdDSA) over the JSON of `payload`; `typ` keeps one kind of bundle from passing for another. */
  sign(payload: unknown, typ: string): Promise<string>
  /** Ed25519 over bytes, at once: for what is signed inside a transaction. */
  signBytes(bytes: Uint8Array): Uint8Array
  /** 32 secret bytes for one purpose; the same wherever the key is the same. */
  derive(purpose: string): Buffer
}

const PrivateKey = Type.Object({ ...PublicKey.properties, d: Type.String({ minLength: 1 }) })

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function load(path: string): Type.Static<typeof PrivateKey> {
  const jwk = parse(readFileSync(path, 'utf8'))
  if (Value.Check(PrivateKey, jwk)) return jwk
  throw new Fault(
    'ERR_DATA_DAMAGED',
    `${path}: is no Ed25519 key; restore it from a backup, or move it aside to make a new one and enrol every agent again`,
  )
}

/** The public half of a key file, for checking signatures. Throws Fault ERR_DATA_DAMAGED or ERR_INPUT_FILE. */
export function readPublicKey(path: string): KeyObject {
  if (!existsSync(path))
    throw new Fault('ERR_INPUT_FILE', `${path}: there is no such file; name the key with --key`)
  const { kty, crv, x } = load(path)
  return createPublicKey({ key: { kty, crv, x }, format: 'jwk' })
}

async function loadOrMake(path: string): Promise<JWK> {
  if (existsSync(path)) return load(path)
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const jwk = await exportJWK(privateKey)
  writeFileSync(path, JSON.stringify(jwk), { mode: 0o600, flag: 'wx' })
  return jwk
}

/** Opens or makes the key file (mode 0600). */
export async function openSigningKey(path: string): Promise<SigningKey> {
  const jwk = await loadOrMake(path)
  const key = await importJWK(jwk, 'EdDSA')
  const keyObject = createPrivateKey({ key: { ...jwk }, format: 'jwk' })
  return {
    publicKey: { kty: 'OKP', crv: 'Ed25519', x: jwk.x ?? '' },
    sign: (payload, typ) =>
      new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
        .setProtectedHeader({ alg: 'EdDSA', typ })
        .sign(key),
    signBytes: bytes => sign(null, bytes, keyObject),
    derive: purpose =>
      Buffer.from(hkdfSync('sha256', jwk.d ?? '', jwk.x ?? '', `clientkeep ${purpose}`, 32)),
  }
}
