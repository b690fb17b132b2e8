/** The token key of the installation, as the collector's API speaks of it. The key itself is never told. */
import Type, { type Static } from 'typebox'

export const TokenKey = Type.Object({
  key: Type.Integer({ description: 'Its number; the first is 1' }),
  since: Type.Integer({ description: 'UTC epoch milliseconds; 0 for the first' }),
  older: Type.Integer({ description: 'Earlier keys under which scans are still confirmed' }),
  endpoints: Type.Integer(),
  moved: Type.Integer({ description: 'Endpoints that were heard of with a filter under this key' }),
})
export type TokenKey = Static<typeof TokenKey>

export const RotateRequest = Type.Object({
  reason: Type.String({ minLength: 3, maxLength: 500, pattern: '\\S.*\\S.*\\S' }),
})
