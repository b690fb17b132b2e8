/** Which keys are good enough, and whether anybody gets in without one. Journaled whole at each change. */
import Type, { type Static } from 'typebox'
import { Role } from './roles.ts'

/** Authenticator Attestation GUID: the kind of a key, in small hexadecimal with hyphens. */
const Aaguid = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
})

export const IdentityPolicy = Type.Object(
  {
    enforced: Type.Boolean({
      description: "Nobody signs in without a key; the console's link ends",
    }),
    models: Type.Array(Type.Object({ aaguid: Aaguid, name: Type.String({ maxLength: 200 }) }), {
      maxItems: 500,
      description: 'Kinds of keys that are allowed; empty allows every kind that says which it is',
    }),
    synced: Type.Boolean({ description: 'Allow credentials that can be copied to other devices' }),
    unnamed: Type.Boolean({ description: 'Allow keys that do not say which kind they are' }),
    traced: Type.Boolean({
      description: 'Only keys whose attestation leads to a maker in the FIDO metadata file',
    }),
    presence: Type.Boolean({
      description: 'A session is suspended while the key is away from the endpoint',
    }),
    key_by: Type.Optional(
      Type.Array(
        Type.Object({
          role: Type.Optional(Role),
          user: Type.Optional(Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,63}$' })),
          date: Type.String({ format: 'date', description: 'The last day without' }),
        }),
        { maxItems: 100, description: 'Who must have a key by when: a role, or one user' },
      ),
    ),
    reveal_minutes: Type.Integer({ minimum: 5, maximum: 1440 }),
    reveal_second_person: Type.Boolean({
      description: 'A name is shown only after a privacy officer agreed',
    }),
  },
  { additionalProperties: false },
)
export type IdentityPolicy = Static<typeof IdentityPolicy>

/** In force until somebody decides otherwise. */
export const defaultIdentityPolicy: IdentityPolicy = {
  enforced: false,
  models: [],
  synced: false,
  unnamed: false,
  traced: false,
  presence: false,
  reveal_minutes: 60,
  reveal_second_person: false,
}
