/** The collector's configuration: one YAML file in the data folder and overrides from the environment, checked once, defaults for all of it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { parse } from 'yaml'
import { Fault } from '../events/fault.ts'
import { type Environment, overrides, strayVariables } from './config-environment.ts'
import { configFaults } from './config-faults.ts'
import { regionFault } from './customers/region.ts'
import { GatewaySettings } from './gateway/settings.ts'
import { IdentitySettings } from './identity/settings.ts'
import { KafkaSettings } from './journal/kafka/settings.ts'
import { DepartureSettings, WorkingHours } from './people/settings.ts'

const closed = { additionalProperties: false } as const

/** 0 keeps for ever. */
const days = { minimum: 0, maximum: 36_500, default: 0 } as const

const ConnectorItem = Type.Record(Type.String(), Type.Unknown())

const Url = Type.String({ pattern: '^https?://', examples: ['https://name.firm.example'] })
const TlsName = Type.String({
  ...{ pattern: '^[A-Za-z0-9.:-]+$', maxLength: 253 },
  examples: ['clientkeep.firm.example'],
})

/** Up to a quarter of a year. */
const minutes = { minimum: 1, maximum: 129_600 } as const

export const Config = Type.Object(
  {
    journal: Type.Object({ kafka: Type.Optional(KafkaSettings) }, { ...closed, default: {} }),
    port: Type.Integer({ minimum: 0, maximum: 65_535, default: 8787 }),
    host: Type.String({ minLength: 1, default: '127.0.0.1' }),
    tls: Type.Object(
      {
        mode: Type.Union([Type.Literal('auto'), Type.Literal('always'), Type.Literal('never')], {
          default: 'auto',
          description: 'auto: beyond this machine; never: something in front speaks TLS',
        }),
        cert_file: Type.Optional(Type.String({ minLength: 1 })),
        key_file: Type.Optional(Type.String({ minLength: 1 })),
        names: Type.Array(TlsName, {
          maxItems: 50,
          default: [],
          description: 'names and addresses under which this collector is reached',
        }),
      },
      { ...closed, default: {} },
    ),
    default_region: Type.Refine(
      Type.String({ pattern: '^[A-Z]{2}$', default: 'ID', examples: ['DE'] }),
      code => regionFault(code) === undefined,
      code => regionFault(code) ?? '',
    ),
    audit: Type.Object(
      {
        heads_file: Type.Optional(Type.String({ minLength: 1 })),
        heads_url: Type.Optional(Url),
        heads_every_s: Type.Integer({ minimum: 1, maximum: 86_400, default: 60 }),
      },
      { ...closed, default: {} },
    ),
    identity: IdentitySettings,
    connectors: Type.Array(ConnectorItem, { maxItems: 50, default: [] }),
    departures: DepartureSettings,
    working_hours: WorkingHours,
    people_feeds: Type.Array(ConnectorItem, { maxItems: 20, default: [] }),
    gateway: Type.Optional(GatewaySettings),
    notify: Type.Object(
      {
        dashboard_url: Type.Optional(Url),
        channels: Type.Array(Type.Record(Type.String(), Type.Unknown()), {
          maxItems: 20,
          default: [],
        }),
      },
      { ...closed, default: {} },
    ),
    approvals: Type.Object(
      {
        remind_minutes: Type.Integer({
          ...minutes,
          default: 240,
          description: 'A silent approver is reminded',
        }),
        escalate_minutes: Type.Integer({
          ...minutes,
          default: 480,
          description: 'Then the next one is asked, then officers',
        }),
        expire_minutes: Type.Integer({
          ...minutes,
          default: 4320,
          description: 'What nobody decides is refused',
        }),
        permit_days_max: Type.Integer({
          minimum: 1,
          maximum: 365,
          default: 14,
          description: 'No approval lasts longer',
        }),
        tell_departure: Type.Boolean({
          default: true,
          description: 'Managers see on a request that the person leaves',
        }),
        requester_names: Type.Boolean({
          default: true,
          description: 'Who is asked sees by name who asks',
        }),
      },
      { ...closed, default: {} },
    ),
    alerts: Type.Object(
      {
        noise_per_1000_people_and_day: Type.Number({
          minimum: 0,
          maximum: 100,
          default: 1,
          description:
            'Dismissed alerts that are taken for granted; more is said on the tuning page',
        }),
      },
      { ...closed, default: {} },
    ),
    retention: Type.Object(
      {
        events_days: Type.Integer({ ...days, description: 'Events that are no evidence' }),
        alerts_days: Type.Integer({ ...days, description: 'Closed alerts with their evidence' }),
        records_days: Type.Integer({ ...days, description: 'Who signed in, looked, revealed' }),
        journal_mb_max: Type.Integer({ minimum: 0, default: 0, description: 'MiB' }),
      },
      { ...closed, default: {} },
    ),
  },
  closed,
)
export type Config = Static<typeof Config>

const template = `# Clientkeep's configuration. Leave a line out to use its default; \`clientkeep config check\` says what is in force.

# Where the dashboard and the agents' entrance listen. Beyond 127.0.0.1 they speak TLS, with a certificate of their own.
#host: 127.0.0.1
#port: 8787

# How the collector is known. Without files it makes an authority of its own (folder tls), which agents pin when they enrol.
#tls:
#  names: [clientkeep.firm.example]    # the first one goes into enrolment tokens
#  cert_file: /etc/clientkeep/chain.pem  # given ones instead; replaced files are taken within the hour
#  key_file: /etc/clientkeep/key.pem
#  mode: auto          # never: only where a proxy in front speaks TLS

# Country (ISO 3166-1 alpha-2) of phone numbers that are written without one.
#default_region: ID

# How long things are kept; 0 is for ever. People on a legal hold are left out.
#retention:
#  events_days: 180      # events that are no evidence of an alert, and who took what then
#  alerts_days: 730      # closed alerts with their findings and evidence
#  records_days: 730     # who signed in, looked at customers, revealed a name (the hash chain stays whole)
#  journal_mb_max: 0     # the oldest events go first

# Whoever leaves is watched from so many days before the notice to so many after the last working day; the time before is
# looked back at when the notice becomes known.
#departures:
#  days_before: 90
#  days_after: 90
#  close_access: true        # after the last working day: sessions end, user and keys are revoked
#  revoke_endpoints: false   # when the watch ends: endpoints that nobody else used are revoked

# When people work, where the directory says nothing of them (columns "working hours" and "zone"); outside it, the same act weighs more.
#working_hours:
#  hours: Mo-Fr 07:00-19:00   # also Mo-Th 08:00-12:00,13:00-17:00; Fr 08:00-14:00, or 22:00-06:00
#  zone: Asia/Jakarta         # IANA; without it the event's own offset, else the zone of this machine

# How many alerts may turn out to be nothing before it is said which rule gives them.
#alerts:
#  noise_per_1000_people_and_day: 1

# Where alerts are told; docs/operating.md has all settings. People appear by pseudonym. Secrets are in files of their own.
#notify:
#  dashboard_url: https://clientkeep.example
#  channels:
#    - { type: webhook, name: officers, url: https://hooks.example/clientkeep, secret_file: /etc/clientkeep/webhook }
#    - { type: email, name: mail, host: mail.example, from: clientkeep@firm.example, to: [officer@firm.example] }
#    - { type: syslog, name: siem, host: siem.example, port: 6514, transport: tls, format: ocsf }

# Logs of applications without an agent; docs/connectors.md has all settings.
#connectors:
#  - { type: odoo-log, name: odoo, path: /var/log/odoo/odoo-server.log }
#  - { type: webhook, name: crm, secret_file: /etc/clientkeep/crm-webhook, id: id, fields: { time: at, account: user }, exports: { kind: [export] } }

# Where people come from by themselves; docs/people.md has all settings. \`stale_hours\`: older than that is an alarm.
#people_feeds:
#  - { type: csv, name: hr, source: /srv/hr/people.csv, every_minutes: 60, stale_hours: 26 }
#  - { type: ldap, name: ad, url: ldaps://dc1.firm.example, base: "ou=Staff,dc=firm,dc=example", bind_dn: "cn=clientkeep,dc=firm,dc=example", password_file: /etc/clientkeep/ad }

# When a request for approval is pressed on, and when it is as good as refused; docs/approvals.md says who is asked.
#approvals:
#  remind_minutes: 240
#  escalate_minutes: 480
#  expire_minutes: 4320
#  tell_departure: true   # false: a manager does not learn from a request that the person leaves

# Where people open the dashboard, behind a TLS proxy. Hardware keys are bound to rp_id, so it can never change;
# without, keys work on this machine only (http://localhost).
#identity:
#  origin: https://clientkeep.firm.example
#  rp_id: firm.example
#  fido_metadata_file: /etc/clientkeep/blob.jwt   # from https://mds3.fidoalliance.org, to prove who made a key
#  oidc: { issuer: https://login.firm.example, client_id: clientkeep, client_secret_file: /etc/clientkeep/oidc }  # before the key

# The gateway in front of web applications; docs/gateway.md has all settings.
#gateway:
#  port: 8443
#  apps:
#    - { name: CRM, host: crm.firm.example, upstream: http://10.0.0.5:8080, user_header: X-Remote-User }
#  rules:
#    - { name: leavers, who: { departing: true }, exports: hold }
#    - { name: everyone, exports: hold, above: 200, on_failure: open }

# Several collectors on one Apache Kafka; docs/kafka.md says what must be the same on all of them.
#journal:
#  kafka:
#    brokers: [kafka1.example:9092, kafka2.example:9092, kafka3.example:9092]
#    partitions: 12      # lanes of detection, at least as many as collectors will ever be; fixed for good
#    replicas: 3         # copies of everything; with 3, two must have an event before it is acknowledged
#    tls: { ca_file: /etc/clientkeep/kafka-ca.pem }
#    sasl: { mechanism: SCRAM-SHA-512, username: clientkeep, password_file: /etc/clientkeep/kafka-password }

# Signed heads of the decisions' hash chain, also kept where the collector's administrator cannot change them.
#audit:
#  heads_file: /mnt/write-once/clientkeep-heads.jsonl
#  heads_url: https://witness.example/heads
`

export interface Settings {
  readonly config: Config
  /** Where each setting that is no default comes from, by its path: `file`, or the environment variable's name. */
  readonly sources: ReadonlyMap<string, string>
  /** Variables that look like overrides and are none. */
  readonly stray: readonly string[]
}

/** Reads file and environment; changes nothing. Throws Fault ERR_CONFIG_INVALID that lists every fault. */
export function readSettings(path: string, environment: Environment): Settings {
  const read = existsSync(path) ? (parseYaml(path) ?? {}) : {}
  if (!isRecord(read)) {
    throw new Fault(
      'ERR_CONFIG_INVALID',
      `${path}: not a configuration; write one setting a line, such as "port: 8787"`,
    )
  }
  const written = withoutEmpty(read)
  const given = overrides(Config, environment)
  const sources = new Map<string, string>(pathsOf(written).map(name => [name, 'file']))
  const merged = structuredClone(written)
  for (const { names, variable, value } of given) {
    put(merged, names, value)
    sources.set(names.join('.'), variable)
  }
  const config: unknown = Value.Default(Config, merged)
  if (Value.Check(Config, config))
    return { config, sources, stray: strayVariables(Config, { environment, config }) }
  const faults = configFaults(Config, config, { sources })
  throw new Fault('ERR_CONFIG_INVALID', [`${path}:`, ...faults].join('\n  '))
}

/** The configuration in force; makes a commented file at first use. Throws as `readSettings`. */
export function readConfig(path: string, environment: Environment = process.env): Config {
  if (!existsSync(path)) writeFileSync(path, template, { mode: 0o600 })
  return readSettings(path, environment).config
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Without what was left empty: a section whose lines are all comments is as good as not written. */
const withoutEmpty = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      inner === null ? [] : [[name, isRecord(inner) ? withoutEmpty(inner) : inner]],
    ),
  )

/** Dotted paths of all leaves; a list is one. */
function pathsOf(value: Record<string, unknown>, above = ''): string[] {
  return Object.entries(value).flatMap(([name, inner]) =>
    isRecord(inner) ? pathsOf(inner, `${above}${name}.`) : [`${above}${name}`],
  )
}

function put(target: Record<string, unknown>, names: readonly string[], value: unknown): void {
  const [name = '', ...rest] = names
  if (rest.length === 0) {
    target[name] = value
    return
  }
  const inner = target[name]
  const section = isRecord(inner) ? inner : {}
  target[name] = section
  put(section, rest, value)
}

function parseYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new Fault('ERR_CONFIG_INVALID', `${path}: ${reason}`, { cause: error })
  }
}
