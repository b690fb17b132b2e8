/** What the API says to administrators: enrolment, the record of decisions, backups, the customer base, and what a policy would change. */
import Type, { type Static } from 'typebox'
import { PersonChip } from './api.ts'
import { VolumeAccess, WatchPolicy } from './policy.ts'

const Time = Type.Integer({ description: 'UTC epoch milliseconds' })
const Count = Type.Integer({ minimum: 0 })
const Maybe = Type.Union([Type.String(), Type.Null()])

/** A package of the agent that can be fetched here. */
export const AgentPackage = Type.Object({ name: Type.String(), bytes: Count })
export type AgentPackage = Static<typeof AgentPackage>
export const AgentPackages = Type.Object({ packages: Type.Array(AgentPackage) })
export type AgentPackages = Static<typeof AgentPackages>

/** Everything to enrol one endpoint, once. */
export const Enrolment = Type.Object({
  token: Type.String(),
  url: Type.String(),
  expires_at: Time,
  /** For an endpoint with the package, and for one with the project's folder. */
  commands: Type.Object({ package: Type.String(), folder: Type.String() }),
})
export type Enrolment = Static<typeof Enrolment>

export const AuditList = Type.Object({
  entries: Type.Array(
    Type.Object({
      offset: Type.Integer(),
      at: Time,
      by: Type.String(),
      kind: Type.String(),
      about: Type.String(),
      person: Maybe,
      reason: Maybe,
    }),
  ),
  total: Count,
  by: Type.Array(Type.String()),
  areas: Type.Array(Type.String()),
  /** Latest signed head of the chain over all of it. */
  head: Maybe,
})
export type AuditList = Static<typeof AuditList>

export const BackupList = Type.Object({
  folder: Type.String(),
  backups: Type.Array(Type.Object({ name: Type.String(), bytes: Count, made_at: Time })),
  /** A backup that is being made. */
  running: Type.Boolean(),
})
export type BackupList = Static<typeof BackupList>

export const CustomerBaseState = Type.Object({
  customers: Count,
  canaries: Count,
  /** Identifiers in the base by kind: email, phone, tax id … */
  fields: Type.Record(Type.String(), Count),
  shared: Type.Integer({ description: 'Identifiers that more than one customer has' }),
  imports: Type.Array(
    Type.Object({
      at: Time,
      by: Type.String(),
      file: Type.String(),
      rows: Count,
      added: Count,
      changed: Count,
      refused: Count,
      total: Count,
    }),
  ),
  mappings: Type.Array(
    Type.Object({
      layout: Type.String(),
      columns: Type.Array(Type.Object({ header: Type.String(), meaning: Type.String() })),
    }),
  ),
  meanings: Type.Array(Type.String()),
  filter: Type.Object({
    version: Type.String(),
    key: Type.Integer(),
    key_since: Time,
    endpoints: Count,
    current: Type.Integer({ description: 'Endpoints with the policy that brings this filter' }),
    older: Type.Array(Type.Object({ hostname: Type.String(), policy_version: Type.Integer() })),
  }),
})
export type CustomerBaseState = Static<typeof CustomerBaseState>

export const MappingRequest = Type.Object({
  columns: Type.Record(Type.String({ maxLength: 300 }), Type.String({ maxLength: 40 })),
})

/** What a policy would change, by what endpoints saw within `days`. */
export const PolicyPreview = Type.Object({
  days: Type.Integer(),
  /** Names of the settings that differ from those in force. */
  changes: Type.Array(Type.String()),
  endpoints: Type.Object({ all: Count, online: Count }),
  devices: Type.Array(
    Type.Object({
      id: Type.String(),
      label: Type.String(),
      before: VolumeAccess,
      after: VolumeAccess,
      last_at: Time,
      people: Type.Array(PersonChip),
    }),
    { description: 'Sticks that could be used otherwise than now, by whom they were used' },
  ),
  held: Type.Object(
    { before: Count, after: Count, people: Type.Array(PersonChip) },
    { description: 'Copies that the policy in force and this one would have kept or warned of' },
  ),
})
export type PolicyPreview = Static<typeof PolicyPreview>

export const PolicyHistory = Type.Object({
  versions: Type.Array(
    Type.Object({ version: Type.Integer(), at: Time, by: Type.String(), watch: WatchPolicy }),
  ),
})
export type PolicyHistory = Static<typeof PolicyHistory>
