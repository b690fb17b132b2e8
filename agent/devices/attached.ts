/** A device as the operating system knows it, and the face by which a platform tells of its devices. */
import type { Volume } from '../../events/peripheral-activity.ts'

export interface AttachedDevice {
  /** The same as long as the device stays plugged in; another one after it was pulled out and put in. */
  readonly id: string
  /** Where it is plugged in, in words: `usb 1-2.3`. */
  readonly port: string
  readonly name: string
  readonly vendorName?: string
  /** Four hexadecimal digits, lower case. */
  readonly vendorId?: string
  readonly productId?: string
  readonly serial?: string
  /** USB class, subclass and protocol of each interface, hexadecimal: `08/06/50`. */
  readonly interfaces: readonly string[]
  /** What interfaces call themselves, such as `MTP`. */
  readonly interfaceNames: readonly string[]
  /** The firmware says that it cannot be pulled out. */
  readonly isBuiltIn: boolean
  /** It has a HID collection of the FIDO usage page. */
  readonly isFido: boolean
  /** A memory card or another store that is no USB device. */
  readonly isStorage: boolean
  readonly volumes: readonly Volume[]
}

export interface Devices {
  /** What is attached now, without hubs. */
  list(): readonly AttachedDevice[]
  /** Calls when something was plugged in or out, sooner than the next look would see it; false where nothing can be heard. */
  hint(onChange: () => void, signal: AbortSignal): boolean
}
