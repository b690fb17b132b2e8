/** Endpoints as the API shows them: what their agents said of themselves, and what is decided about one. */
import Type, { type Static } from 'typebox'
import { Health } from './agent-health.ts'

const Id = Type.String({ minLength: 1, maxLength: 128 })
const Time = Type.Integer({ description: 'UTC epoch milliseconds' })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

const SensorHealth = Type.Object({
  sensor: Type.String(),
  reason: Type.String(),
  at: Time,
})

/** How an agent said that it is, and when. */
const HealthReport = Type.Object({ at: Time, ...Health.properties })
export type HealthReport = Static<typeof HealthReport>

export const Endpoint = Type.Object({
  id: Id,
  hostname: Type.String(),
  platform: Type.String(),
  version: Type.String(),
  enrolled_at: Time,
  last_seen_at: Nullable(Time),
  online: Type.Boolean(),
  policy_version: Type.Integer(),
  degraded: Type.Array(SensorHealth),
  report: Nullable(HealthReport),
})
export type Endpoint = Static<typeof Endpoint>

/** Why nothing more is taken of an endpoint. */
export const RevokeRequest = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 1000 }) })
