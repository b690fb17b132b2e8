/**
 * The test vectors of Web Authentication Level 3, section 16, made as the specification says that it made them: each value is HKDF-SHA-256 of
 * "WebAuthn test vectors" under the vector's name and the number of the value. Those without a maker's certificate. Signatures are made anew.
 */
import { createECDH, createHash, createPrivateKey, hkdfSync, sign } from 'node:crypto'
import { type Cbor, cbor } from './authenticator.ts'

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest()
const base64url = (data: Uint8Array) => Buffer.from(data).toString('base64url')

/** The site that all vectors are of. */
export const vectorSite = { origins: ['https://example.org'], rpId: 'example.org' }

const flag = { present: 1, verified: 4, eligible: 8, backedUp: 16, attested: 64 } as const

/** The values of one vector, in the order in which the specification takes them. */
function valuesOf(name: string): (length: number) => Buffer {
  let number = 0
  return length => {
    const salt = Buffer.from([number])
    number += 1
    return Buffer.from(hkdfSync('sha256', 'WebAuthn test vectors', salt, name, length))
  }
}

interface VectorOptions {
  readonly name: string
  readonly isSelfAttested?: boolean
  readonly isCrossOrigin?: boolean
  readonly topOrigin?: string
  readonly idBytes?: number
}

function keyOf(secret: Buffer) {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(secret)
  const point = pair.getPublicKey()
  const [x, y] = [point.subarray(1, 33), point.subarray(33)]
  const jwk = { kty: 'EC', crv: 'P-256', d: base64url(secret), x: base64url(x), y: base64url(y) }
  const cose = new Map<number, Cbor>([
    ...[[1, 2] as const, [3, -7] as const, [-1, 1] as const],
    ...[[-2, x] as const, [-3, y] as const],
  ])
  return { key: createPrivateKey({ key: jwk, format: 'jwk' }), cose: cbor(cose) }
}

function clientDataOf(
  type: string,
  challenge: Buffer,
  { isCrossOrigin = false, topOrigin }: VectorOptions,
  next: (length: number) => Buffer,
): Buffer {
  const hasMore = (next(1)[0] ?? 0) & 1
  const more = hasMore
    ? `clientDataJSON may be extended with additional fields in the future, such as this: ${base64url(next(16))}`
    : undefined
  return Buffer.from(
    JSON.stringify({
      ...{ type, challenge: base64url(challenge), origin: 'https://example.org' },
      ...{ crossOrigin: isCrossOrigin, topOrigin, extraData: more },
    }),
  )
}

const dataOf = (flags: number, attested = Buffer.alloc(0)) =>
  Buffer.concat([sha256('example.org'), Buffer.from([flags, 0, 0, 0, 0]), attested])

/** One vector: a registration and a touch of the same credential, with their challenges (base64url). */
function vector(options: VectorOptions) {
  const next = valuesOf(options.name)
  const challenge = next(32)
  const { key, cose } = keyOf(next(32))
  const client = clientDataOf('webauthn.create', challenge, options, next)
  const [aaguid, id] = [next(16), next(options.idBytes ?? 32)]
  const length = Buffer.alloc(2)
  length.writeUInt16BE(id.length)
  const { verified, eligible, backedUp } = flag
  const drawn = (next(1)[0] ?? 0) & (verified | eligible | backedUp)
  // What cannot be backed up is not.
  const flags = drawn & eligible ? drawn : drawn & verified
  const attested = Buffer.concat([aaguid, length, id, cose])
  const data = dataOf(flags | flag.present | flag.attested, attested)
  const sig = (of: Buffer, clientData: Buffer) =>
    sign('sha256', Buffer.concat([of, sha256(clientData)]), key)
  const statement = options.isSelfAttested
    ? new Map<string, Cbor>([
        ['alg', -7],
        ['sig', sig(data, client)],
      ])
    : new Map<string, Cbor>()
  const attestation = cbor(
    new Map<string, Cbor>([
      ['fmt', options.isSelfAttested ? 'packed' : 'none'],
      ['attStmt', statement],
      ['authData', data],
    ]),
  )
  const touchChallenge = next(32)
  const touchClient = clientDataOf('webauthn.get', touchChallenge, options, next)
  const touchDrawn = (next(1)[0] ?? 0) & (verified | backedUp)
  const touchFlags = flags & eligible ? touchDrawn | eligible : touchDrawn & verified
  const touchData = dataOf(touchFlags | flag.present)
  const answer = {
    ...{ id: base64url(id), rawId: base64url(id), type: 'public-key' as const },
    clientExtensionResults: {},
  }
  return {
    ...{ name: options.name, id: base64url(id), aaguid: aaguid.toString('hex') },
    publicKey: base64url(cose),
    isSynced: (flags & eligible) !== 0,
    registration: {
      isVerified: (flags & verified) !== 0,
      challenge: base64url(challenge),
      response: {
        ...answer,
        response: {
          clientDataJSON: base64url(client),
          attestationObject: base64url(attestation),
        },
      },
    },
    touch: {
      isVerified: (touchFlags & verified) !== 0,
      challenge: base64url(touchChallenge),
      response: {
        ...answer,
        response: {
          clientDataJSON: base64url(touchClient),
          authenticatorData: base64url(touchData),
          signature: base64url(sig(touchData, touchClient)),
        },
      },
    },
  }
}

export const vectors = [
  vector({ name: 'none.ES256' }),
  vector({ name: 'packed-self.ES256', isSelfAttested: true }),
  vector({ name: 'none.ES256.long-credential-id', idBytes: 1023 }),
]

/** Made in a frame of another site. */
export const crossVectors = [
  vector({ name: 'none.ES256.crossOrigin', isCrossOrigin: true }),
  vector({ name: 'none.ES256.topOrigin', isCrossOrigin: true, topOrigin: 'https://example.com' }),
]
