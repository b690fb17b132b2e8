/** What the configuration says of signing in: where the dashboard is, whose word on keys is taken, and the company's identity provider. */
import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false } as const
const Domain = Type.String({ pattern: '^[a-z0-9.-]+$', examples: ['firm.example'] })
const File = Type.String({ minLength: 1 })
const Claim = Type.String({ minLength: 1, maxLength: 200 })

/** OpenID Connect Core 1.0: who is asked before the key. */
export const OidcSettings = Type.Object(
  {
    issuer: Type.String({
      pattern: '^(https://|http://(localhost|127\\.0\\.0\\.1)(:\\d+)?(/|$))',
      maxLength: 2000,
      description: 'As the provider writes it; it says the rest under .well-known',
    }),
    client_id: Type.String({ minLength: 1, maxLength: 500 }),
    client_secret_file: Type.Optional(File),
    scope: Type.String({ default: 'openid email', pattern: '^openid( [!-~]+)*$' }),
    claim: Type.String({
      ...{ minLength: 1, maxLength: 200, default: 'email' },
      description: 'Says who it is: an address or another alias of the directory',
    }),
    verified_claim: Type.Union([Claim, Type.Null()], {
      default: 'email_verified',
      description: 'Must be true; null where the provider gives nobody an address of their choice',
    }),
  },
  closed,
)
export type OidcSettings = Static<typeof OidcSettings>

export const IdentitySettings = Type.Object(
  {
    origin: Type.Optional(
      Type.String({
        pattern: '^https://[^/]+$',
        examples: ['https://clientkeep.firm.example'],
        description: 'Where people open the dashboard',
      }),
    ),
    rp_id: Type.Optional(Domain),
    cookie_domain: Type.Optional(Domain),
    fido_metadata_file: Type.Optional(File),
    fido_metadata_root_file: Type.Optional(
      Type.String({
        minLength: 1,
        description: "Certificates (PEM) that the metadata file must lead to; FIDO's own without",
      }),
    ),
    oidc: Type.Optional(OidcSettings),
  },
  { ...closed, default: {} },
)
