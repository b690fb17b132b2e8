/** Hostile values, and arbitraries of calls from the OpenAPI document: right, nearly right, and wrong in every way. */
import fc from 'fast-check'

/** Texts that break things elsewhere: SQL, paths, control characters, prototypes, lone surrogates. */
export const hostileTexts = [
  `'; DROP TABLE person; --`,
  `" OR ""="`,
  `x') UNION SELECT hash FROM secret --`,
  `%' ESCAPE '`,
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  'a\u0000b',
  '\r\nSet-Cookie: x=y',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  '\ud800',
  '\u202egnp.exe',
  'İ'.repeat(300),
  '9'.repeat(400),
  ' ',
  '',
] as const

const hostile = fc.constantFrom(...hostileTexts)
const anything = fc.oneof(
  hostile,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(null, true, -1, 1e308, Number.MAX_SAFE_INTEGER, [], {}),
)

export interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
}

/** Values that fit the schema more or less; texts are hostile where the schema lets them. */
function fitting(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(fitting))
  if (schema.properties) {
    const { required = [] } = schema
    const fields = Object.entries(schema.properties).map(([name, inner]) => {
      const value = fitting(inner).map(given => ({ [name]: given }))
      return required.includes(name) ? value : fc.oneof(value, fc.constant({}))
    })
    return fc.tuple(...fields).map(parts => Object.assign({}, ...parts))
  }
  if (schema.type === 'array') return fc.array(fitting(schema.items ?? {}), { maxLength: 4 })
  if (schema.type === 'integer' || schema.type === 'number')
    return fc.integer({ min: schema.minimum ?? -10, max: Math.min(schema.maximum ?? 1e9, 1e9) })
  if (schema.type === 'boolean') return fc.boolean()
  if (schema.type === 'null') return fc.constant(null)
  if (schema.type === 'string') {
    const { minLength = 0, maxLength = 300 } = schema
    const sized = hostile.map(text => text.padEnd(minLength, 'x').slice(0, maxLength))
    return fc.oneof(sized, fc.string({ minLength, maxLength: Math.min(maxLength, 300) }))
  }
  return anything
}

/** Values of which most fit, some are anything. */
const mostlyFitting = (schema: Schema): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: fitting(schema) }, { weight: 1, arbitrary: anything })

interface Parameter {
  readonly name: string
  readonly in: string
  readonly schema?: Schema
}

export interface Operation {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: {
    readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
  }
}

export interface Call {
  readonly url: string
  readonly type: string | undefined
  readonly body: string | undefined
}

/** Calls of one operation. Waiting is left out: a call that waits as long as it is told is no fault. */
export function calls(
  path: string,
  { parameters = [], requestBody }: Operation,
): fc.Arbitrary<Call> {
  const values: fc.Arbitrary<unknown>[] = parameters.map(({ name, schema = {} }) =>
    name === 'wait_ms' ? fc.constant(0) : mostlyFitting(schema),
  )
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? []
  const body: fc.Arbitrary<unknown> =
    type === undefined ? fc.constant(undefined) : mostlyFitting(content?.schema ?? {})
  return fc.tuple(fc.tuple(...values), body).map(([chosen, given]) => {
    let url = path
    const query = new URLSearchParams()
    for (const [index, parameter] of parameters.entries()) {
      const text = toText(chosen[index])
      if (parameter.in === 'path')
        url = url.replace(`{${parameter.name}}`, encodeURIComponent(text.toWellFormed()))
      else query.append(parameter.name, text.toWellFormed())
    }
    const text = query.toString()
    return {
      url: text === '' ? url : `${url}?${text}`,
      type,
      body:
        given === undefined
          ? undefined
          : type?.includes('json')
            ? JSON.stringify(given)
            : toText(given),
    }
  })
}

const toText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
