/** The agent about itself: Application Lifecycle [6002] for start and stop, Application Error [6008] for what is weaker than it should be. */
import Type, { type Static } from 'typebox'
import {
  baseAttributes,
  classUid,
  Device,
  type Metadata,
  OCSF_VERSION,
  type Origin,
  Product,
  severityId,
  typeUid,
} from './ocsf.ts'

const health = {
  ...baseAttributes,
  category_uid: Type.Literal(6),
  activity_id: Type.Integer(),
  activity_name: Type.String({ maxLength: 40 }),
  type_uid: Type.Integer(),
}

export const ApplicationLifecycle = Type.Object({
  ...health,
  class_uid: Type.Literal(classUid.applicationLifecycle),
  class_name: Type.Literal('Application Lifecycle'),
  app: Product,
  device: Device,
})
export type ApplicationLifecycle = Static<typeof ApplicationLifecycle>

/** What made a sensor weaker, or what was lost, with how many times. */
export const Degradation = Type.Object({
  sensor: Type.String({ maxLength: 60 }),
  reason: Type.String({ maxLength: 500 }),
  lost: Type.Integer({ minimum: 0 }),
})

export const ApplicationError = Type.Object({
  ...health,
  class_uid: Type.Literal(classUid.applicationError),
  class_name: Type.Literal('Application Error'),
  device: Device,
  unmapped: Type.Object({ clientkeep: Type.Object({ degradation: Degradation }) }),
})
export type ApplicationError = Static<typeof ApplicationError>

interface HealthFacts {
  readonly uid: string
  readonly time: number
}

/** The host profile lets these classes carry `device`. */
const metadataOf = (origin: Origin, uid: string): Metadata => ({
  version: OCSF_VERSION,
  uid,
  product: origin.product,
  profiles: ['host'],
})

const lifecycleId = { Start: 3, Stop: 4 } as const

/** The agent started or stopped. */
export function applicationLifecycle(
  origin: Origin,
  facts: HealthFacts & { readonly activity: keyof typeof lifecycleId },
): ApplicationLifecycle {
  return {
    metadata: metadataOf(origin, facts.uid),
    time: facts.time,
    severity_id: severityId.informational,
    severity: 'Informational',
    category_uid: 6,
    class_uid: classUid.applicationLifecycle,
    class_name: 'Application Lifecycle',
    activity_id: lifecycleId[facts.activity],
    activity_name: facts.activity,
    type_uid: typeUid(classUid.applicationLifecycle, lifecycleId[facts.activity]),
    app: origin.product,
    device: origin.device,
  }
}

/** A sensor works worse than it should, or something was lost: said aloud, counted. */
export function applicationError(
  origin: Origin,
  facts: HealthFacts & Static<typeof Degradation>,
): ApplicationError {
  const { sensor, reason, lost } = facts
  return {
    metadata: metadataOf(origin, facts.uid),
    time: facts.time,
    severity_id: severityId.medium,
    severity: 'Medium',
    message: `${sensor}: ${reason}`,
    category_uid: 6,
    class_uid: classUid.applicationError,
    class_name: 'Application Error',
    activity_id: 1,
    activity_name: 'General Error',
    type_uid: typeUid(classUid.applicationError, 1),
    device: origin.device,
    unmapped: { clientkeep: { degradation: { sensor, reason, lost } } },
  }
}
