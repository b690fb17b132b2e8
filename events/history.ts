/** What people did, as the collector's API answers: a search over all events, and one person's days. */
import Type, { type Static } from 'typebox'
import { PersonChip } from './api.ts'
import { OwnKey } from './api-identity.ts'
import { limits } from './limits.ts'
import { PlaceKind } from './policy.ts'

const Time = Type.Integer({ description: 'UTC epoch milliseconds' })
const Count = Type.Integer({ minimum: 0 })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** What events can be grouped by. */
export const HistoryGroup = Type.Union([
  Type.Literal('person'),
  Type.Literal('endpoint'),
  Type.Literal('class'),
  Type.Literal('activity'),
  Type.Literal('place'),
  Type.Literal('label'),
  Type.Literal('name'),
])
export type HistoryGroup = Static<typeof HistoryGroup>

/** Which events: all that fit every part. */
export const HistoryQuery = Type.Object({
  q: Type.Optional(
    Type.String({ maxLength: 200, description: 'Words, all of them in the name, path or place' }),
  ),
  person: Type.Optional(Type.String({ maxLength: 128, description: 'Id or pseudonym' })),
  endpoint: Type.Optional(Type.String({ maxLength: 255 })),
  class: Type.Optional(Type.Integer({ description: 'OCSF class_uid' })),
  activity: Type.Optional(Type.String({ maxLength: 60 })),
  place: Type.Optional(PlaceKind),
  customers: Type.Optional(Type.Integer({ minimum: 0, description: 'At least so many in one' })),
  from: Time,
  to: Time,
  group: Type.Optional(HistoryGroup),
  before: Type.Optional(Type.Integer({ description: 'Only what stands before this offset' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.pageRowsMax })),
})
export type HistoryQuery = Static<typeof HistoryQuery>

/** One event in a line. */
export const HistoryRow = Type.Object({
  offset: Type.Integer(),
  time: Time,
  person: PersonChip,
  endpoint: Type.String(),
  class: Type.Integer(),
  activity: Type.String(),
  place: Nullable(PlaceKind),
  label: Nullable(Type.String()),
  name: Type.String(),
  customers: Count,
})
export type HistoryRow = Static<typeof HistoryRow>

export const HistoryAnswer = Type.Object({
  total: Count,
  customers_events: Type.Integer({ description: 'Of these, events with customers in them' }),
  rows: Type.Array(HistoryRow),
  bars: Type.Array(Type.Object({ time: Time, events: Count, with_customers: Count })),
  bar_ms: Type.Integer({ description: 'How long one bar is' }),
  groups: Type.Array(
    Type.Object({ key: Type.String(), events: Count, customers: Count, last_at: Time }),
    { description: 'The most frequent first' },
  ),
})
export type HistoryAnswer = Static<typeof HistoryAnswer>

/** What a day of somebody held, by kind. */
const Day = Type.Object({
  time: Type.Integer({ description: "Start of the day in the viewer's zone, UTC epoch ms" }),
  files: Count,
  clipboard: Count,
  devices: Count,
  keys: Type.Integer({ minimum: 0, description: 'Security keys plugged in or pulled out' }),
  views: Type.Integer({ minimum: 0, description: 'Pages of the CRM with customers on them' }),
  exports: Count,
  sign_ins: Count,
  other: Count,
  customers: Type.Integer({ description: 'Customers touched, the same in two events twice' }),
})

/** A time of which nothing is known. */
const Gap = Type.Object({
  from: Time,
  to: Time,
  endpoint: Type.String(),
  kind: Type.Union([Type.Literal('silent'), Type.Literal('lost')]),
})

/** Distinct customers until a day, by stage, and by channel where there is one. */
const Growth = Type.Object({
  time: Time,
  exported: Count,
  staged: Count,
  out: Count,
  channels: Type.Array(Type.Object({ channel: PlaceKind, customers: Count })),
})

/** Somebody who had files with customers of the same name, or the same removable device or phone. */
const Sharer = Type.Object({ person: PersonChip, files: Count, devices: Count, last_at: Time })

export const PersonHistory = Type.Object({
  person: PersonChip,
  from: Time,
  to: Time,
  days: Type.Array(Day),
  gaps: Type.Array(Gap),
  /** Customers a day: the middle half of own days before, and the median of colleagues in the department. */
  baseline: Type.Object({
    own_low: Type.Number(),
    own_high: Type.Number(),
    peers: Nullable(Type.Number()),
    peers_count: Count,
  }),
  growth: Type.Array(Growth, { description: 'Distinct customers so far, by stage' }),
  devices: Type.Array(
    Type.Object({
      label: Type.String(),
      kind: Type.String(),
      first_at: Time,
      last_at: Time,
      events: Count,
      customers: Type.Integer({ description: 'The most in one event' }),
      is_key: Type.Boolean({ description: 'A security key' }),
      is_present: Nullable(
        Type.Boolean({ description: 'Plugged in, as last told; null where that was never told' }),
      ),
    }),
  ),
  /** Hardware keys of their account that can be used; null where they have no account here. */
  keys: Nullable(Type.Array(Type.Pick(OwnKey, ['label', 'model', 'registered_at', 'used_at']))),
  sharers: Type.Array(Sharer, { description: 'The most in common first' }),
  endpoints: Type.Array(Type.Object({ hostname: Type.String(), last_at: Time, events: Count })),
})
export type PersonHistory = Static<typeof PersonHistory>
