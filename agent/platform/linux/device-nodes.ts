/** Hears from the kernel that something was plugged in or out: it makes and removes nodes under `/dev`, with udev or without. What it is, sysfs tells. */
import { type FSWatcher, watch } from 'node:fs'
import { join } from 'node:path'
import { namesIn } from './sysfs.ts'

/** Calls at each change of device nodes until the signal aborts; false where there are none to watch. */
export function watchDeviceNodes(dev: string, onChange: () => void, signal: AbortSignal): boolean {
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

  const usb = join(dev, 'bus', 'usb')
  function followBuses(): void {
    for (const bus of namesIn(usb)) follow(join(usb, bus), onChange)
    onChange()
  }
  const isHeard = follow(usb, followBuses)
  followBuses()
  const ofInterest = /^(hidraw|sd|mmcblk|bus)/
  const isNamed = (name: string | null) => name !== null && ofInterest.test(name)
  return follow(dev, name => isNamed(name) && followBuses()) && isHeard
}
