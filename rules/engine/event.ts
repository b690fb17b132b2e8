/** Reads fields of events of any shape: dotted paths over nested objects and arrays. Knows no schema. */

/** One event: any JSON object. */
export type EventObject = Readonly<Record<string, unknown>>

/** True for an object that is no array. */
export function isObject(value: unknown): value is EventObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Calls `visit` with what stands at a field until it says true; `undefined` counts as absent. */
export type FieldReader = (event: EventObject, visit: (value: unknown) => boolean) => boolean

function walk(
  value: unknown,
  path: readonly string[],
  depth: number,
  visit: (value: unknown) => boolean,
): boolean {
  const step = path[depth]
  if (step === undefined) return value !== undefined && visit(value)
  if (Array.isArray(value)) return value.some(item => walk(item, path, depth, visit))
  if (!isObject(value) || !Object.hasOwn(value, step)) return false
  return walk(value[step], path, depth + 1, visit)
}

/** The reader of a field. A top-level key that contains the dots itself (flattened logs) counts as well. */
export function fieldReader(field: string): FieldReader {
  const path = field.split('.')
  if (path.length === 1) return (event, visit) => walk(event, path, 0, visit)
  return (event, visit) => walk(event, [field], 0, visit) || walk(event, path, 0, visit)
}

/** Like `FieldReader`, over the elements of arrays: a list matches where any element does. */
export function someElement(value: unknown, test: (element: unknown) => boolean): boolean {
  if (Array.isArray(value)) return value.some(item => someElement(item, test))
  return test(value)
}
