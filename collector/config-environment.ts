/** Overrides of the configuration from the environment: `CLIENTKEEP_` and the setting's path, e.g. `CLIENTKEEP_AUDIT_HEADS_FILE`. */

export type Environment = Readonly<Record<string, string | undefined>>

export interface Override {
  readonly names: readonly string[]
  readonly variable: string
  readonly value: unknown
}

type Leaf = 'integer' | 'number' | 'boolean' | 'string'

/** Whether it is an object, as the schema of a section is. */
export const isSection = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** The words of a setting that is one of some words; none of any other. */
export function literalsOf(schema: unknown): string[] {
  if (!isSection(schema) || !Array.isArray(schema.anyOf)) return []
  const words = schema.anyOf.map(each => (isSection(each) ? each.const : undefined))
  return words.every(word => typeof word === 'string') ? words : []
}

/** All settings of one value each, with their paths; lists are for the file alone. */
function leavesOf(
  schema: unknown,
  names: readonly string[] = [],
): { names: readonly string[]; type: Leaf }[] {
  if (!isSection(schema)) return []
  if (isSection(schema.properties))
    return Object.entries(schema.properties).flatMap(([name, inner]) =>
      leavesOf(inner, [...names, name]),
    )
  const { type } = schema
  if (literalsOf(schema).length > 0) return [{ names, type: 'string' }]
  return type === 'integer' || type === 'number' || type === 'boolean' || type === 'string'
    ? [{ names, type }]
    : []
}

const read: Record<Leaf, (text: string) => unknown> = {
  integer: text => (/^-?\d+$/.test(text.trim()) ? Number(text) : text),
  number: text => (/^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text),
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

/** Of the program itself, not of the configuration. */
const others = ['CLIENTKEEP_DATA', 'CLIENTKEEP_ENROL_TOKEN'] as const

/** Variables that begin as an override does and are neither one nor named by the configuration (as a password's): most likely written wrong. */
export function strayVariables(
  schema: unknown,
  { environment, config }: { readonly environment: Environment; readonly config: object },
): string[] {
  const known = new Set([...others, ...leavesOf(schema).map(({ names }) => variableOf(names))])
  const text = JSON.stringify(config)
  return Object.keys(environment).filter(
    name => name.startsWith('CLIENTKEEP_') && !known.has(name) && !text.includes(`"${name}"`),
  )
}
