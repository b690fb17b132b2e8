/** Reads HID report descriptors as far as their usage pages (USB HID 1.11, section 6.2.2). Pure. */

/** Usage page of FIDO authenticators (CTAP 2.1, section 11.2.8.1). */
export const fidoUsagePage = 0xf1d0

const longItem = 0xfe
const usagePageTag = 0x04

/** Whether a descriptor has a collection of the usage page; what is cut short counts as far as it goes. */
export function hasUsagePage(descriptor: Uint8Array, page: number): boolean {
  for (let at = 0; at < descriptor.length; ) {
    const prefix = descriptor[at] ?? 0
    if (prefix === longItem) {
      at += 3 + (descriptor[at + 1] ?? 0)
      continue
    }
    const size = [0, 1, 2, 4][prefix & 3] ?? 0
    if ((prefix & 0xfc) === usagePageTag && at + size < descriptor.length) {
      let value = 0
      for (let byte = size; byte > 0; byte -= 1) value = value * 256 + (descriptor[at + byte] ?? 0)
      if (value === page) return true
    }
    at += 1 + size
  }
  return false
}
