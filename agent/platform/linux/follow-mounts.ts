/** Hears of mounts and unmounts from the kernel: `/proc/self/mountinfo` wakes who polls it (proc(5)). */
import { closeSync, openSync } from 'node:fs'
import { pollPriority } from './native.ts'

/** A thread waits this long at most, so that the agent ends soon after it is told to. */
const waitMs = 1000

/** Calls `listener` after each change until the signal aborts; false where the table cannot be polled. */
export function followMounts(
  mountinfo: string,
  listener: () => void,
  signal: AbortSignal,
): boolean {
  let table: number
  try {
    table = openSync(mountinfo, 'r')
  } catch {
    return false
  }
  async function follow(): Promise<void> {
    while (!signal.aborted) if (await pollPriority(table, waitMs)) listener()
  }
  follow()
    .catch(() => {})
    .finally(() => closeSync(table))
  return true
}
