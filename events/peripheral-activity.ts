/** Peripheral Activity [1010]: a device was connected, became usable or was removed. Security keys are OCSF's type Other under our label: their presence is a hint, never a proof. */
import Type, { type Static } from 'typebox'
import {
  Actor,
  baseAttributes,
  classUid,
  Device,
  OCSF_VERSION,
  type Origin,
  severityId,
  typeUid,
} from './ocsf.ts'

const Text = Type.String({ maxLength: 1000 })
const optional = Type.Optional

/** `phone`: what shows files by MTP or PTP, so tablets and cameras too. */
const PeripheralKind = Type.Union([
  Type.Literal('storage'),
  Type.Literal('phone'),
  Type.Literal('security-key'),
  Type.Literal('keyboard'),
  Type.Literal('mouse'),
  Type.Literal('printer'),
  Type.Literal('webcam'),
  Type.Literal('audio'),
  Type.Literal('network'),
  Type.Literal('other'),
])
export type PeripheralKind = Static<typeof PeripheralKind>

/** Why a device counts as a security key: it speaks FIDO, it is a smart card's reader that can be pulled out, or the policy names it. */
const KeyKind = Type.Union([
  Type.Literal('fido'),
  Type.Literal('smart-card'),
  Type.Literal('dongle'),
])
export type KeyKind = Static<typeof KeyKind>

/** How far a device can be told from others of its model. */
export const Identity = Type.Object({
  quality: Type.Union([Type.Literal('strong'), Type.Literal('weak'), Type.Literal('none')]),
  reason: optional(Text),
})
export type Identity = Static<typeof Identity>

/** A partition or a disk without partitions; ids as far as the system knows them. */
const Volume = Type.Object({
  device: Text,
  size: optional(Type.Integer({ minimum: 0 })),
  uuid: optional(Text),
  partition_uuid: optional(Text),
})
export type Volume = Static<typeof Volume>

/** What OCSF has no place for (`unmapped.clientkeep.peripheral`). */
const Peripheral = Type.Object({
  kind: PeripheralKind,
  identity: Identity,
  vendor_id: optional(Text),
  product_id: optional(Text),
  /** Where it is plugged in: `usb 1-2.3`. */
  port: optional(Text),
  /** Class, subclass and protocol of each USB interface, hexadecimal: `08/06/50`. */
  interfaces: Type.Array(Text, { maxItems: 64 }),
  volumes: Type.Array(Volume, { maxItems: 64 }),
  key: optional(KeyKind),
  /** It was there, or was gone, when the agent started: when it came or went is not known. */
  at_start: optional(Type.Boolean()),
})
export type Peripheral = Static<typeof Peripheral>

export const PeripheralActivity = Type.Object({
  ...baseAttributes,
  category_uid: Type.Literal(1),
  class_uid: Type.Literal(classUid.peripheralActivity),
  class_name: Type.Literal('Peripheral Activity'),
  activity_id: Type.Integer(),
  activity_name: Type.String({ maxLength: 40 }),
  type_uid: Type.Integer(),
  /** The user is absent where nobody is at the desk. */
  actor: Type.Partial(Actor),
  device: Device,
  peripheral_device: Type.Object({
    name: Text,
    type_id: Type.Integer(),
    type: Text,
    model: optional(Text),
    vendor_name: optional(Text),
    vendor_id_list: optional(Type.Array(Text, { maxItems: 4 })),
    serial_number: optional(Text),
    uid: optional(Text),
  }),
  unmapped: Type.Object({ clientkeep: Type.Object({ peripheral: Peripheral }) }),
})
export type PeripheralActivity = Static<typeof PeripheralActivity>

/** OCSF `type_id` and `type`; what OCSF does not have is Other under our label. */
const types: Record<PeripheralKind, readonly [id: number, label: string]> = {
  storage: [1, 'External Storage'],
  keyboard: [2, 'Keyboard'],
  mouse: [3, 'Mouse'],
  printer: [4, 'Printer'],
  webcam: [7, 'Webcam'],
  phone: [99, 'Phone'],
  'security-key': [99, 'Security Key'],
  audio: [99, 'Audio'],
  network: [99, 'Network Adapter'],
  other: [0, 'Unknown'],
}

const activityId = { Connect: 1, Disconnect: 2, Enable: 3 } as const

export interface PeripheralFacts {
  readonly uid: string
  readonly time: number
  /** `Enable`: its volumes can be used now. */
  readonly activity: keyof typeof activityId
  /** Who is at the desk. */
  readonly account?: { readonly name: string; readonly uid?: string } | undefined
  readonly name: string
  readonly vendorName?: string | undefined
  readonly serial?: string | undefined
  readonly peripheral: Peripheral
}

/** Builds the event from what a device sensor saw. `time` is UTC epoch milliseconds. */
export function peripheralActivity(origin: Origin, facts: PeripheralFacts): PeripheralActivity {
  const { activity, account, peripheral, serial, vendorName } = facts
  const [type_id, type] = types[peripheral.kind]
  const { vendor_id, product_id } = peripheral
  return {
    metadata: { version: OCSF_VERSION, uid: facts.uid, product: origin.product },
    time: facts.time,
    severity_id: severityId.informational,
    severity: 'Informational',
    category_uid: 1,
    class_uid: classUid.peripheralActivity,
    class_name: 'Peripheral Activity',
    activity_id: activityId[activity],
    activity_name: activity,
    type_uid: typeUid(classUid.peripheralActivity, activityId[activity]),
    actor: account ? { user: { ...account, type_id: 1 } } : { app_name: origin.product.name },
    device: origin.device,
    peripheral_device: {
      name: facts.name,
      type_id,
      type,
      model: facts.name,
      ...(vendorName && { vendor_name: vendorName }),
      ...(vendor_id && { vendor_id_list: [vendor_id] }),
      ...(serial && { serial_number: serial }),
      ...(vendor_id && product_id && { uid: `${vendor_id}:${product_id}:${serial ?? ''}` }),
    },
    unmapped: { clientkeep: { peripheral } },
  }
}
