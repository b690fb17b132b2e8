/** The hash chain over decisions: what a link's hash is made of, and what a signed head says. Pure. */
import { createHash, type KeyObject, verify } from 'node:crypto'
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import type { Entry } from '../journal/journal.ts'

/** Signs bytes with the collector's Ed25519 key. */
export type Signer = (bytes: Uint8Array) => Uint8Array

/** What a signed head says: the chain up to `position`, whose entry is at `offset` of the journal, has this hash (hex). */
export const ChainHead = Type.Object({
  position: Type.Integer({ minimum: 1 }),
  offset: Type.Integer({ minimum: 1 }),
  hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
})
export type ChainHead = Static<typeof ChainHead>

/** One link of the chain with the fields that its hash is made of, its body by digest. Hashes are hex, the signature base64url. */
export interface ChainLink extends Omit<Entry, 'body'> {
  readonly position: number
  readonly body_digest: string
  readonly hash: string
  readonly signature: string | null
}

/** The hash before the first link. */
export const origin: Uint8Array = new Uint8Array(32)

const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest()

/** SHA-256 of an entry's body: all that stays of it when retention drops the body. */
export const bodyDigest = (body: string): Buffer => sha256(body)

/** The hash of one link (32 bytes): SHA-256 over the previous hash and the canonical JSON of the entry, its body by digest. */
export function linkHash(
  previous: Uint8Array,
  position: number,
  { offset, kind, source, seq, time, receivedAt }: Omit<Entry, 'body'>,
  body: Uint8Array,
): Buffer {
  const fields = [position, offset, kind, source, seq, time, receivedAt]
  const digest = Buffer.from(body).toString('hex')
  const canonical = JSON.stringify(['clientkeep-link-1', ...fields, digest])
  return createHash('sha256').update(previous).update(canonical).digest()
}

const header = Buffer.from('{"alg":"EdDSA","typ":"clientkeep-chain-head+jwt"}').toString(
  'base64url',
)

/** The JWS signing input (RFC 7515, section 5.1) of a head; the same head always gives the same bytes. */
function signingInput({ position, offset, hash }: ChainHead): string {
  const payload = Buffer.from(JSON.stringify({ position, offset, hash })).toString('base64url')
  return `${header}.${payload}`
}

/** The signature (64 bytes) of a head. */
export const signHead = (head: ChainHead, sign: Signer): Uint8Array =>
  sign(Buffer.from(signingInput(head)))

/** A head with its signature as compact JWS. */
export const headText = (head: ChainHead, signature: Uint8Array): string =>
  `${signingInput(head)}.${Buffer.from(signature).toString('base64url')}`

/** Whether the signature is this key's over this head. */
export const isSigned = (head: ChainHead, signature: Uint8Array, key: KeyObject): boolean =>
  verify(null, Buffer.from(signingInput(head)), key, signature)

/** Reads a compact JWS back; undefined where it is no head that this key signed. */
export function readHead(text: string, key: KeyObject): ChainHead | undefined {
  const [head, payload = '', signature = ''] = text.trim().split('.')
  if (head !== header) return undefined
  const said = parse(Buffer.from(payload, 'base64url').toString())
  if (!Value.Check(ChainHead, said)) return undefined
  return isSigned(said, Buffer.from(signature, 'base64url'), key) ? said : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
