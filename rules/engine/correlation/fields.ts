/** Reads the fields that group and measure events, without allocating. Values are compared as text, as Sigma does. */
import { type EventObject, isObject } from '../event.ts'

/** What stands at a field: a scalar, or the values of a list. */
export type ValueReader = (event: EventObject) => unknown

function walk(value: unknown, path: readonly string[], from: number): unknown {
  let current = value
  for (let depth = from; depth < path.length; depth++) {
    if (Array.isArray(current)) return current.flatMap(item => walk(item, path, depth) ?? [])
    const step = path[depth] ?? ''
    if (!isObject(current) || !Object.hasOwn(current, step)) return undefined
    current = current[step]
  }
  return current
}

/** The reader of a field; a top-level key that contains the dots itself counts first. */
export function valueReader(field: string): ValueReader {
  const path = field.split('.')
  if (path.length === 1) {
    return event => {
      const value = event[field]
      // Only what every object inherits is a function.
      return typeof value === 'function' ? undefined : value
    }
  }
  return event => (Object.hasOwn(event, field) ? event[field] : walk(event, path, 0))
}

/** The text of a scalar; undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

/** The text of a scalar, or of the first scalar of a list. */
export function firstText(value: unknown): string | undefined {
  if (!Array.isArray(value)) return textOf(value)
  for (const item of value) {
    const text = firstText(item)
    if (text !== undefined) return text
  }
  return undefined
}

/** One key for several texts, different for different texts. */
export const joinKey = (texts: readonly string[]): string =>
  texts.length === 1 ? (texts[0] ?? '') : JSON.stringify(texts)

/** The texts that `joinKey` joined. */
export function splitKey(key: string, count: number): readonly string[] {
  if (count === 1) return [key]
  const texts: unknown = JSON.parse(key)
  return Array.isArray(texts) ? texts.map(String) : []
}

/** Logs carry numbers as text as well; NaN where there is none. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return value
  if (typeof value === 'string') {
    return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value) ? Number(value) : Number.NaN
  }
  return Number.NaN
}
