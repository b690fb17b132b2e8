/** A security key in software, for tests in process: ES256, packed self-attestation, a counter; and everything about it can be wrong. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

export type Cbor =
  | number
  | string
  | Uint8Array
  | readonly Uint8Array[]
  | ReadonlyMap<number | string, Cbor>

function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value])
  if (value < 256) return Buffer.from([(major << 5) | 24, value])
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255])
}

/** RFC 8949, as far as attestation objects need it. */
export function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  if (!('size' in value)) {
    const items = value.map(item => cbor(item))
    return Buffer.concat([head(4, items.length), ...items])
  }
  const members = [...value].flatMap(([key, inner]) => [cbor(key), cbor(inner)])
  return Buffer.concat([head(5, value.size), ...members])
}

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest()
const base64url = (data: Uint8Array) => Buffer.from(data).toString('base64url')

interface Options {
  readonly challenge: string
  readonly rpId?: string
  readonly rp?: { readonly id: string }
}

/** What is wrong with an answer. */
interface Lies {
  readonly origin?: string
  readonly type?: string
  readonly userVerified?: boolean
  readonly counter?: number
  readonly challenge?: string
}

interface Make {
  readonly aaguid?: string
  readonly backupEligible?: boolean
  /** Its maker's certificate (DER) and key; without, the key attests itself. */
  readonly maker?: { readonly certificate: Uint8Array; readonly key: KeyObject }
  readonly origin: string
}

export const testAaguid = '01020304-0506-0708-0102-030405060708'

export type Authenticator = ReturnType<typeof createAuthenticator>

/** One key with one credential. */
export function createAuthenticator({
  aaguid = testAaguid,
  backupEligible = false,
  maker,
  origin,
}: Make) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(32)
  let counter = 0
  const client = (type: string, challenge: string, lies: Lies) =>
    Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? origin,
        crossOrigin: false,
      }),
    )
  const authenticatorData = (rpId: string, lies: Lies, attested: Uint8Array = new Uint8Array()) => {
    counter += 1
    const flags =
      1 |
      (lies.userVerified === false ? 0 : 4) |
      (backupEligible ? 8 : 0) |
      (attested.length > 0 ? 64 : 0)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(lies.counter ?? counter)
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, attested])
  }
  const signed = (key: KeyObject, data: Uint8Array, clientData: Uint8Array) =>
    sign('sha256', Buffer.concat([data, sha256(clientData)]), key)

  return {
    id: base64url(id),
    create: ({ challenge, rp }: Options, lies: Lies = {}) => {
      const jwk = publicKey.export({ format: 'jwk' })
      const point = (text = '') => Buffer.from(text, 'base64url')
      const cose = cbor(
        new Map<number, Cbor>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, point(jwk.x)],
          [-3, point(jwk.y)],
        ]),
      )
      const length = Buffer.from([0, id.length])
      const kind = Buffer.from(aaguid.replaceAll('-', ''), 'hex')
      const data = authenticatorData(rp?.id ?? '', lies, Buffer.concat([kind, length, id, cose]))
      const clientData = client('webauthn.create', challenge, lies)
      const statement = new Map<string, Cbor>([
        ['alg', -7],
        ['sig', signed(maker?.key ?? privateKey, data, clientData)],
      ])
      if (maker) statement.set('x5c', [maker.certificate])
      const attestation = cbor(
        new Map<string, Cbor>([
          ['fmt', 'packed'],
          ['attStmt', statement],
          ['authData', data],
        ]),
      )
      return {
        id: base64url(id),
        rawId: base64url(id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(clientData),
          attestationObject: base64url(attestation),
          transports: ['usb'],
        },
      }
    },
    get: ({ challenge, rpId = '' }: Options, lies: Lies = {}) => {
      const data = authenticatorData(rpId, lies)
      const clientData = client('webauthn.get', challenge, lies)
      return {
        id: base64url(id),
        rawId: base64url(id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(clientData),
          authenticatorData: base64url(data),
          signature: base64url(signed(privateKey, data, clientData)),
        },
      }
    },
  }
}
