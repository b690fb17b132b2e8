/** The gateway as the collector's API answers: exports that it holds, whose exports are frozen, and how many customers somebody looked at. */
import Type, { type Static } from 'typebox'
import { PersonChip } from './api.ts'

const Time = Type.Integer({ description: 'UTC epoch milliseconds' })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Reason = Type.String({ minLength: 3, maxLength: 500, pattern: '\\S.*\\S.*\\S' })

/** An export that lies at the gateway, or did. */
const GatewayHold = Type.Object({
  id: Type.String(),
  state: Type.Union([Type.Literal('held'), Type.Literal('released'), Type.Literal('dropped')]),
  person: Nullable(PersonChip),
  app: Type.String(),
  file: Type.String(),
  format: Type.String(),
  bytes: Type.Integer(),
  rows: Type.Integer(),
  customers: Type.Integer(),
  rule: Type.String(),
  why: Type.String(),
  held_at: Time,
  expires_at: Time,
})

export const GatewayHoldList = Type.Object({ holds: Type.Array(GatewayHold) })

/** Distinct customers that somebody looked at through the gateway. */
export const BudgetView = Type.Object({
  person: PersonChip,
  day: Type.Integer(),
  week: Type.Integer({ description: '7 days' }),
  month: Type.Integer({ description: '30 days' }),
})

/** Nothing with customers in it is exported by this person until then. */
export const FreezeView = Type.Object({
  person: PersonChip,
  until: Time,
  by: Type.String(),
  reason: Type.String(),
})

/** What is in force for a person now. */
export const FreezeState = Type.Object({ freeze: Nullable(FreezeView) })
export type FreezeState = Static<typeof FreezeState>

export const FreezeRequest = Type.Object({
  hours: Type.Integer({ minimum: 1, maximum: 24 * 90, default: 24 }),
  until: Type.Optional(
    Type.Integer({ description: 'UTC epoch milliseconds, within 90 days; instead of `hours`' }),
  ),
  reason: Reason,
})
export type FreezeRequest = Static<typeof FreezeRequest>

export const ThawRequest = Type.Object({ reason: Reason })
