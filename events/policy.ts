/** What an agent watches, for whom. Travels as a signed, versioned bundle; the agent keeps the last good one. */
import Type, { type Static } from 'typebox'
import { limits } from './limits.ts'

/** `removable`: a stick or a folder marked as one; `cloud-sync`: a folder that a sync client carries away; `folder`: watched, but inside. */
const WatchKind = Type.Union([
  Type.Literal('removable'),
  Type.Literal('network'),
  Type.Literal('cloud-sync'),
  Type.Literal('folder'),
])
export type WatchKind = Static<typeof WatchKind>

/** Where customers can be seen: a watched place, or one that has no folder. */
export const PlaceKind = Type.Union([
  ...WatchKind.anyOf,
  Type.Literal('phone'),
  Type.Literal('printer'),
  Type.Literal('clipboard'),
])
export type PlaceKind = Static<typeof PlaceKind>

export const WatchPlace = Type.Object({
  path: Type.String({
    minLength: 1,
    maxLength: 4096,
    description: 'Absolute path on the endpoint',
  }),
  kind: WatchKind,
  label: Type.String({ minLength: 1, maxLength: 200 }),
})
export type WatchPlace = Static<typeof WatchPlace>

const UsbId = Type.String({ pattern: '^[0-9a-f]{4}$', description: 'Four hexadecimal digits' })

/** A device that stands for a person's key though it is none by its kind, such as a licence dongle. */
const Dongle = Type.Object({
  label: Type.String({ minLength: 1, maxLength: 100 }),
  vendor_id: UsbId,
  product_id: UsbId,
  serial: Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, description: 'Without one, every such device' }),
  ),
})
export type Dongle = Static<typeof Dongle>

/** The part of the policy that people edit. */
export const WatchPolicy = Type.Object({
  places: Type.Array(WatchPlace, { maxItems: limits.watchPlacesMax }),
  removable_drives: Type.Boolean({
    description: 'Also watch every removable drive when it is mounted',
  }),
  dongles: Type.Optional(Type.Array(Dongle, { maxItems: limits.donglesMax })),
  clipboard: Type.Optional(
    Type.Boolean({ description: 'Look for customers in what is copied; on where nothing is said' }),
  ),
  print: Type.Optional(
    Type.Boolean({ description: 'Look for customers in print jobs; on where nothing is said' }),
  ),
  inventory: Type.Optional(
    Type.Union([Type.Literal('on'), Type.Literal('paused'), Type.Literal('off')], {
      description: 'List files at rest that hold customers; off where nothing is said',
    }),
  ),
})
export type WatchPolicy = Static<typeof WatchPolicy>

/** The signed payload. `filter` names the customer filter that goes with it, by content. */
export const Policy = Type.Object({
  version: Type.Integer({ minimum: 0 }),
  issued_at: Type.Integer(),
  watch: WatchPolicy,
  filter: Type.Object({
    version: Type.String({ maxLength: 64 }),
    sha256: Type.String({ maxLength: 64 }),
    /** The filter's first bytes, where the rest is a delta that can be fetched alone. */
    base: Type.Optional(
      Type.Object({
        sha256: Type.String({ maxLength: 64 }),
        length: Type.Integer({ minimum: 1 }),
      }),
    ),
  }),
})
export type Policy = Static<typeof Policy>

export const noFilterVersion = 'none'
