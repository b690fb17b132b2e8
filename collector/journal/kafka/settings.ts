/** The settings `journal.kafka`: which brokers, and how to get in there. Certificates and the password are in files that they name. */
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import Type, { type Static } from 'typebox'
import { Fault, systemCode } from '../../../events/fault.ts'
import type { Environment } from '../../config-environment.ts'
import { readSecret } from '../../notify/secret.ts'

const closed = { additionalProperties: false } as const
const Broker = Type.String({ pattern: '^[^\\s:]+:\\d{1,5}$', examples: ['kafka1.example:9092'] })
const File = Type.Optional(Type.String({ minLength: 1 }))

export const KafkaSettings = Type.Object(
  {
    brokers: Type.Array(Broker, {
      minItems: 1,
      maxItems: 50,
      description: 'host:port of some brokers; the others are found through them',
    }),
    prefix: Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,99}$', default: 'clientkeep' }),
    partitions: Type.Integer({ minimum: 1, maximum: 1024, default: 12 }),
    replicas: Type.Integer({ minimum: 1, maximum: 9, default: 3 }),
    tls: Type.Optional(
      Type.Object(
        { ca_file: File, cert_file: File, key_file: File },
        {
          ...closed,
          description:
            'Present, even empty: TLS to the brokers. ca_file: who signed their certificates, if not a public authority; cert_file and key_file: what this node shows',
        },
      ),
    ),
    sasl: Type.Optional(
      Type.Object(
        {
          mechanism: Type.Union([
            Type.Literal('PLAIN'),
            Type.Literal('SCRAM-SHA-256'),
            Type.Literal('SCRAM-SHA-512'),
          ]),
          username: Type.String({ minLength: 1 }),
          password_file: File,
          password_env: File,
        },
        closed,
      ),
    ),
  },
  closed,
)
export type KafkaSettings = Static<typeof KafkaSettings>

/** How to get in at the brokers; plain and unnamed where it says nothing. */
export interface KafkaAccess {
  /** PEM. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string }
  /** Whether brokers are told by which name they are called (SNI). */
  readonly namesServer?: boolean
  readonly sasl?: {
    readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512'
    readonly username: string
    readonly password: string
  }
}

/** What everybody may read: a certificate, an authority. */
function readOpen(name: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const text = `journal.kafka.tls.${name}: ${path} cannot be read (${systemCode(error)})`
    throw new Fault('ERR_CONFIG_INVALID', text, { cause: error })
  }
}

/** How to get in at the brokers; reads what the settings name. Throws Fault ERR_CONFIG_INVALID. */
export function accessOf(
  { brokers, tls, sasl }: Pick<KafkaSettings, 'brokers' | 'tls' | 'sasl'>,
  environment: Environment,
): KafkaAccess {
  if (sasl?.mechanism === 'PLAIN' && !tls)
    throw new Fault(
      'ERR_CONFIG_INVALID',
      'journal.kafka.sasl: PLAIN sends the password as it is; add journal.kafka.tls, or take SCRAM-SHA-512',
    )
  const ca = readOpen('ca_file', tls?.ca_file)
  const cert = readOpen('cert_file', tls?.cert_file)
  const what = 'journal.kafka.tls.key_file'
  const key = readSecret({ file: tls?.key_file }, { what, environment })
  const password =
    sasl &&
    readSecret(
      { file: sasl.password_file, variable: sasl.password_env },
      { what: 'journal.kafka.sasl', environment },
    )
  return {
    ...(tls && {
      tls: { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) },
      // An address has no name that could be asked for.
      namesServer: brokers.every(broker => isIP(broker.replace(/:\d+$/, '')) === 0),
    }),
    ...(sasl && {
      sasl: {
        mechanism: sasl.mechanism,
        username: sasl.username,
        password: password ?? '',
      },
    }),
  }
}
