/** What the policy says of one device for everybody, and the policy with that changed. Pure. */
import type { VolumeAccess, WatchPolicy } from '../../events/policy.ts'
import type { DeviceRow } from './devices.ts'

type Rule = NonNullable<WatchPolicy['volumes']>['rules'][number]
type Device = Pick<DeviceRow, 'kind' | 'vendor_id' | 'product_id' | 'serial' | 'quality'>

/** Only volumes obey rules, and only what says who made it can be named by one. */
export const mayDeny = ({ kind, vendor_id, product_id }: Device): boolean =>
  kind === 'storage' && vendor_id !== null && product_id !== null

/** An endpoint lets nothing through that could be another stick of the same model. */
export const mayAllow = (device: Device): boolean =>
  mayDeny(device) && device.quality === 'strong' && device.serial !== null

/** A rule for everybody about exactly this device, or, where it has no serial number, about its model. */
const isAbout =
  ({ vendor_id, product_id, serial }: Device) =>
  (rule: Rule): boolean =>
    rule.account === undefined &&
    rule.until === undefined &&
    rule.vendor_id === (vendor_id ?? undefined) &&
    rule.product_id === (product_id ?? undefined) &&
    rule.serial === (serial ?? undefined)

export const accessOf = (device: Device, { volumes }: WatchPolicy): VolumeAccess | null =>
  (mayDeny(device) && volumes?.rules.find(isAbout(device))?.access) || null

/** The policy with this access for the device, before all other rules; null takes its rule away. */
export function withAccess(
  policy: WatchPolicy,
  device: Device,
  access: VolumeAccess | null,
): WatchPolicy {
  const { vendor_id, product_id, serial } = device
  const before = policy.volumes ?? {
    rules: [],
    otherwise: 'allow' as const,
    ask: policy.holds?.ask ?? 'your administrator',
  }
  const others = before.rules.filter(rule => !isAbout(device)(rule))
  const own: Rule[] =
    access === null || vendor_id === null || product_id === null
      ? []
      : [{ access, vendor_id, product_id, ...(serial !== null && { serial }) }]
  return { ...policy, volumes: { ...before, rules: [...own, ...others] } }
}
