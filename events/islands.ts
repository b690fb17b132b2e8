/** Files at rest that hold customers, as the API shows them. */
import Type, { type Static } from 'typebox'
import { PersonChip } from './api.ts'

const time = Type.Integer({ description: 'UTC epoch milliseconds' })
const count = Type.Integer({ minimum: 0 })

export const IslandList = Type.Object({
  islands: Type.Array(
    Type.Object({
      endpoint: Type.String({ description: 'Host name' }),
      owner: Type.Union([PersonChip, Type.Null()], {
        description: 'Null where nobody is bound to the account that owns the file',
      }),
      path: Type.String({ description: 'Home folders appear as ~' }),
      customers: count,
      size_bytes: count,
      modified_at: Type.Union([time, Type.Null()]),
      seen_at: time,
    }),
  ),
  searches: Type.Array(
    Type.Object({
      endpoint: Type.String({ description: 'Host name' }),
      state: Type.String({ description: 'running, paused or done' }),
      files: count,
      done: count,
      at: time,
    }),
  ),
  total: Type.Integer({
    description: 'Files in all; the list holds those with the most customers',
  }),
})
export type IslandList = Static<typeof IslandList>
