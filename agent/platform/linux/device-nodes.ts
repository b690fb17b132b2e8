/** Hears from the kernel that something was plugged in or out: it makes and removes nodes under `/dev`, with udev or without. What it is, sysfs tells. */
import { type FSWatcher, watch } from 'node:fs'
import { join } from 'node:path'
import { namesIn } from './sysfs.ts'

/** Calls at each change of device nodes until the signal aborts; false where there are none to watch. `isOfKernel`: it makes them there itself, also where there is none yet. */
export function watchDeviceNodes(
  { dev, isOfKernel }: { readonly dev: string; readonly isOfKernel: boolean },
  onChange: () => void,
  signal: AbortSignal,
): boolean {
  const watched = new Map<string, FSWatcher>()

  function follow(folder: string, onName: (name: string | null) => void): boolean {
    if (watched.has(folder)) return true
    try {
      const watcher = watch(folder, { signal }, (_, name) => onName(name))
      const forget = () => {
        watcher.close()
        watched.delete(folder)
      }
      watcher.on('error', forget)
      watched.set(folder, watcher)
      return true
    } catch {
      return false
    }
  }

  const buses = join(dev, 'bus')
  const usb = join(buses, 'usb')
  /** A machine may get its first bus late, with a dock. */
  function followBuses(): boolean {
    follow(buses, followBuses)
    const isHeard = follow(usb, followBuses)
    for (const bus of namesIn(usb)) follow(join(usb, bus), onChange)
    onChange()
    return isHeard
  }
  const isHeard = followBuses() || isOfKernel
  const ofInterest = /^(hidraw|sd|mmcblk|bus)/
  const isNamed = (name: string | null) => name !== null && ofInterest.test(name)
  return follow(dev, name => isNamed(name) && followBuses()) && isHeard
}
