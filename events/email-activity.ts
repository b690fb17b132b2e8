/** Email Activity [4009]: a mail came in for an address that only a leaked list has. */
import Type, { type Static } from 'typebox'
import { baseAttributes, OCSF_VERSION, type Product, severityId, typeUid } from './ocsf.ts'

const Address = Type.String({ minLength: 3, maxLength: 320 })
const classUid = 4009
const receive = 2

export const EmailActivity = Type.Object({
  ...baseAttributes,
  category_uid: Type.Literal(4),
  class_uid: Type.Literal(classUid),
  class_name: Type.Literal('Email Activity'),
  activity_id: Type.Literal(receive),
  activity_name: Type.Literal('Receive'),
  type_uid: Type.Integer(),
  direction_id: Type.Literal(1),
  direction: Type.Literal('Inbound'),
  email: Type.Object({
    to: Type.Array(Address),
    from: Type.Optional(Address),
    message_uid: Type.Optional(Type.String({ maxLength: 250 })),
  }),
  unmapped: Type.Object({
    clientkeep: Type.Object({
      /** Ids of the canary customers that it is to. */
      canaries: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1 }),
    }),
  }),
})
export type EmailActivity = Static<typeof EmailActivity>

/** Builds the event for a mail to canaries. */
export function canaryMail(
  product: Product,
  facts: {
    readonly uid: string
    readonly time: number
    readonly to: readonly string[]
    readonly from: string | null
    readonly messageId: string | null
    readonly canaries: readonly number[]
  },
): EmailActivity {
  return {
    metadata: { version: OCSF_VERSION, uid: facts.uid, product },
    time: facts.time,
    severity_id: severityId.informational,
    severity: 'Informational',
    category_uid: 4,
    class_uid: classUid,
    class_name: 'Email Activity',
    activity_id: receive,
    activity_name: 'Receive',
    type_uid: typeUid(classUid, receive),
    direction_id: 1,
    direction: 'Inbound',
    email: {
      to: [...facts.to],
      ...(facts.from !== null && { from: facts.from }),
      ...(facts.messageId !== null && { message_uid: facts.messageId }),
    },
    unmapped: { clientkeep: { canaries: [...facts.canaries] } },
  }
}
