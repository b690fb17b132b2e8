/** The collector's Ed25519 key pair: signs the bundles that agents trust. Agents pin its public half when they enrol. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { CompactSign, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import type { PublicKey } from '../../events/wire.ts'

export interface SigningKey {
  readonly publicKey: PublicKey
  /** Compact JWS (RFC 7515, EdDSA) over the JSON of `payload`; `typ` keeps one kind of bundle from passing for another. */
  sign(payload: unknown, typ: string): Promise<string>
}

async function loadOrMake(path: string): Promise<JWK> {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'))
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const jwk = await exportJWK(privateKey)
  writeFileSync(path, JSON.stringify(jwk), { mode: 0o600, flag: 'wx' })
  return jwk
}

/** Opens or makes the key file (mode 0600). */
export async function openSigningKey(path: string): Promise<SigningKey> {
  const jwk = await loadOrMake(path)
  const key = await importJWK(jwk, 'EdDSA')
  return {
    publicKey: { kty: 'OKP', crv: 'Ed25519', x: jwk.x ?? '' },
    sign: (payload, typ) =>
      new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
        .setProtectedHeader({ alg: 'EdDSA', typ })
        .sign(key),
  }
}
