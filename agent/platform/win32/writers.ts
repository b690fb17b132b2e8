/** Whether somebody still writes to a file: Windows tells of writes, but not that a file was closed. */
import { closeHandle, invalidHandle, kernel32, lastError, textIn } from './libraries.ts'

const call = {
  createFile: kernel32.func(
    'intptr_t __stdcall CreateFileW(str16 path, uint32_t access, uint32_t share, void *security, uint32_t how, uint32_t flags, intptr_t template)',
  ),
  attributes: kernel32.func('uint32_t __stdcall GetFileAttributesW(str16 path)'),
  longPath: kernel32.func(
    'uint32_t __stdcall GetLongPathNameW(str16 path, void *buffer, uint32_t chars)',
  ),
} as const

const genericRead = 0x80000000
/** Opened by us, but not for writing, a file may be open elsewhere. */
const shareReadAndDelete = 5
const openExisting = 3
const errors = { inUse: [32, 33], gone: [2, 3, 53, 55, 67] } as const
const folderBit = 0x10
const noAttributes = 0xffffffff
const pathChars = 32_768

export type Writing = 'closed' | 'open' | 'folder' | 'gone'

/** What a path is just now; a file that may not be opened counts as closed: reading it will say why it cannot be read. */
export function writingOf(path: string): Writing {
  const handle = Number(
    call.createFile(path, genericRead, shareReadAndDelete, null, openExisting, 0, 0),
  )
  if (handle !== invalidHandle) {
    closeHandle(handle)
    return 'closed'
  }
  const error = lastError()
  if (errors.inUse.some(code => code === error)) return 'open'
  if (errors.gone.some(code => code === error)) return 'gone'
  const attributes = Number(call.attributes(path))
  if (attributes === noAttributes) return 'gone'
  return (attributes & folderBit) === folderBit ? 'folder' : 'closed'
}

/** The path without short names (`REPORT~1.CSV`), which old programs use. */
export function longPath(path: string): string {
  if (!path.includes('~')) return path
  const buffer = Buffer.alloc(pathChars * 2)
  return call.longPath(path, buffer, pathChars) > 0 ? textIn(buffer) : path
}
