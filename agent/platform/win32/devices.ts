/** What is plugged in, and the drives among it that can be carried away. */
import type { AttachedDevice, Devices } from '../../devices/attached.ts'
import { identityOf } from '../../devices/identity.ts'
import type { Drive } from '../platform.ts'
import { attachedDevices } from './attached-devices.ts'
import { openDeviceNodes } from './device-nodes.ts'
import { carriedVolumes, driveRoots, type Volume } from './volumes.ts'

/** Windows tells of new devices to windows and services only: the lists of ids are compared instead, which asks nothing of the devices. */
const lookMs = 400

/** The devices of this machine. */
export function windowsDevices(): Devices {
  const nodes = openDeviceNodes()
  const state = () => `${driveRoots().join('')}\n${nodes.state()}`
  return {
    list: () => attachedDevices(nodes.list(), carriedVolumes()),
    hint: (onChange, signal) => {
      let before = state()
      const timer = setInterval(() => {
        const now = state()
        if (now !== before) onChange()
        before = now
      }, lookMs)
      signal.addEventListener('abort', () => clearInterval(timer))
      return true
    },
  }
}

function driveOf(
  { root, label, serial, isReadOnly }: Volume,
  all: readonly AttachedDevice[],
): Drive {
  const letter = root.slice(0, 2)
  const owner = all.find(({ volumes }) => volumes.some(({ device }) => device === letter))
  return {
    path: root,
    label: label === '' ? letter : `${label} (${letter})`,
    isReadOnly,
    ...(owner && {
      identity: {
        name: owner.name,
        identity: identityOf(owner, all),
        ...(owner.vendorId !== undefined && { vendor_id: owner.vendorId }),
        ...(owner.productId !== undefined && { product_id: owner.productId }),
        ...(owner.serial !== undefined && { serial: owner.serial }),
        uuid: serial,
      },
    }),
  }
}

/** Drives that can be carried away, each with the device that it lies on. */
export function windowsDrives(devices: Devices): Drive[] {
  const volumes = carriedVolumes()
  if (volumes.length === 0) return []
  const all = devices.list()
  return volumes.map(volume => driveOf(volume, all))
}
