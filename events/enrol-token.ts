/** The text that an administrator hands to an endpoint: where the collector is, how to know it, and the one-time secret that enrols. */
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'

export const EnrolToken = Type.Object({
  /** Base address, `https://host:port` or, on one machine, `http://127.0.0.1:port`. */
  url: Type.String({ pattern: '^https?://[^/?#]+$', maxLength: 300 }),
  /**
   * `sha256/` and the base64url SHA-256 (43 characters) of the SubjectPublicKeyInfo (RFC 7469, section 2.4) of one certificate in the
   * chain that the collector shows, as a rule its own authority's. Absent where the system's trust store knows the certificate.
   */
  pin: Type.Optional(Type.String({ pattern: '^sha256/[A-Za-z0-9_-]{43}$' })),
  /** Works once, until it expires. */
  token: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
})
export type EnrolToken = Static<typeof EnrolToken>

const prefix = 'ck1.'

/** `ck1.` and the token as base64url JSON. */
export const writeEnrolToken = ({ url, pin, token }: EnrolToken): string =>
  prefix + Buffer.from(JSON.stringify({ url, ...(pin && { pin }), token })).toString('base64url')

/** The token that a text holds; undefined where it is none. */
export function readEnrolToken(text: string): EnrolToken | undefined {
  const given = text.trim()
  if (!given.startsWith(prefix)) return undefined
  try {
    const value: unknown = JSON.parse(
      Buffer.from(given.slice(prefix.length), 'base64url').toString(),
    )
    return Value.Check(EnrolToken, value) ? value : undefined
  } catch {
    return undefined
  }
}
