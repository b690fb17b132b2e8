/**
 * The agent about itself: Application Lifecycle [6002] for what becomes of it and how it is, Application Error [6008] for what is weaker than
 * it should be.
 */
import Type, { type Static } from 'typebox'
import { limits } from './limits.ts'
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

const Count = Type.Integer({ minimum: 0 })

/** How the agent is (`unmapped.clientkeep.health` of a Report): sensors, what waits, what it uses. */
export const Health = Type.Object({
  sensors: Type.Array(
    Type.Object({
      name: Type.String({ maxLength: 60 }),
      state: Type.Union([Type.Literal('ok'), Type.Literal('weak'), Type.Literal('ended')]),
      events: Count,
      lost: Count,
    }),
    { maxItems: 50 },
  ),
  spool: Type.Object({ waiting: Count, bytes: Count, lost: Count }),
  scans_waiting: Count,
  /** Milliseconds that the endpoint's clock is behind the collector's (negative: ahead). */
  clock_skew_ms: Type.Optional(Type.Integer()),
  memory_bytes: Count,
  /** CPU time since its start. */
  cpu_ms: Count,
  policy_version: Count,
  /** How the keys of what it keeps are kept. */
  keys: Type.Union([Type.Literal('sealed'), Type.Literal('file')]),
})
export type Health = Static<typeof Health>

export const ApplicationLifecycle = Type.Object({
  ...health,
  class_uid: Type.Literal(classUid.applicationLifecycle),
  class_name: Type.Literal('Application Lifecycle'),
  app: Product,
  device: Device,
  unmapped: Type.Optional(Type.Object({ clientkeep: Type.Object({ health: Health }) })),
})
export type ApplicationLifecycle = Static<typeof ApplicationLifecycle>

/** What made a sensor weaker, or what was lost, with how many times; `detail` is for people, rules look at the reason. */
export const Degradation = Type.Object({
  sensor: Type.String({ maxLength: 60 }),
  reason: Type.String({ maxLength: 500 }),
  detail: Type.Optional(Type.String({ maxLength: limits.detailCharsMax })),
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

/** OCSF `activity_id`; Report is our label of Other. */
const lifecycleId = { Remove: 2, Start: 3, Stop: 4, Disable: 7, Update: 8, Report: 99 } as const
export type LifecycleActivity = keyof typeof lifecycleId

/** The agent started, stopped, was removed, disabled or replaced by another version, or says how it is. */
export function applicationLifecycle(
  origin: Origin,
  facts: HealthFacts & { readonly activity: LifecycleActivity; readonly health?: Health },
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
    ...(facts.health && { unmapped: { clientkeep: { health: facts.health } } }),
  }
}

/** A sensor works worse than it should, or something was lost: said aloud, counted. */
export function applicationError(
  origin: Origin,
  facts: HealthFacts & Static<typeof Degradation>,
): ApplicationError {
  const { sensor, reason, detail, lost } = facts
  return {
    metadata: metadataOf(origin, facts.uid),
    time: facts.time,
    severity_id: severityId.medium,
    severity: 'Medium',
    message: `${sensor}: ${reason}${detail === undefined ? '' : ` (${detail})`}`,
    category_uid: 6,
    class_uid: classUid.applicationError,
    class_name: 'Application Error',
    activity_id: 1,
    activity_name: 'General Error',
    type_uid: typeUid(classUid.applicationError, 1),
    device: origin.device,
    unmapped: {
      clientkeep: {
        degradation: { sensor, reason, ...(detail !== undefined && { detail }), lost },
      },
    },
  }
}
