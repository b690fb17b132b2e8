/** The gateway's part of the configuration: which applications it stands in front of, and what happens to exports, for whom. */
import Type, { type Static } from 'typebox'
import { Role } from '../../events/roles.ts'

const closed = { additionalProperties: false } as const
const Name = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$' })
const HeaderName = Type.String({ pattern: '^[A-Za-z0-9-]{1,60}$' })

const AppSettings = Type.Object(
  {
    name: Name,
    host: Type.String({
      pattern: '^[a-z0-9.-]{1,253}$',
      examples: ['crm.firm.example'],
      description: 'Name under which people open it; the gateway answers to no other',
    }),
    upstream: Type.String({
      pattern: '^https?://[^/\\s]+$',
      examples: ['http://10.0.0.5:8080'],
      description: 'Where it really is, without a path',
    }),
    /** The application is told who it is in this header, beside the signed identity. */
    user_header: Type.Optional(HeaderName),
    user: Type.Union(
      [Type.Literal('email'), Type.Literal('user'), Type.Literal('name_before_at')],
      { default: 'email', description: 'What it knows people by' },
    ),
    ca_file: Type.Optional(Type.String({ minLength: 1 })),
  },
  closed,
)
export type AppSettings = Static<typeof AppSettings>

/** A program that calls an application with a token of its own: known by the hash of the token, so that it need not change. */
const IntegrationSettings = Type.Object(
  {
    name: Name,
    header: Type.String({ ...HeaderName, default: 'authorization' }),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Of the header as it is sent' }),
    app: Type.Optional(Name),
  },
  closed,
)
export type IntegrationSettings = Static<typeof IntegrationSettings>

const Whom = Type.Object(
  {
    departing: Type.Optional(Type.Boolean()),
    roles: Type.Optional(Type.Array(Role, { maxItems: 5 })),
    people: Type.Optional(Type.Array(Type.String({ maxLength: 320 }), { maxItems: 1000 })),
    departments: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 200 })),
    integrations: Type.Optional(Type.Array(Name, { maxItems: 200 })),
  },
  closed,
)

const Measure = Type.Union(
  [Type.Literal('allow'), Type.Literal('tell'), Type.Literal('hold'), Type.Literal('deny')],
  { description: 'Of exports with more customers than `above`; the others are allowed' },
)
export type Measure = Static<typeof Measure>

const budgetCount = Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000_000 }))

/** The first rule that fits somebody is theirs. */
export const ExportRule = Type.Object(
  {
    name: Name,
    who: Type.Object(Whom.properties, { ...closed, default: {} }),
    exports: Measure,
    above: Type.Integer({ minimum: 0, maximum: 100_000_000, default: 0 }),
    on_failure: Type.Union([Type.Literal('open'), Type.Literal('closed')], {
      default: 'closed',
      description: 'What an export is taken for that cannot be read, or not in time',
    }),
    deadline_s: Type.Integer({ minimum: 1, maximum: 600, default: 30 }),
    canaries: Type.Integer({ minimum: 0, maximum: 20, default: 0 }),
    budget: Type.Optional(
      Type.Object(
        { day: budgetCount, week: budgetCount, month: budgetCount },
        { ...closed, description: 'Distinct customers that may be looked at; then pages end' },
      ),
    ),
  },
  closed,
)
export type ExportRule = Static<typeof ExportRule>

export const GatewaySettings = Type.Object(
  {
    host: Type.String({ minLength: 1, default: '127.0.0.1' }),
    port: Type.Integer({ minimum: 0, maximum: 65_535 }),
    apps: Type.Array(AppSettings, { minItems: 1, maxItems: 100 }),
    integrations: Type.Array(IntegrationSettings, { maxItems: 1000, default: [] }),
    rules: Type.Array(ExportRule, { maxItems: 200, default: [] }),
    canary_domains: Type.Array(Type.String({ pattern: '^[a-z0-9.-]+$' }), {
      maxItems: 20,
      default: [],
    }),
    hold_days: Type.Integer({
      minimum: 1,
      maximum: 90,
      default: 7,
      description: 'Then a held file that nobody released is deleted',
    }),
  },
  closed,
)
export type GatewaySettings = Static<typeof GatewaySettings>

/** In force where no rule fits: everything is allowed and told. */
export const lastRule: ExportRule = {
  name: 'everyone else',
  who: {},
  exports: 'tell',
  above: 0,
  on_failure: 'open',
  deadline_s: 30,
  canaries: 0,
}
