/** Gives the thread that calls it less of a busy processor. Only Linux knows priorities of threads; elsewhere nothing changes. */
import { readlinkSync } from 'node:fs'
import { constants, getPriority, setPriority } from 'node:os'
import { basename } from 'node:path'

const steps = 5

/** Where both want the same processor, acknowledging events goes before looking at them: what is journaled can wait. */
export function yieldToIngest(): void {
  if (process.platform !== 'linux') return
  try {
    const thread = Number(basename(readlinkSync('/proc/thread-self')))
    setPriority(thread, Math.min(getPriority() + steps, constants.priority.PRIORITY_LOW))
  } catch {
    // Without /proc it has the priority of all others.
  }
}
