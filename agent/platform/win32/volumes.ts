/** Drive letters, and what Windows knows of the volumes and disks behind them. */

import { type Disk, readDisk } from './disk-descriptor.ts'
import { closeHandle, invalidHandle, kernel32, koffi, textIn } from './libraries.ts'

const mpr = koffi.load('mpr.dll')
const call = {
  drives: kernel32.func('uint32_t __stdcall GetLogicalDrives()'),
  type: kernel32.func('uint32_t __stdcall GetDriveTypeW(str16 root)'),
  information: kernel32.func(
    'int __stdcall GetVolumeInformationW(str16 root, void *name, uint32_t nameChars, _Out_ uint32_t *serial, void *longest, _Out_ uint32_t *flags, void *system, uint32_t systemChars)',
  ),
  space: kernel32.func(
    'int __stdcall GetDiskFreeSpaceExW(str16 root, void *available, _Out_ uint64_t *total, void *free)',
  ),
  createFile: kernel32.func(
    'intptr_t __stdcall CreateFileW(str16 path, uint32_t access, uint32_t share, void *security, uint32_t how, uint32_t flags, intptr_t template)',
  ),
  control: kernel32.func(
    'int __stdcall DeviceIoControl(intptr_t device, uint32_t code, void *in, uint32_t inBytes, void *out, uint32_t outBytes, _Out_ uint32_t *bytes, void *overlapped)',
  ),
  connection: mpr.func(
    'uint32_t __stdcall WNetGetConnectionW(str16 local, void *remote, _Inout_ uint32_t *chars)',
  ),
} as const

/** GetDriveTypeW. */
export const driveTypes = { removable: 2, fixed: 3, remote: 4 } as const

const readOnlyVolume = 0x80000
const shareReadAndWrite = 3
const openExisting = 3
const queryProperty = 0x2d1400
const storageDeviceNumber = 0x2d1080
const busUsb = 7
const nameChars = 261

export interface Volume {
  /** `E:\`. */
  readonly root: string
  readonly type: number
  readonly label: string
  /** The number that formatting gave it, as people write it: `1A2B-3C4D`. */
  readonly serial: string
  readonly sizeBytes: number
  readonly isReadOnly: boolean
  readonly disk: Disk | undefined
}

/** Letters that are given, as roots. */
export function driveRoots(): string[] {
  const bits = Number(call.drives())
  return Array.from({ length: 26 }, (_, index) => index)
    .filter(index => ((bits >>> index) & 1) === 1)
    .map(index => `${String.fromCharCode(65 + index)}:\\`)
}

export const driveType = (root: string): number => Number(call.type(root))

/** `\\.\E:`, opened with the access that is asked for; `invalidHandle` where it cannot be. */
export const openDevice = (name: string, access: number): number =>
  Number(call.createFile(`\\\\.\\${name}`, access, shareReadAndWrite, null, openExisting, 0, 0))

/** DeviceIoControl; the bytes of the answer, undefined where the device refuses. */
export function control(device: number, code: number, input: Buffer): Buffer | undefined {
  const answer = Buffer.alloc(4096)
  const bytes = [0]
  const isDone = call.control(device, code, input, input.length, answer, answer.length, bytes, null)
  return isDone ? answer.subarray(0, bytes[0]) : undefined
}

/** The number of the disk that a volume lies on (`\\.\PhysicalDrive2`). */
export function diskNumberOf(device: number): number | undefined {
  const answer = control(device, storageDeviceNumber, Buffer.alloc(0))
  return answer && answer.length >= 8 ? answer.readUInt32LE(4) : undefined
}

function diskOf(root: string): Disk | undefined {
  const device = openDevice(root.slice(0, 2), 0)
  if (device === invalidHandle) return undefined
  // STORAGE_PROPERTY_QUERY of the device, in its standard form: twelve bytes of zero.
  const answer = control(device, queryProperty, Buffer.alloc(12))
  closeHandle(device)
  return answer && readDisk(answer)
}

/** A volume; undefined where the drive is empty, such as a card reader without a card. */
function volumeAt(root: string): Volume | undefined {
  const [label, system] = [Buffer.alloc(nameChars * 2), Buffer.alloc(nameChars * 2)]
  const [serial, flags, total]: [number[], number[], (number | bigint)[]] = [[0], [0], [0]]
  if (!call.information(root, label, nameChars, serial, null, flags, system, nameChars))
    return undefined
  call.space(root, null, total, null)
  const digits = (serial[0] ?? 0).toString(16).toUpperCase().padStart(8, '0')
  return {
    root,
    type: driveType(root),
    label: textIn(label),
    serial: `${digits.slice(0, 4)}-${digits.slice(4)}`,
    sizeBytes: Number(total[0] ?? 0),
    isReadOnly: ((flags[0] ?? 0) & readOnlyVolume) !== 0,
    disk: diskOf(root),
  }
}

/** Fixed drives, and whether their disk hangs on USB; asked once, so that disks may sleep. */
const fixed = new Map<string, boolean>()

/** Whether a drive can be carried away: it says so, or its disk hangs on USB, whatever it says of itself. */
function isCarried(root: string): boolean {
  const type = driveType(root)
  if (type === driveTypes.removable) return true
  if (type !== driveTypes.fixed) return false
  const known = fixed.get(root) ?? diskOf(root)?.bus === busUsb
  fixed.set(root, known)
  return known
}

/** Volumes that can be carried away and are there now. */
export function carriedVolumes(): Volume[] {
  const roots = driveRoots()
  for (const root of fixed.keys()) if (!roots.includes(root)) fixed.delete(root)
  return roots.filter(isCarried).flatMap(root => volumeAt(root) ?? [])
}

/** The share that a drive letter stands for. */
export function shareOf(root: string): string | undefined {
  const name = Buffer.alloc(2048)
  return call.connection(root.slice(0, 2), name, [1024]) === 0 ? textIn(name) : undefined
}
