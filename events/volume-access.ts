/** What the policy lets a person do with a removable volume: use it, read it, or nothing. The first rule that fits decides. Pure. */
import type { Identity } from './peripheral-activity.ts'
import type { VolumeAccess, VolumePolicy } from './policy.ts'

/** A volume by the device that it lies on, where that is known. */
export interface VolumeOnDevice {
  readonly identity?:
    | {
        readonly vendor_id?: string | undefined
        readonly product_id?: string | undefined
        readonly serial?: string | undefined
        readonly identity: Identity
      }
    | undefined
}

/** A rule that names a device fits only one that can be told from others: a cloned serial number is no identity. */
export function accessTo(
  { identity }: VolumeOnDevice,
  account: string | undefined,
  { rules, otherwise }: VolumePolicy,
  now: number,
): VolumeAccess {
  const rule = rules.find(each => {
    if (each.until !== undefined && each.until <= now) return false
    if (each.account !== undefined && each.account !== account) return false
    if (each.serial !== undefined) {
      if (identity?.serial !== each.serial) return false
      if (each.access === 'allow' && identity.identity.quality !== 'strong') return false
    }
    const { vendor_id, product_id } = each
    if (vendor_id !== undefined && vendor_id !== identity?.vendor_id) return false
    return product_id === undefined || product_id === identity?.product_id
  })
  return rule?.access ?? otherwise
}
