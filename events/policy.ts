/** What an agent watches, for whom. Travels as a signed, versioned bundle; the agent keeps the last good one. */
import Type, { type Static } from 'typebox'
import { limits } from './limits.ts'

/** `removable`: a stick or a folder marked as one; `cloud-sync`: a folder that a sync client carries away; `folder`: watched, but inside. */
export const PlaceKind = Type.Union([
  Type.Literal('removable'),
  Type.Literal('network'),
  Type.Literal('cloud-sync'),
  Type.Literal('folder'),
])
export type PlaceKind = Static<typeof PlaceKind>

export const WatchPlace = Type.Object({
  path: Type.String({
    minLength: 1,
    maxLength: 4096,
    description: 'Absolute path on the endpoint',
  }),
  kind: PlaceKind,
  label: Type.String({ minLength: 1, maxLength: 200 }),
})
export type WatchPlace = Static<typeof WatchPlace>

/** The part of the policy that people edit. */
export const WatchPolicy = Type.Object({
  places: Type.Array(WatchPlace, { maxItems: limits.watchPlacesMax }),
  removable_drives: Type.Boolean({
    description: 'Also watch every removable drive when it is mounted',
  }),
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
  }),
})
export type Policy = Static<typeof Policy>

export const noFilterVersion = 'none'
