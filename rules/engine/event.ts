/** Reads fields of events of any shape: dotted paths over nested objects and arrays, over one object or several layers. Knows no schema. */

/** One event: any JSON object. */
export type EventObject = Readonly<Record<string, unknown>>

/** Objects in which fields are looked up, the first that has one wins: a nested event seen flat, without copying it. */
export type EventView = readonly EventObject[]

/** True for an object that is no array. */
export function isObject(value: unknown): value is EventObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What stands at a field: undefined where it is absent; a list where its path leads to several values. */
export type FieldReader = (view: EventView) => unknown

function collect(value: unknown, path: readonly string[], depth: number, found: unknown[]): void {
  const step = path[depth]
  if (step === undefined) {
    if (value !== undefined) found.push(value)
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, path, depth, found)
  } else if (isObject(value) && Object.hasOwn(value, step)) {
    collect(value[step], path, depth + 1, found)
  }
}

const single = (found: readonly unknown[]): unknown =>
  found.length > 1 ? found : found.length === 1 ? found[0] : undefined

function plainReader(field: string): FieldReader {
  // A name that every object inherits must be its own to count.
  const isInherited = field in Object.prototype
  return view => {
    for (const layer of view) {
      const value = layer[field]
      if (value !== undefined && (!isInherited || Object.hasOwn(layer, field))) return value
    }
    return undefined
  }
}

const several = Symbol('several')

/** What stands at a path through objects alone; `several` where a list is on the way or at the end. */
function straight(layer: EventObject, path: readonly string[]): unknown {
  let value: unknown = layer
  for (const step of path) {
    if (!isObject(value)) return Array.isArray(value) ? several : undefined
    if (!Object.hasOwn(value, step)) return undefined
    value = value[step]
  }
  return Array.isArray(value) ? several : value
}

/** The reader of a field. A top-level key that contains the dots itself (flattened logs) counts as well. */
export function fieldReader(field: string): FieldReader {
  if (!field.includes('.')) return plainReader(field)
  const path = field.split('.')
  return view => {
    for (const layer of view) {
      if (!Object.hasOwn(layer, field)) {
        const value = straight(layer, path)
        if (value === undefined) continue
        if (value !== several) return value
      }
      const found: unknown[] = []
      collect(layer, [field], 0, found)
      collect(layer, path, 0, found)
      if (found.length > 0) return single(found)
    }
    return undefined
  }
}

/** Lists match where any element does, however deep they are nested. */
export function someElement(value: unknown, test: (element: unknown) => boolean): boolean {
  if (Array.isArray(value)) return value.some(item => someElement(item, test))
  return test(value)
}

/** The text by which Sigma compares a value: texts, numbers and booleans have one. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

const depthMax = 64

/** Calls `visit` with the text of every value at any depth: what keywords are looked up in. */
export function visitTexts(value: unknown, visit: (text: string) => void, depth = 0): void {
  const text = textOf(value)
  if (text !== undefined) visit(text)
  else if (typeof value === 'object' && value !== null && depth < depthMax) {
    for (const inner of Array.isArray(value) ? value : Object.values(value)) {
      visitTexts(inner, visit, depth + 1)
    }
  }
}
