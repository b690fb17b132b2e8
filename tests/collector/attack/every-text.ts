/** Calls of an operation with one text of it hostile and all else plain: each text of its path, query and body in turn, from the OpenAPI document. */
import type { Operation, Schema } from './hostile.ts'

/** Something that fits, as short as it can be; a pattern is met where it is a date, a name or nothing special. */
function plain(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return plain(schema.anyOf[0] ?? {})
  if (schema.properties) {
    const { required = [] } = schema
    const fields = Object.entries(schema.properties).filter(([name]) => required.includes(name))
    return Object.fromEntries(fields.map(([name, inner]) => [name, plain(inner)]))
  }
  if (schema.type === 'array') return (schema.minItems ?? 0) > 0 ? [plain(schema.items ?? {})] : []
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1
  if (schema.type === 'boolean') return true
  if (schema.type === 'null') return null
  const text = schema.pattern?.includes('\\d{4}') ? '2026-12-01' : 'a-reason'
  return text.padEnd(schema.minLength ?? 0, 'x').slice(0, schema.maxLength)
}

/** Values that fit but for one text, which is the given one: as many as there are texts. */
function variants(schema: Schema, text: string): unknown[] {
  if (schema.const !== undefined || schema.enum) return []
  if (schema.anyOf) return schema.anyOf.flatMap(inner => variants(inner, text))
  if (schema.properties) {
    const whole = Object(plain(schema))
    return Object.entries(schema.properties).flatMap(([name, inner]) =>
      variants(inner, text).map(value => ({ ...whole, [name]: value })),
    )
  }
  if (schema.type === 'array') return variants(schema.items ?? {}, text).map(value => [value])
  return schema.type === 'string' || schema.type === undefined ? [text] : []
}

export interface TextCall {
  readonly url: string
  readonly body: unknown
  /** Whether it is the path that names what is hostile. */
  readonly isInPath?: boolean
}

/** `ids` gives what is there for a parameter of a path, so that a call gets as far as it can. */
export function textCalls(
  path: string,
  { parameters = [], requestBody }: Operation,
  { text, ids }: { readonly text: string; readonly ids: (name: string) => string },
): TextCall[] {
  const schema = Object.values(requestBody?.content ?? {})[0]?.schema
  const usual = schema && plain(schema)
  const inPath = parameters.filter(each => each.in === 'path').map(({ name }) => name)
  const at = (replaced?: string) =>
    inPath.reduce(
      (url, name) =>
        url.replace(`{${name}}`, encodeURIComponent(name === replaced ? text : ids(name))),
      path,
    )
  const query = parameters.filter(each => each.in === 'query')
  return [
    ...(schema ? variants(schema, text).map(body => ({ url: at(), body })) : []),
    ...inPath.map(name => ({ url: at(name), body: usual, isInPath: true })),
    ...query.map(({ name }) => ({
      url: `${at()}?${name}=${encodeURIComponent(text)}`,
      body: usual,
    })),
  ]
}
