/** What is wrong with a configuration, in words: which setting, what it may be, and from where it came. Pure. */
import type { TSchema } from 'typebox'
import { Settings } from 'typebox/system'
import Value from 'typebox/value'
import { limits } from '../events/limits.ts'
import { isSection, literalsOf } from './config-environment.ts'

/** The schema of a setting by its path; undefined where there is none. */
function schemaAt(schema: unknown, names: readonly string[]): unknown {
  let found: unknown = schema
  for (const name of names) {
    if (!isSection(found)) return undefined
    found = isSection(found.properties) ? found.properties[name] : found.items
  }
  return found
}

/** How a text of a certain form is written, by the schema's example. */
function wantedForm(schema: unknown): string | undefined {
  const examples = isSection(schema) ? schema.examples : undefined
  const example = Array.isArray(examples) ? examples[0] : undefined
  return typeof example === 'string' ? `must be written as ${example}` : undefined
}

/** Names of the settings of a section. */
const settingsOf = (schema: unknown): string[] =>
  isSection(schema) && isSection(schema.properties) ? Object.keys(schema.properties) : []

/** Every fault, also beyond the eight that are gathered by default. */
function errorsOf(schema: TSchema, value: unknown) {
  const { maxErrors } = Settings.Get()
  Settings.Set({ maxErrors: limits.configFaultsMax })
  try {
    return Value.Errors(schema, value)
  } finally {
    Settings.Set({ maxErrors })
  }
}

/**
 * All that is wrong, a line each. `at` is where these settings are (`notify.channels[0]`), nothing for the whole file; `sources` says of
 * settings that are not from the file which variable they are from.
 */
export function configFaults(
  schema: TSchema,
  config: unknown,
  { at = '', sources = new Map() }: { at?: string; sources?: ReadonlyMap<string, string> } = {},
): string[] {
  const lines = errorsOf(schema, config).map(({ instancePath, keyword, message }) => {
    const name = instancePath.slice(1).replaceAll('/', '.')
    const names = name.split('.')
    const place = [at, name].filter(Boolean).join('.')
    const source = sources.get(name)
    const from = source === undefined || source === 'file' ? '' : ` (from ${source})`
    if (keyword === 'boolean') {
      const known = settingsOf(schemaAt(schema, names.slice(0, -1))).join(', ')
      return `${at && `${at}: `}unknown setting "${name}"; known here are ${known || `not "${names.at(-1)}"`}`
    }
    const literals = literalsOf(schemaAt(schema, names))
    if (literals.length > 0) return `${place}: must be one of ${literals.join(', ')}${from}`
    const form = keyword === 'pattern' ? wantedForm(schemaAt(schema, names)) : undefined
    return keyword === 'additionalProperties' ? '' : `${place}: ${form ?? message}${from}`
  })
  return [...new Set(lines)].filter(line => line !== '')
}
