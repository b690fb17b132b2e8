/** Decisions on who may sign in, with which key, and what they then did that needed it. */
import Type from 'typebox'
import { IdentityPolicy } from '../../events/identity-policy.ts'
import { Role } from '../../events/roles.ts'

const Text = Type.String({ maxLength: 10_000 })
const Maybe = Type.Union([Text, Type.Null()])

export const KeyRecord = Type.Object({
  /** The credential's id, base64url. */
  id: Text,
  user: Text,
  /** COSE key, base64url. */
  public_key: Text,
  counter: Type.Integer(),
  aaguid: Text,
  model: Text,
  label: Text,
  transports: Type.Array(Text),
  /** Attestation statement format, e.g. `packed`; `none` proves nothing about the maker. */
  format: Text,
  /** The attestation leads to a maker's certificate of the FIDO metadata file. */
  traced: Type.Boolean(),
  synced: Type.Boolean(),
})

export const identityKinds = {
  'user.set': Type.Object({
    user: Text,
    name: Text,
    person: Maybe,
    roles: Type.Array(Role),
    disabled: Type.Boolean(),
  }),
  /** The identity provider's subject that means a user: bound at the first log-in, released by an administrator. */
  'user.subject-bound': Type.Object({ user: Text, issuer: Text, subject: Text }),
  'user.subject-released': Type.Object({ user: Text, issuer: Text, subject: Text }),
  /** Somebody whom the identity provider knows, and we do not. */
  'user.subject-refused': Type.Object({ issuer: Text, subject: Text, reason: Text }),
  'user.invited': Type.Object({
    user: Text,
    until: Type.Integer(),
    reason: Text,
    /** SHA-256 of the token, which is 256 random bits; it replaces what the user was invited with before. */
    invitation: Type.Optional(Text),
    /** The emergency that it is for: the first one counts. */
    emergency: Type.Optional(Text),
  }),
  'key.registered': Type.Object({
    ...KeyRecord.properties,
    /** The invitation that it uses up: it counts only where that can be used. */
    invitation: Type.Optional(Text),
  }),
  'key.revoked': Type.Object({ key: Text, user: Text, reason: Text }),
  /** A key of this collector gave an answer that was refused, e.g. a counter that went back. */
  'key.refused': Type.Object({ key: Text, user: Text, reason: Text }),
  'session.ended': Type.Object({ user: Text, session: Text, reason: Text }),
  /** A touch of a key over the SHA-256 of exactly what was done, with all that proves it (WebAuthn, 7.2). */
  'step-up.given': Type.Object({
    action: Text,
    method: Text,
    url: Text,
    /** SHA-256 of the canonical JSON of what was signed, hex. */
    sha256: Text,
    nonce: Text,
    key: Text,
    client_data: Text,
    authenticator_data: Text,
    signature: Text,
  }),
  'identity.policy-set': IdentityPolicy,
  /** One administrator asks, another agrees: a role for some hours, or a new key for who lost theirs. */
  'break-glass.asked': Type.Object({
    id: Text,
    user: Text,
    role: Type.Union([Role, Type.Null()]),
    until: Type.Integer(),
    reason: Text,
  }),
  'break-glass.agreed': Type.Object({ id: Text, user: Text }),
  'break-glass.ended': Type.Object({ id: Text, user: Text, reason: Text }),
  /** An evidence pack went out; its contents are proven by their digests. */
  'evidence.exported': Type.Object({ alert: Text, files: Type.Record(Text, Text) }),
  'reveal.asked': Type.Object({ id: Text, person: Text, reason: Text }),
  'reveal.refused': Type.Object({ id: Text, person: Text, reason: Text }),
} as const
