/** Any log with a JSON object a line (NDJSON), by a field mapping. */
import Type from 'typebox'
import { connector, type Reading } from '../connector.ts'
import { mappedOptions, mappedReading } from '../mapped.ts'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `user.name` steps into objects; only own fields count. */
function valueAt(record: Readonly<Record<string, unknown>>, path: string): unknown {
  let value: unknown = record
  for (const step of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, step)) return undefined
    value = value[step]
  }
  return value
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

export const jsonLog = connector({
  name: 'json-log',
  summary: 'Any log with a JSON object a line, by a field mapping',
  hasHead: false,
  options: Type.Object(mappedOptions),
  start: ({ options, name, product }) => ({
    read(line, { uid }): Reading {
      const record = parsed(line)
      if (!isObject(record)) return { dirty: 'not a JSON object' }
      const field = (path: string) => {
        const value = valueAt(record, path)
        return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
      }
      return mappedReading(field, options, { uid, name, product })
    },
  }),
})
