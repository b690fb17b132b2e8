/** USB devices that endpoints saw, as the API shows them, and what may be decided on one. */
import Type, { type Static } from 'typebox'
import { PersonChip } from './api.ts'
import { VolumeAccess } from './policy.ts'

const Time = Type.Integer({ description: 'UTC epoch milliseconds' })
const Maybe = Type.Union([Type.String(), Type.Null()])

/** What the policy says of a device for everybody; null where it says nothing of this one. */
const DeviceAccess = Type.Union([VolumeAccess, Type.Null()])

export const DeviceSeen = Type.Object({
  id: Type.String(),
  kind: Type.String({ description: 'storage, phone, security-key, keyboard …' }),
  name: Maybe,
  model: Type.String(),
  vendor_name: Maybe,
  vendor_id: Maybe,
  product_id: Maybe,
  serial: Maybe,
  quality: Type.String({
    description:
      'strong: told from all others; weak: its serial number may be shared; none: any of its model',
  }),
  quality_reason: Maybe,
  first_at: Time,
  last_at: Time,
  access: DeviceAccess,
  /** Whether a rule can be about it at all. */
  may: Type.Object({ allow: Type.Boolean(), deny: Type.Boolean() }),
  uses: Type.Array(
    Type.Object({
      endpoint: Type.String(),
      person: Type.Union([PersonChip, Type.Null()], { description: 'Null: nobody at the desk' }),
      times: Type.Integer(),
      last_at: Time,
      present: Type.Boolean(),
    }),
  ),
})
export type DeviceSeen = Static<typeof DeviceSeen>

export const DeviceList = Type.Object({
  devices: Type.Array(DeviceSeen),
  total: Type.Integer(),
  /** What happens to removable volumes that no rule fits. */
  otherwise: VolumeAccess,
})
export type DeviceList = Static<typeof DeviceList>

export const DeviceName = Type.Object({
  name: Type.Union([Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }), Type.Null()]),
})

export const DeviceDecision = Type.Object({ access: DeviceAccess })
