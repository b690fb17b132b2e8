/** Fields of a JSON object by dotted path, as a mapping names them. Pure. */
import type { FieldOf } from './mapped.ts'

type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `user.name` steps into objects; only own fields count. Undefined where a step is missing. */
export function valueAt(record: JsonObject, path: string): unknown {
  let value: unknown = record
  for (const step of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, step)) return undefined
    value = value[step]
  }
  return value
}

/** Texts and numbers of the object; anything else is no field. */
export const fieldsOf =
  (record: JsonObject): FieldOf =>
  path => {
    const value = valueAt(record, path)
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  }
