/** The collector's configuration: one YAML file in the data folder, checked once, defaults for all of it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { parse } from 'yaml'
import { Fault } from '../events/fault.ts'

const Config = Type.Object(
  {
    port: Type.Integer({ minimum: 0, maximum: 65_535, default: 8787 }),
    host: Type.String({ minLength: 1, default: '127.0.0.1' }),
    default_region: Type.String({ pattern: '^[A-Z]{2}$', default: 'ID' }),
  },
  { additionalProperties: false },
)
export type Config = Static<typeof Config>

const template = `# Clientkeep's configuration. Leave a line out to use its default.

# Where the dashboard and the agents' entrance listen. Keep 127.0.0.1 unless a TLS proxy stands in front.
#host: 127.0.0.1
#port: 8787

# Country (ISO 3166-1 alpha-2) of phone numbers that are written without one.
#default_region: ID
`

/** Reads the file, making a commented one at first use. Throws Fault ERR_CONFIG_INVALID that lists every fault. */
export function readConfig(path: string): Config {
  if (!existsSync(path)) writeFileSync(path, template, { mode: 0o600 })
  const config: unknown = Value.Default(Config, parseYaml(path) ?? {})
  if (Value.Check(Config, config)) return config
  throw new Fault('ERR_CONFIG_INVALID', [`${path}:`, ...faultsOf(config)].join('\n  '))
}

const settings: readonly string[] = Object.keys(Config.properties)

/** All that is wrong, a line each. */
function faultsOf(config: unknown): string[] {
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    return [`not a configuration; write one setting a line, such as "port: 8787"`]
  const unknown = Object.keys(config)
    .filter(name => !settings.includes(name))
    .map(name => `unknown setting "${name}"; known are ${settings.join(', ')}`)
  const wrong = Value.Errors(Config, config)
    .map(({ instancePath, message }) => ({ name: instancePath.slice(1), message }))
    .filter(({ name }) => settings.includes(name))
    .map(({ name, message }) => `${name}: ${message}`)
  return [...unknown, ...wrong]
}

function parseYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new Fault('ERR_CONFIG_INVALID', `${path}: ${reason}`, { cause: error })
  }
}
