/** What applications beside us get: a pass in a cookie that opens nothing here, and for each request a short-lived signed identity (RFC 7519, EdDSA). */
import { createPublicKey, verify } from 'node:crypto'
import { calculateJwkThumbprint } from 'jose'
import Type from 'typebox'
import Value from 'typebox/value'
import type { PublicKey } from '../../events/wire.ts'
import type { SigningKey } from './signing-key.ts'

/** Set when somebody signs in with a key; opens nothing but applications behind a proxy that asks here. */
export const passCookie = 'clientkeep_pass'

const passType = 'clientkeep-pass+jwt'
const Pass = Type.Object({ session: Type.String(), exp: Type.Integer() })

/** The keys that signed identities are held against (RFC 7517). */
export const jwksOf = async (key: PublicKey) => ({
  keys: [{ ...key, use: 'sig', alg: 'EdDSA', kid: await calculateJwkThumbprint(key) }],
})

/** A pass for a session, until it ends. */
export const passFor = (session: string, expiresAt: number, key: SigningKey): Promise<string> =>
  key.sign({ session, exp: Math.floor(expiresAt / 1000) }, passType)

function parse(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString())
  } catch {
    return undefined
  }
}

/** The session of a pass that we signed; undefined where it is none, or over. */
export function sessionOfPass(text: string, key: PublicKey, now: number): string | undefined {
  const [head = '', payload = '', signature = ''] = text.split('.')
  const header = parse(head)
  if (
    !Value.Check(Type.Object({ alg: Type.Literal('EdDSA'), typ: Type.Literal(passType) }), header)
  )
    return undefined
  const publicKey = createPublicKey({ key: { ...key }, format: 'jwk' })
  const isOurs = verify(
    null,
    Buffer.from(`${head}.${payload}`),
    publicKey,
    Buffer.from(signature, 'base64url'),
  )
  const pass = isOurs ? parse(payload) : undefined
  return Value.Check(Pass, pass) && pass.exp * 1000 > now ? pass.session : undefined
}
