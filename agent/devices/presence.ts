/** Tells which devices came and went from one list to the next. A device that is back within a grace time was never gone. Pure: time is handed in. */
import type { AttachedDevice } from './attached.ts'

export interface Change {
  readonly came: readonly AttachedDevice[]
  readonly went: readonly AttachedDevice[]
  /** Devices whose volumes appeared. */
  readonly opened: readonly AttachedDevice[]
  /** When to look again at the latest, UTC epoch milliseconds: a grace time ends then. */
  readonly dueAt?: number
}

interface Known {
  readonly device: AttachedDevice
  goneAt?: number
}

/** The same device plugged in again: by serial number, or without one by where it is plugged in. */
const samenessOf = ({ vendorId, productId, serial, port }: AttachedDevice): string =>
  JSON.stringify([vendorId, productId, serial ?? port])

export interface Presence {
  readonly present: readonly AttachedDevice[]
  update(devices: readonly AttachedDevice[], now: number): Change
}

/** Starts with nobody present, or with `known` of an earlier run. */
export function createPresence(graceMs: number, earlier: readonly AttachedDevice[] = []): Presence {
  const known = new Map<string, Known>(earlier.map(device => [device.id, { device }]))

  /** An absent device that this one is: it was not gone. */
  function takeBack(device: AttachedDevice, ids: ReadonlySet<string>): Known | undefined {
    if (graceMs === 0) return undefined
    const sameness = samenessOf(device)
    const found = [...known].find(
      ([id, other]) => !ids.has(id) && samenessOf(other.device) === sameness,
    )
    if (found) known.delete(found[0])
    return found?.[1]
  }

  return {
    get present() {
      return [...known.values()].map(({ device }) => device)
    },
    update(devices, now) {
      const ids = new Set(devices.map(({ id }) => id))
      const came: AttachedDevice[] = []
      const opened: AttachedDevice[] = []
      for (const device of devices) {
        const before = known.get(device.id) ?? takeBack(device, ids)
        if (!before) came.push(device)
        else if (before.device.volumes.length === 0 && device.volumes.length > 0)
          opened.push(device)
        known.set(device.id, { device })
      }
      const went: AttachedDevice[] = []
      let dueAt: number | undefined
      for (const [id, entry] of known) {
        if (ids.has(id)) continue
        entry.goneAt ??= now
        const goneFor = now - entry.goneAt
        if (goneFor >= graceMs) {
          known.delete(id)
          went.push(entry.device)
        } else dueAt = Math.min(dueAt ?? Number.POSITIVE_INFINITY, entry.goneAt + graceMs)
      }
      return { came, went, opened, ...(dueAt === undefined ? {} : { dueAt }) }
    },
  }
}
