/** What people took, as the collector's API answers: exposure, and exports of the CRM. */
import Type, { type Static } from 'typebox'
import { AlertSummary, CustomerRow, PersonChip } from './api.ts'
import { ExportShare } from './detection-finding.ts'
import { PlaceKind } from './policy.ts'
import { ScanStatus } from './scan.ts'

const Time = Type.Integer({ description: 'UTC epoch milliseconds' })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** `exported`: handed out by the CRM; `staged`: on an endpoint or a share, still inside; `out`: carried out of the company. */
const ExposureStage = Type.Union([
  Type.Literal('exported'),
  Type.Literal('staged'),
  Type.Literal('out'),
])
export type ExposureStage = Static<typeof ExposureStage>

const ExposureChannel = Type.Object({
  channel: PlaceKind,
  stage: ExposureStage,
  customers: Type.Integer({ description: 'Distinct customers' }),
  first_at: Time,
  last_at: Time,
})
export type ExposureChannel = Static<typeof ExposureChannel>

/** What a person has taken: distinct customers in all, and by stage and channel. */
export const Exposure = Type.Object({
  person: PersonChip,
  base: Type.Integer({ description: 'Customers in the base' }),
  customers: Type.Integer(),
  share_percent: Type.Number(),
  own: Type.Integer({ description: 'Of these, customers that the CRM says are theirs' }),
  others: Type.Integer({ description: "Of these, colleagues' customers" }),
  own_share_percent: Type.Number({ description: 'Share of their own customers, 0 to 100' }),
  stages: Type.Object({ exported: Type.Integer(), staged: Type.Integer(), out: Type.Integer() }),
  channels: Type.Array(ExposureChannel),
  exports: Type.Array(ExportShare, {
    description: 'Exports that the customers come from, the one that explains most first',
  }),
})
export type Exposure = Static<typeof Exposure>

/** The customers behind an exposure, e.g. to call them first. Asking is recorded. */
export const ExposureCustomers = Type.Object({
  total: Type.Integer(),
  customers: Type.Array(CustomerRow),
})
export type ExposureCustomers = Static<typeof ExposureCustomers>

/** Alerts on one person whatever their state, the highest risk first. */
export const PersonAlerts = Type.Object({ alerts: Type.Array(AlertSummary) })

/** An export of the CRM that is known by its rows. */
export const Export = Type.Object({
  number: Type.Integer({ minimum: 1 }),
  name: Type.String(),
  source: Type.String(),
  person: Nullable(PersonChip),
  registered_at: Time,
  registered_by: Type.String(),
  sha256: Type.String(),
  rows: Type.Integer(),
  customers: Type.Integer({ description: 'Distinct customers of the base in it' }),
})
export type Export = Static<typeof Export>

export const ExportList = Type.Object({ exports: Type.Array(Export), total: Type.Integer() })
export type ExportList = Static<typeof ExportList>

/** `is_new` is false where this very file was registered for this person before. */
export const RegisteredExport = Type.Object({
  export: Export,
  is_new: Type.Boolean(),
  status: ScanStatus,
  reason: Nullable(Type.String()),
})
export type RegisteredExport = Static<typeof RegisteredExport>
