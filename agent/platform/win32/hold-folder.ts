/**
 * Holds a folder open without letting others remove or rename it: as long as it is open Windows refuses that for it and for all
 * folders that it lies in, so that its path leads there and nowhere else.
 */
import { win32 } from 'node:path'
import { isWithin } from '../../files/feed.ts'
import type { HeldFolder } from '../../vault/place-handle.ts'
import { closeHandle, invalidHandle, kernel32, textIn } from './libraries.ts'

const call = {
  createFile: kernel32.func(
    'intptr_t __stdcall CreateFileW(str16 path, uint32_t access, uint32_t share, void *security, uint32_t how, uint32_t flags, intptr_t template)',
  ),
  finalPath: kernel32.func(
    'uint32_t __stdcall GetFinalPathNameByHandleW(intptr_t handle, void *path, uint32_t chars, uint32_t flags)',
  ),
} as const

const listFolder = 1
/** Files in it may be read and written; the folder itself may not be removed or renamed. */
const shareReadAndWrite = 3
const openExisting = 3
const backupSemantics = 0x02000000
const pathChars = 32_768

/** `\\?\C:\…` and `\\?\UNC\server\…` as people write them. */
const plainPath = (path: string): string =>
  path.replace(/^\\\\\?\\UNC\\/i, '\\\\').replace(/^\\\\\?\\/, '')

function realPath(handle: number): string | undefined {
  const buffer = Buffer.alloc(pathChars * 2)
  const chars = Number(call.finalPath(handle, buffer, pathChars, 0))
  return chars > 0 && chars < pathChars ? plainPath(textIn(buffer)) : undefined
}

function openFolder(path: string): number {
  return Number(
    call.createFile(path, listFolder, shareReadAndWrite, null, openExisting, backupSemantics, 0),
  )
}

/** The path behind links and drives that stand for a share. */
function realPlace(place: string): string {
  const handle = openFolder(place)
  if (handle === invalidHandle) return place
  const real = realPath(handle)
  closeHandle(handle)
  return real ?? place
}

/** Opens the folder of `path`; undefined where it is gone, or does not lie in `place` any more. */
export async function holdFolder(path: string, place: string): Promise<HeldFolder | undefined> {
  const handle = openFolder(win32.dirname(path))
  if (handle === invalidHandle) return undefined
  const real = realPath(handle)
  // Windows does not tell upper case from lower case in names.
  if (real === undefined || !isWithin(real.toLowerCase(), realPlace(place).toLowerCase())) {
    closeHandle(handle)
    return undefined
  }
  return {
    at: name => win32.join(real, win32.basename(name)),
    close: async () => closeHandle(handle),
  }
}
