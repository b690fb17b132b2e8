/** Authentication [3002]: somebody logged in to an application, or failed to. */
import Type, { type Static } from 'typebox'
import {
  Actor,
  baseAttributes,
  classUid,
  OCSF_VERSION,
  type Product,
  severityId,
  typeUid,
} from './ocsf.ts'

const Text = Type.String({ maxLength: 8192 })

export const Authentication = Type.Object({
  ...baseAttributes,
  category_uid: Type.Literal(3),
  class_uid: Type.Literal(classUid.authentication),
  activity_id: Type.Integer(),
  activity_name: Text,
  type_uid: Type.Integer(),
  user: Actor.properties.user,
  service: Type.Object({ name: Text }),
  status_id: Type.Integer(),
  status: Text,
})

interface LogonFacts {
  readonly uid: string
  readonly time: number
  readonly account: string
  /** The application's name. */
  readonly app: string
  readonly address?: string | undefined
  readonly isSuccess: boolean
}

/** Builds the event. `time` is UTC epoch milliseconds. */
export function logon(product: Product, facts: LogonFacts): Static<typeof Authentication> {
  const { uid, time, account, app, address, isSuccess } = facts
  return {
    metadata: { version: OCSF_VERSION, uid, product },
    time,
    severity_id: severityId.informational,
    severity: 'Informational',
    category_uid: 3,
    class_uid: classUid.authentication,
    activity_id: 1,
    activity_name: 'Logon',
    type_uid: typeUid(classUid.authentication, 1),
    user: { name: account, type_id: 1 },
    service: { name: app },
    status_id: isSuccess ? 1 : 2,
    status: isSuccess ? 'Success' : 'Failure',
    ...(address === undefined ? {} : { src_endpoint: { ip: address } }),
  }
}
