/**
 * Asks Windows for the changes below one folder (ReadDirectoryChangesW). Windows keeps them in a buffer of the open folder between two
 * looks; when that is full all of them are lost, and the look says so. Node's own watch has a buffer of 4 KB and tells no loss.
 */
import { closeHandle, failure, invalidHandle, kernel32, lastError } from './libraries.ts'
import { type RawChange, readNotifications } from './notifications.ts'

const call = {
  createFile: kernel32.func(
    'intptr_t __stdcall CreateFileW(str16 path, uint32_t access, uint32_t share, void *security, uint32_t how, uint32_t flags, intptr_t template)',
  ),
  readChanges: kernel32.func(
    'int __stdcall ReadDirectoryChangesW(intptr_t folder, void *buffer, uint32_t bytes, int subtree, uint32_t filter, void *bytesReturned, void *overlapped, void *completion)',
  ),
  cancel: kernel32.func('int __stdcall CancelIo(intptr_t handle)'),
  result: kernel32.func(
    'int __stdcall GetOverlappedResult(intptr_t handle, void *overlapped, _Out_ uint32_t *bytes, int wait)',
  ),
} as const

const listFolder = 1
/** Others may read, write and remove: the folder and what is in it stay free for everybody. */
const shareAll = 7
const openExisting = 3
const backupSemantics = 0x02000000
const overlapped = 0x40000000

export const changesOf = { files: 0x1 | 0x8 | 0x10, folders: 0x2 } as const

/** The most that works over a network (documentation of ReadDirectoryChangesW). */
const bufferBytes = 65_536
/** OVERLAPPED: status, bytes, offset, event; eight bytes each. */
const overlappedBytes = 32
const pending = 0x103n

/** `lost`: there were more than the buffer holds; `ended`: the folder can be asked no more. */
export type Look = readonly RawChange[] | 'lost' | 'ended'

export interface FolderChanges {
  /** What changed since the last look. Does not wait. */
  look(): Look
  close(): void
}

/** Opens a folder's changes, with all below it, or says why that cannot be. */
export function openChanges(folder: string, filter: number): FolderChanges | string {
  const flags = backupSemantics + overlapped
  const handle = Number(call.createFile(folder, listFolder, shareAll, null, openExisting, flags, 0))
  if (handle === invalidHandle) return failure(folder)
  // One piece, so that it is never moved: Windows writes into it while the program does something else.
  const memory = Buffer.allocUnsafeSlow(overlappedBytes + bufferBytes)
  const state = memory.subarray(0, overlappedBytes)
  const buffer = memory.subarray(overlappedBytes)
  let isOpen = true

  function ask(): boolean {
    state.fill(0)
    return Boolean(call.readChanges(handle, buffer, bufferBytes, 1, filter, null, state, null))
  }

  function close(): void {
    if (!isOpen) return
    isOpen = false
    // Windows writes into the memory until the question is taken back: it must not be anything else by then.
    if (call.cancel(handle) || state.readBigUInt64LE(0) === pending)
      call.result(handle, state, [0], 1)
    closeHandle(handle)
  }

  if (!ask()) {
    const why = `${folder}: changes cannot be asked for (error ${lastError()})`
    close()
    return why
  }
  return {
    look: () => {
      if (!isOpen) return 'ended'
      const status = state.readBigUInt64LE(0)
      if (status === pending) return []
      const bytes = Number(state.readBigUInt64LE(8))
      const changes = bytes > 0 ? readNotifications(buffer.subarray(0, bytes)) : 'lost'
      const isWell = status === 0n || status === 0x10cn
      if (!isWell || !ask()) {
        close()
        return 'ended'
      }
      return changes
    },
    close,
  }
}
