/** The agent about itself: Application Lifecycle [6002] for start and stop, Application Error [6008] for what is weaker than it should be. */
import Type, { type Static } from 'typebox'
import {
  baseAttributes,
  classUid,
  Device,
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

/** `device` is no attribute of these classes, so it travels under `unmapped.clientkeep`. */
export const ApplicationLifecycle = Type.Object({
  ...health,
  class_uid: Type.Literal(classUid.applicationLifecycle),
  class_name: Type.Literal('Application Lifecycle'),
  app: Product,
  unmapped: Type.Object({ clientkeep: Type.Object({ device: Device }) }),
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
  unmapped: Type.Object({
    clientkeep: Type.Object({ device: Device, degradation: Degradation }),
  }),
})
export type ApplicationError = Static<typeof ApplicationError>

interface HealthFacts {
  readonly uid: string
  readonly time: number
}

const lifecycleId = { Start: 3, Stop: 4 } as const

/** The agent started or stopped. */
export function applicationLifecycle(
  origin: Origin,
  facts: HealthFacts & { readonly activity: keyof typeof lifecycleId },
): ApplicationLifecycle {
  return {
    metadata: { version: OCSF_VERSION, uid: facts.uid, product: origin.product },
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
    unmapped: { clientkeep: { device: origin.device } },
  }
}

/** A sensor works worse than it should, or something was lost: said aloud, counted. */
export function applicationError(
  origin: Origin,
  facts: HealthFacts & Static<typeof Degradation>,
): ApplicationError {
  const { sensor, reason, lost } = facts
  return {
    metadata: { version: OCSF_VERSION, uid: facts.uid, product: origin.product },
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
    unmapped: { clientkeep: { device: origin.device, degradation: { sensor, reason, lost } } },
  }
}
