/** The parts that the headers of a filter and of its delta share. */
import Type, { type Static } from 'typebox'

/**
 * How national numbers of a region are written: `callingCode` digits without +, `nationalPrefix` (trunk) digits or '',
 * `lengths` of a number without both; where they are left out, any length may be one.
 */
export const PhonePlan = Type.Object({
  callingCode: Type.String({ pattern: '^[1-9][0-9]{0,2}$' }),
  nationalPrefix: Type.String({ pattern: '^[0-9]{0,4}$' }),
  lengths: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 17 }), { maxItems: 17 })),
})
export type PhonePlan = Static<typeof PhonePlan>

export const AtomKindName = Type.Union([
  Type.Literal('email'),
  Type.Literal('phone'),
  Type.Literal('id'),
  Type.Literal('word'),
  Type.Literal('date'),
  Type.Literal('domain'),
  Type.Literal('handle'),
  Type.Literal('near'),
])
