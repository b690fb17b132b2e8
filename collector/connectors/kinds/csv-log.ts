/** Any log in CSV with a heading, by a field mapping. */
import Type from 'typebox'
import { badRow, rowOf } from '../columns.ts'
import { connector, type Reading } from '../connector.ts'
import { mappedOptions, mappedReading } from '../mapped.ts'

export const csvLog = connector({
  name: 'csv-log',
  summary: 'Any log in CSV with a heading, by a field mapping',
  hasHead: true,
  options: Type.Object(mappedOptions),
  start: ({ options, name, product }) => ({
    read(line, { uid, head }): Reading {
      const row = rowOf(head, line)
      if (!row) return { dirty: badRow }
      return mappedReading(field => row.get(field.trim().toUpperCase()), options, {
        ...{ uid, name, product },
      })
    },
  }),
})
