/** Any log with a JSON object a line (NDJSON), by a field mapping. */
import Type from 'typebox'
import { connector, type Reading } from '../connector.ts'
import { fieldsOf, isObject } from '../json-fields.ts'
import { mappedOptions, mappedReading } from '../mapped.ts'

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
      return mappedReading(fieldsOf(record), options, { uid, name, product })
    },
  }),
})
