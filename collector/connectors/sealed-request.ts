/** Whether a request is from who knows the secret: its token, or a signature over its body (HMAC-SHA256). Pure. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** How requests are sealed; `standard` is Standard Webhooks (standardwebhooks.com), which signs an id and a time too. */
export interface Seal {
  readonly sealed: 'token' | 'body' | 'timestamp' | 'standard'
  readonly signature_header: string
  /** What stands before the signature, such as `sha256=`. */
  readonly signature_prefix: string
  readonly signature_encoding: 'hex' | 'base64'
  readonly timestamp_header: string
}

/** A signature with a time in it is taken this long before and after it. */
const toleranceMs = 5 * 60_000

const first = (value: string | string[] | undefined): string => [value].flat()[0] ?? ''

const isSame = (left: Buffer, right: Buffer): boolean =>
  left.length === right.length && timingSafeEqual(left, right)

const macOf = (secret: string | Buffer, ...parts: readonly (string | Buffer)[]): Buffer => {
  const mac = createHmac('sha256', secret)
  for (const part of parts) mac.update(part)
  return mac.digest()
}

/** Epoch seconds, or milliseconds where they are that many; whether it is near enough. */
function isNear(text: string, now: number): boolean {
  if (!/^\d{1,14}$/.test(text)) return false
  const number = Number(text)
  return Math.abs(now - (number < 100_000_000_000 ? number * 1000 : number)) <= toleranceMs
}

/** The headers that a sealed request has. */
export function headersOf({ sealed, signature_header, timestamp_header }: Seal): readonly string[] {
  if (sealed === 'token') return ['authorization']
  if (sealed === 'standard') return ['webhook-id', 'webhook-timestamp', 'webhook-signature']
  return sealed === 'timestamp' ? [timestamp_header, signature_header] : [signature_header]
}

/** Why the headers alone speak against it; undefined where they do not. */
export function headerFault(
  headers: IncomingHttpHeaders,
  seal: Seal,
  secrets: readonly string[],
): string | undefined {
  const missing = headersOf(seal).find(name => first(headers[name.toLowerCase()]) === '')
  if (missing !== undefined) return `the header ${missing} is missing`
  if (seal.sealed !== 'token') return undefined
  const token = Buffer.from(/^Bearer (.+)$/.exec(first(headers.authorization))?.[1]?.trim() ?? '')
  // Of equal length, so that the comparison tells nothing.
  const given = macOf('clientkeep', token)
  return secrets.some(secret => isSame(macOf('clientkeep', secret), given))
    ? undefined
    : 'the token is another one'
}

/** `whsec_` and base64, as Standard Webhooks writes a secret; any other as it is. */
const standardKey = (secret: string): string | Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : secret

/** Why the signature over the body speaks against it; undefined where it is right under one of the secrets. */
export function bodyFault(
  headers: IncomingHttpHeaders,
  body: Buffer,
  { seal, secrets, now }: { seal: Seal; secrets: readonly string[]; now: number },
): string | undefined {
  if (seal.sealed === 'token') return undefined
  const get = (name: string): string => first(headers[name.toLowerCase()])
  const wrong = 'the signature does not fit the body'
  if (seal.sealed === 'standard') {
    const time = get('webhook-timestamp')
    if (!isNear(time, now)) return 'webhook-timestamp is more than five minutes away'
    const given = get('webhook-signature')
      .split(' ')
      .flatMap(each => (each.startsWith('v1,') ? [Buffer.from(each.slice(3), 'base64')] : []))
    const wanted = secrets.map(secret =>
      macOf(standardKey(secret), `${get('webhook-id')}.${time}.`, body),
    )
    return wanted.some(mac => given.some(each => isSame(mac, each))) ? undefined : wrong
  }
  const time = seal.sealed === 'timestamp' ? get(seal.timestamp_header) : undefined
  if (time !== undefined && !isNear(time, now))
    return `${seal.timestamp_header} is more than five minutes away`
  const text = get(seal.signature_header)
  if (!text.startsWith(seal.signature_prefix)) return wrong
  const given = Buffer.from(text.slice(seal.signature_prefix.length), seal.signature_encoding)
  const before = time === undefined ? [] : [`${time}.`]
  return secrets.some(secret => isSame(macOf(secret, ...before, body), given)) ? undefined : wrong
}
