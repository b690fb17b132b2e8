/** What an event says of a device. Pure. */
import type { KeyKind, Peripheral, PeripheralFacts } from '../../events/peripheral-activity.ts'
import type { AttachedDevice } from './attached.ts'
import { identityOf } from './identity.ts'
import { kindOf } from './kind.ts'

interface Circumstances {
  /** All devices that are attached. */
  readonly all: readonly AttachedDevice[]
  readonly key?: KeyKind
  readonly isAtStart: boolean
}

function peripheralOf(device: AttachedDevice, { all, key, isAtStart }: Circumstances): Peripheral {
  const { vendorId, productId, port, interfaces, volumes } = device
  return {
    kind: key ? 'security-key' : kindOf(device),
    identity: identityOf(device, all),
    ...(vendorId !== undefined && { vendor_id: vendorId }),
    ...(productId !== undefined && { product_id: productId }),
    port,
    interfaces: [...interfaces],
    volumes: [...volumes],
    ...(key && { key }),
    ...(isAtStart && { at_start: true }),
  }
}

/** The facts of a device event but who, when and what happened. */
export const deviceFacts = (
  device: AttachedDevice,
  circumstances: Circumstances,
): Pick<PeripheralFacts, 'name' | 'vendorName' | 'serial' | 'peripheral'> => ({
  name: device.name,
  vendorName: device.vendorName,
  serial: device.serial,
  peripheral: peripheralOf(device, circumstances),
})
