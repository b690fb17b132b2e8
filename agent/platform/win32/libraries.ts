/** The libraries of Windows, and text as their calls take and give it. Handles are numbers. */
import { koffi } from '../koffi.ts'

export { koffi }
export const kernel32 = koffi.load('kernel32.dll')
export const user32 = koffi.load('user32.dll')
export const advapi32 = koffi.load('advapi32.dll')
export const wtsapi32 = koffi.load('wtsapi32.dll')

/** What calls that open something give where they cannot. */
export const invalidHandle = -1

const call = {
  lastError: kernel32.func('uint32_t __stdcall GetLastError()'),
  closeHandle: kernel32.func('int __stdcall CloseHandle(intptr_t handle)'),
  localFree: kernel32.func('void *__stdcall LocalFree(void *memory)'),
} as const

/** The number of this thread's last error (winerror.h). */
export const lastError = (): number => Number(call.lastError())

/** `error 5`, for messages. */
export const failure = (what: string): string => `${what}: Windows error ${lastError()}`

export const closeHandle = (handle: number): void => {
  call.closeHandle(handle)
}

/** Frees what a call of advapi32 or crypt32 allocated. */
export const localFree = (memory: unknown): void => {
  call.localFree(memory)
}

/** The text in a buffer of UTF-16, up to its first zero. */
export function textIn(buffer: Buffer): string {
  const text = buffer.toString('utf16le')
  const end = text.indexOf('\0')
  return end < 0 ? text : text.slice(0, end)
}

/** The texts of a list that a further zero ends (`REG_MULTI_SZ`). */
export const textsIn = (buffer: Buffer): string[] => {
  const texts = buffer.toString('utf16le').split('\0')
  const end = texts.indexOf('')
  return end < 0 ? texts : texts.slice(0, end)
}

/** The text that a pointer points to. */
export const textAt = (pointer: unknown): string => String(koffi.decode(pointer, 'char16_t', -1))
