/** What agent and collector say to each other over HTTPS. Batches of events are NDJSON, one `Envelope` a line. */
import Type, { type Static } from 'typebox'
import { limits } from './limits.ts'

/** A public JSON Web Key (RFC 7517/8037), Ed25519. */
export const PublicKey = Type.Object({
  kty: Type.Literal('OKP'),
  crv: Type.Literal('Ed25519'),
  x: Type.String({ minLength: 43, maxLength: 43, pattern: '^[A-Za-z0-9_-]+$' }),
})
export type PublicKey = Static<typeof PublicKey>

export const EnrolRequest = Type.Object({
  /** The secret alone, or the whole text that the administrator handed over. */
  token: Type.String({ minLength: 16, maxLength: 600 }),
  key: PublicKey,
  hostname: Type.String({ minLength: 1, maxLength: 255 }),
  platform: Type.String({ maxLength: 60 }),
  version: Type.String({ maxLength: 60 }),
})
export type EnrolRequest = Static<typeof EnrolRequest>

export const EnrolReply = Type.Object({ agent_id: Type.String(), collector_key: PublicKey })
export type EnrolReply = Static<typeof EnrolReply>

/**
 * Agents number their events in two series, so that what is urgent overtakes weeks of routine without leaving gaps: routine events
 * count up by one from 1, urgent ones from here. An agent whose spool was taken away begins far above what it had.
 */
export const urgentSeqFirst = 2 ** 52

/** One spooled event: `seq` counts up by one within its series, so that a gap is seen and a repeat is known. */
export const Envelope = Type.Object({
  seq: Type.Integer({ minimum: 1 }),
  event: Type.Object({
    class_uid: Type.Integer(),
    time: Type.Integer({ minimum: 0 }),
    metadata: Type.Object({ uid: Type.String({ minLength: 1, maxLength: 128 }) }),
  }),
})

/**
 * `acknowledged`: the highest sequence number that is durable. Events are looked at after that: `rejected` names those of this batch
 * without a sequence number, and those of earlier ones that were refused since (kept in quarantine, never to be sent again).
 */
export const IngestReply = Type.Object({
  acknowledged: Type.Integer({ minimum: 0 }),
  accepted: Type.Integer({ minimum: 0 }),
  duplicates: Type.Integer({ minimum: 0 }),
  rejected: Type.Array(
    Type.Object({
      index: Type.Integer(),
      seq: Type.Optional(Type.Integer()),
      reason: Type.String(),
    }),
    { maxItems: limits.ingestBatchEventsMax },
  ),
  policy_version: Type.Integer({ minimum: 0 }),
})
export type IngestReply = Static<typeof IngestReply>

/** A signed policy: compact JWS (RFC 7515) over a `Policy`. */
export const PolicyReply = Type.Object({ policy: Type.String() })
export type PolicyReply = Static<typeof PolicyReply>

/** JWT audience (RFC 7519 `aud`) of the assertions that agents sign. */
export const agentAudience = 'clientkeep-collector'
/** In every answer at the agents' entrance (RFC 8555, section 6.5.1): the nonce that the next assertion carries as its claim `nonce`. */
export const nonceHeader = 'replay-nonce'
/** The answer to an assertion without a nonce of whoever was asked: sign again with the one in the header. */
export const NonceRefusal = Type.Object({
  error: Type.Object({ code: Type.Literal('ERR_AGENT_NONCE') }),
})
/** JWS `typ` of a policy bundle, so that no other signed thing passes for one. */
export const policyType = 'clientkeep-policy+jwt'
