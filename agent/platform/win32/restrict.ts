/**
 * Takes writing, or the whole volume, away from everybody. A volume that a program has files open on stays as it is, and that is said.
 * Windows gives these rights to administrators and to the system.
 */
import { closeHandle, failure, invalidHandle } from './libraries.ts'
import { control, diskNumberOf, openDevice } from './volumes.ts'

const readAndWrite = 0xc0000000
const lockVolume = 0x90018
const dismountVolume = 0x90020
const ejectMedia = 0x2d4808
const setDiskAttributes = 0x7c0f4
const nothing = Buffer.alloc(0)

/** SET_DISK_ATTRIBUTES: read-only, until the disk is taken out. */
function readOnlyAttribute(): Buffer {
  const wanted = Buffer.alloc(40)
  wanted.writeUInt32LE(wanted.length, 0)
  wanted.writeBigUInt64LE(2n, 8)
  wanted.writeBigUInt64LE(2n, 16)
  return wanted
}

/** The usual way to take a drive out: nobody may have it open, then it is given back and ejected. */
function takeAway(letter: string): string | undefined {
  const volume = openDevice(letter, readAndWrite)
  if (volume === invalidHandle) return failure(`${letter} cannot be opened`)
  try {
    if (!control(volume, lockVolume, nothing)) return failure(`${letter} is in use`)
    if (!control(volume, dismountVolume, nothing)) return failure(`${letter} cannot be dismounted`)
    // A disk that cannot be ejected stays dismounted until somebody opens the drive again.
    return control(volume, ejectMedia, nothing) ? undefined : failure(`${letter} cannot be ejected`)
  } finally {
    closeHandle(volume)
  }
}

function makeReadOnly(letter: string): string | undefined {
  const volume = openDevice(letter, 0)
  const number = volume === invalidHandle ? undefined : diskNumberOf(volume)
  if (volume !== invalidHandle) closeHandle(volume)
  if (number === undefined) return failure(`the disk of ${letter} cannot be told`)
  const disk = openDevice(`PhysicalDrive${number}`, readAndWrite)
  if (disk === invalidHandle) return failure(`the disk of ${letter} cannot be opened`)
  const isDone = control(disk, setDiskAttributes, readOnlyAttribute())
  const why = isDone ? undefined : failure(`the disk of ${letter} cannot be made read-only`)
  closeHandle(disk)
  return why
}

/** Gives undefined when it is done, else why it is not. */
export async function restrictVolume(
  path: string,
  access: 'read-only' | 'deny',
): Promise<string | undefined> {
  const letter = path.slice(0, 2)
  return access === 'deny' ? takeAway(letter) : makeReadOnly(letter)
}
