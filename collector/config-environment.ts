/** Overrides of the configuration from the environment: `CLIENTKEEP_` and the setting's path, e.g. `CLIENTKEEP_AUDIT_HEADS_FILE`. */

export type Environment = Readonly<Record<string, string | undefined>>

export interface Override {
  readonly names: readonly string[]
  readonly variable: string
  readonly value: unknown
}

type Leaf = 'integer' | 'boolean' | 'string'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** All settings of one value each, with their paths; lists are for the file alone. */
function leavesOf(
  schema: unknown,
  names: readonly string[] = [],
): { names: readonly string[]; type: Leaf }[] {
  if (!isRecord(schema)) return []
  if (isRecord(schema.properties))
    return Object.entries(schema.properties).flatMap(([name, inner]) =>
      leavesOf(inner, [...names, name]),
    )
  const { type } = schema
  return type === 'integer' || type === 'boolean' || type === 'string' ? [{ names, type }] : []
}

const read: Record<Leaf, (text: string) => unknown> = {
  integer: text => (/^-?\d+$/.test(text.trim()) ? Number(text) : text),
  boolean: text => ({ true: true, false: false })[text.trim().toLowerCase()] ?? text,
  string: text => text,
}

/** The variable that overrides a setting. */
const variableOf = (names: readonly string[]): string =>
  ['CLIENTKEEP', ...names].join('_').toUpperCase()

/** What the environment says; text that is not of the setting's type is left as it is, for the schema to refuse. */
export function overrides(schema: unknown, environment: Environment): Override[] {
  return leavesOf(schema).flatMap(({ names, type }) => {
    const variable = variableOf(names)
    const text = environment[variable]
    return text === undefined || text === '' ? [] : [{ names, variable, value: read[type](text) }]
  })
}
