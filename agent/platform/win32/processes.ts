/** Which program a process is. */
import { win32 } from 'node:path'
import type { Process } from '../../../events/ocsf.ts'
import { closeHandle, kernel32, textIn } from './libraries.ts'

const call = {
  open: kernel32.func('intptr_t __stdcall OpenProcess(uint32_t access, int inherit, uint32_t pid)'),
  imageName: kernel32.func(
    'int __stdcall QueryFullProcessImageNameW(intptr_t process, uint32_t flags, void *name, _Inout_ uint32_t *chars)',
  ),
} as const

const queryLimited = 0x1000
/** The longest path that Windows has. */
const pathChars = 32_768

/** The program of a process; undefined where it has ended, or may not be asked. */
export function programOf(pid: number): Process | undefined {
  const handle = Number(call.open(queryLimited, 0, pid))
  if (handle === 0) return undefined
  const buffer = Buffer.alloc(pathChars * 2)
  const isTold = call.imageName(handle, 0, buffer, [pathChars])
  closeHandle(handle)
  if (!isTold) return undefined
  const path = textIn(buffer)
  const name = win32.basename(path)
  return { name, pid, file: { name, path, type_id: 1 } }
}
