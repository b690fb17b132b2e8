/** Reads what a disk says of itself (STORAGE_DEVICE_DESCRIPTOR, ntddstor.h). Pure. */

export interface Disk {
  readonly vendor?: string
  readonly product?: string
  readonly serial?: string
  /** STORAGE_BUS_TYPE: 7 is USB, 12 SD, 13 MMC. */
  readonly bus: number
  readonly isRemovable: boolean
}

/** Where the parts lie: flags, four offsets of texts from the start, bus. */
const at = { removable: 10, vendor: 12, product: 16, serial: 24, bus: 28 } as const
const headBytes = 36

/** The disk in an answer; undefined where it is too short to be one. */
export function readDisk(answer: Buffer): Disk | undefined {
  if (answer.length < headBytes) return undefined
  const text = (offset: number): string | undefined => {
    const start = answer.readUInt32LE(offset)
    if (start < headBytes || start >= answer.length) return undefined
    const end = answer.indexOf(0, start)
    const found = answer.toString('latin1', start, end < 0 ? answer.length : end).trim()
    return found === '' ? undefined : found
  }
  const [vendor, product, serial] = [text(at.vendor), text(at.product), text(at.serial)]
  return {
    ...(vendor !== undefined && { vendor }),
    ...(product !== undefined && { product }),
    ...(serial !== undefined && { serial }),
    bus: answer.readUInt32LE(at.bus),
    isRemovable: answer.readUInt8(at.removable) !== 0,
  }
}
