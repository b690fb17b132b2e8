/** What an agent watches, for whom. Travels as a signed, versioned bundle; the agent keeps the last good one. */
import Type, { type Static } from 'typebox'
import { limits } from './limits.ts'
import { Unread } from './scan.ts'

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
  /** Handed out by the CRM: where it is now is not known yet. */
  Type.Literal('crm'),
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

const isOutside = Type.Union([
  Type.Literal('removable'),
  Type.Literal('network'),
  Type.Literal('cloud-sync'),
])

/** What happens to files with more customers than that at places that lead out. */
export const HoldPolicy = Type.Object({
  mode: Type.Union(
    [Type.Literal('observe'), Type.Literal('warn'), Type.Literal('hold'), Type.Literal('block')],
    {
      description:
        'observe: tell the collector; warn: tell the person too; hold: keep the file until somebody decides; block: keep it, and only an officer can give it back',
    },
  ),
  customers_max: Type.Integer({ minimum: 0, description: 'Files with more are meant' }),
  day_max: Type.Optional(
    Type.Integer({
      minimum: 0,
      description:
        'Files are meant too that bring what one account took to such places within 24 hours to more customers, whatever each holds',
    }),
  ),
  unread: Type.Optional(
    Type.Array(Unread, {
      maxItems: 3,
      description: 'Files that were not searched to their end are meant too, by why they were not',
    }),
  ),
  kinds: Type.Array(isOutside, { maxItems: 3 }),
  ask: Type.String({ minLength: 1, maxLength: 200, description: 'Whom or where to ask' }),
  language: Type.Optional(Type.Union([Type.Literal('en'), Type.Literal('id'), Type.Literal('ru')])),
})
export type HoldPolicy = Static<typeof HoldPolicy>

/** Which programs may open files on this endpoint that hold more customers than that. */
const ReadingPolicy = Type.Object({
  mode: Type.Union([Type.Literal('observe'), Type.Literal('block')], {
    description:
      'observe: tell when a browser, sync client, mail program, messenger or transfer tool opens one; block: also keep every program that is not listed from it',
  }),
  customers_max: Type.Integer({ minimum: 0, description: 'Files with more are meant' }),
  programs: Type.Array(
    Type.String({ minLength: 1, maxLength: 4096, description: 'Absolute path of a program' }),
    { maxItems: limits.readingProgramsMax },
  ),
  ask: Type.String({ minLength: 1, maxLength: 200, description: 'Whom or where to ask' }),
})
export type ReadingPolicy = Static<typeof ReadingPolicy>

export const VolumeAccess = Type.Union([
  Type.Literal('allow'),
  Type.Literal('read-only'),
  Type.Literal('deny'),
])
export type VolumeAccess = Static<typeof VolumeAccess>

/** A removable volume by its device, and by whom it is used; what is left out fits all. */
const VolumeRule = Type.Object({
  access: VolumeAccess,
  account: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  vendor_id: Type.Optional(UsbId),
  product_id: Type.Optional(UsbId),
  serial: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  until: Type.Optional(
    Type.Integer({ description: 'A permit: UTC epoch milliseconds up to which this rule holds' }),
  ),
})
export type VolumeRule = Static<typeof VolumeRule>

/** The first rule that fits decides, else `otherwise`. */
const VolumePolicy = Type.Object({
  rules: Type.Array(VolumeRule, { maxItems: limits.volumeRulesMax }),
  otherwise: VolumeAccess,
  ask: Type.String({ minLength: 1, maxLength: 200 }),
})
export type VolumePolicy = Static<typeof VolumePolicy>

/** The part of the policy that people edit. */
export const WatchPolicy = Type.Object({
  places: Type.Array(WatchPlace, { maxItems: limits.watchPlacesMax }),
  removable_drives: Type.Boolean({
    description: 'Also watch every removable drive when it is mounted',
  }),
  home_folders: Type.Optional(
    Type.Boolean({ description: 'Also watch the home folders of all people; off where not said' }),
  ),
  network_mounts: Type.Optional(
    Type.Boolean({ description: "Also watch other machines' disks; off where not said" }),
  ),
  crm_hosts: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 253 }), {
      maxItems: limits.crmHostsMax,
      description: 'Host names of the CRM: files that were downloaded from there are known',
    }),
  ),
  holds: Type.Optional(HoldPolicy),
  volumes: Type.Optional(VolumePolicy),
  reading: Type.Optional(ReadingPolicy),
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
  /** Decisions on files that this endpoint holds, and leave for sticks: each a signed `Permit`. */
  permits: Type.Optional(
    Type.Array(Type.String({ maxLength: 20_000 }), { maxItems: limits.permitsMax }),
  ),
  /** Accounts of secured people (`accountMark`): what they put on sticks or clouds is held, their sticks are read-only, until then. */
  secured: Type.Optional(
    Type.Array(
      Type.Object({
        account: Type.String({ maxLength: 64 }),
        until: Type.Integer({ description: 'UTC epoch milliseconds' }),
      }),
      { maxItems: limits.securedMax },
    ),
  ),
  /** Key of the codes that release a file without a network (base64url); of this endpoint alone. */
  release_key: Type.Optional(Type.String({ maxLength: 100 })),
})
export type Policy = Static<typeof Policy>

export const noFilterVersion = 'none'
