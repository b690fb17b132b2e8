/** What the API says about signing in: sessions, keys, users, touches of keys, emergencies. */
import Type, { type Static } from 'typebox'
import { Mode } from './api.ts'
import { IdentityPolicy } from './identity-policy.ts'
import { Role } from './roles.ts'

const Id = Type.String({ minLength: 1, maxLength: 1400 })
const Time = Type.Integer({ description: 'UTC epoch milliseconds' })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Base64url = Type.String({ maxLength: 64_000, pattern: '^[A-Za-z0-9_-]*$' })
const Token = Type.String({ minLength: 16, maxLength: 200 })
const Reason = Type.String({ minLength: 3, maxLength: 500, pattern: '\\S.*\\S.*\\S' })
const Label = Type.String({ maxLength: 100 })

/** A sign-in link's or an invitation's token. */
export const SignInRequest = Type.Object({ token: Token })

/** Who is signed in, with what they may do and what about it is weaker than it should be. */
export const Session = Type.Object({
  user: Type.Object({ id: Type.String(), name: Type.String(), roles: Type.Array(Role) }),
  permissions: Type.Array(Type.String()),
  method: Type.Union([Type.Literal('console'), Type.Literal('link'), Type.Literal('key')]),
  keys: Type.Integer({ description: 'Own keys that can be used' }),
  weak: Type.Array(Type.String(), { description: 'What is weaker than it should be, in words' }),
  emergency: Nullable(
    Type.String({ description: 'A role for the moment, by whom and until when' }),
  ),
  expires_at: Time,
  mode: Mode,
  version: Type.String(),
})
export type Session = Static<typeof Session>

/** `navigator.credentials.create` and `get` take these; their members are WebAuthn's (Level 3, 5.4 and 5.5). */
const Options = Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true })
export const KeyCeremony = Type.Object({ id: Id, options: Options })
export type KeyCeremony = Static<typeof KeyCeremony>

const attachment = Type.Optional(
  Type.Union([Type.Literal('platform'), Type.Literal('cross-platform')]),
)
const credential = {
  id: Base64url,
  rawId: Base64url,
  type: Type.Literal('public-key'),
  authenticatorAttachment: attachment,
  clientExtensionResults: Type.Object({}),
}

/** RegistrationResponseJSON (WebAuthn Level 3, 5.1). */
const Registration = Type.Object({
  ...credential,
  response: Type.Object({
    clientDataJSON: Base64url,
    attestationObject: Base64url,
    transports: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 })),
  }),
})

/** AuthenticationResponseJSON (WebAuthn Level 3, 5.1). */
const Assertion = Type.Object({
  ...credential,
  response: Type.Object({
    clientDataJSON: Base64url,
    authenticatorData: Base64url,
    signature: Base64url,
    userHandle: Type.Optional(Base64url),
  }),
})

export const KeySignIn = Type.Object({ id: Id, response: Assertion })
export const KeyRegistration = Type.Object({ id: Id, label: Label, response: Registration })
export const InvitedRegistration = Type.Object({
  token: Token,
  id: Id,
  label: Label,
  response: Registration,
})
export const Invited = Type.Object({ name: Type.String(), ...KeyCeremony.properties })
export type Invited = Static<typeof Invited>

/** A registered key. `trust` says what is proven about its maker. */
export const OwnKey = Type.Object({
  id: Id,
  label: Type.String(),
  model: Type.String(),
  aaguid: Type.String(),
  trust: Type.Union([Type.Literal('traced'), Type.Literal('claimed'), Type.Literal('none')]),
  synced: Type.Boolean(),
  registered_at: Time,
  used_at: Nullable(Time),
  revoked_at: Nullable(Time),
  revoked_reason: Nullable(Type.String()),
})
export type OwnKey = Static<typeof OwnKey>
export const OwnKeys = Type.Object({ keys: Type.Array(OwnKey) })
export type OwnKeys = Static<typeof OwnKeys>

export const RevokeRequest = Type.Object({ reason: Reason })

export const SessionRow = Type.Object({
  id: Id,
  user: Type.String(),
  method: Type.String(),
  key: Nullable(Type.String({ description: "The key's label" })),
  opened_at: Time,
  seen_at: Time,
  expires_at: Time,
  address: Type.String(),
  browser: Type.String(),
  suspended_at: Nullable(Time),
  own: Type.Boolean({ description: 'The one that asks' }),
})
export type SessionRow = Static<typeof SessionRow>
export const SessionList = Type.Object({ sessions: Type.Array(SessionRow) })
export type SessionList = Static<typeof SessionList>

/** The log-in at the company's identity provider, as far as this browser went. */
export const ProviderState = Type.Object({
  issuer: Nullable(Type.String({ description: 'Null where the key alone is asked for' })),
  name: Nullable(Type.String({ description: 'Who logged in there and touches the key next' })),
  refused: Nullable(Type.String({ description: 'Why the log-in there did not count' })),
})
export type ProviderState = Static<typeof ProviderState>

/** A user with keys. Users of the directory are named by pseudonym unless they have a role. */
export const UserRow = Type.Object({
  id: Type.String(),
  name: Type.String(),
  person: Nullable(Id),
  roles: Type.Array(Role),
  disabled: Type.Boolean(),
  subject: Nullable(Type.String({ description: 'Whom the identity provider means' })),
  keys: Type.Array(OwnKey),
})
export type UserRow = Static<typeof UserRow>
export const UserList = Type.Object({ users: Type.Array(UserRow) })
export type UserList = Static<typeof UserList>

export const UserId = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,63}$' })
export const UserRequest = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  email: Type.Optional(
    Type.String({
      minLength: 3,
      maxLength: 320,
      description: "The person's address in the directory",
    }),
  ),
  roles: Type.Array(Role, { maxItems: 5, uniqueItems: true }),
  disabled: Type.Boolean(),
})
export type UserRequest = Static<typeof UserRequest>

export const Invitation = Type.Object({ token: Token, expires_at: Time })
export type Invitation = Static<typeof Invitation>

/** What will be done, word for word: the touch is over exactly this. */
export const StepUpRequest = Type.Object({
  method: Type.Union([Type.Literal('POST'), Type.Literal('PUT'), Type.Literal('DELETE')]),
  url: Type.String({ maxLength: 2000, pattern: '^/api/v1/' }),
  body: Type.Unknown(),
})
export const StepUpReply = Type.Object({
  needed: Type.Boolean(),
  nonce: Type.String(),
  ...KeyCeremony.properties,
})
export type StepUpReply = Static<typeof StepUpReply>

/** The header `x-clientkeep-touch` of a call: base64url of this as JSON. */
export const TouchHeader = Type.Object({ id: Id, nonce: Type.String(), response: Assertion })

export const EmergencyRequest = Type.Object({
  user: UserId,
  role: Nullable(Role),
  minutes: Type.Integer({ minimum: 15, maximum: 240 }),
  reason: Reason,
})
export const EmergencyRow = Type.Object({
  id: Id,
  user: Type.String(),
  role: Nullable(Role),
  reason: Type.String(),
  asked_by: Type.String(),
  asked_at: Time,
  until: Time,
  agreed_by: Nullable(Type.String()),
  agreed_at: Nullable(Time),
  ended_at: Nullable(Time),
})
export type EmergencyRow = Static<typeof EmergencyRow>
export const EmergencyList = Type.Object({ emergencies: Type.Array(EmergencyRow) })
export type EmergencyList = Static<typeof EmergencyList>

export const IdentityState = Type.Object({
  policy: IdentityPolicy,
  site: Type.Object({ rp_id: Type.String(), origins: Type.Array(Type.String()) }),
  metadata: Nullable(
    Type.Integer({ description: 'Kinds of keys that the FIDO metadata file knows' }),
  ),
})
export type IdentityState = Static<typeof IdentityState>

/** Somebody who has no key, or none that is good enough, and by when they must. */
const KeyLess = Type.Object({
  user: Type.String(),
  roles: Type.Array(Role),
  due: Nullable(Type.String({ description: 'ISO 8601 date; null where none is set' })),
  overdue: Type.Boolean(),
  why: Type.String(),
})
export type KeyLess = Static<typeof KeyLess>

/** Who has a key, and what enforcing keys today would have broken over the last 30 days. */
export const KeyCoverage = Type.Object({
  users: Type.Integer({ description: 'Users that are not switched off' }),
  with_key: Type.Integer(),
  with_two: Type.Integer(),
  departments: Type.Array(
    Type.Object({
      department: Nullable(Type.String()),
      people: Type.Integer({ description: 'In the directory' }),
      users: Type.Integer(),
      with_key: Type.Integer(),
    }),
  ),
  without: Type.Array(KeyLess),
  dry_run: Type.Object({
    since: Time,
    logins: Type.Integer(),
    without_key: Type.Integer({ description: 'Log-ins that would have been refused' }),
    last_without_key: Nullable(Time),
    addresses: Type.Array(Type.String(), { description: 'They came from, at most 20' }),
    crm_logins: Type.Integer({ description: 'Seen log-ins to the CRM' }),
    crm_without_key: Type.Integer(),
    locked_out: Type.Array(Type.String(), { description: 'Users who could not sign in at all' }),
    blocked: Nullable(Type.String({ description: 'Why enforcing is refused now' })),
  }),
})
export type KeyCoverage = Static<typeof KeyCoverage>
