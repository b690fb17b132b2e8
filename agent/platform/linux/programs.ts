/** Which program a process is, from /proc. */
import { basename, join } from 'node:path'
import type { Process } from '../../../events/ocsf.ts'
import { targetOf, textOf } from './sysfs.ts'

/** The program of a process; undefined where it has ended. Without the right to look, its name alone. */
export function programOf(proc: string, pid: number): Process | undefined {
  const folder = join(proc, String(pid))
  const name = textOf(join(folder, 'comm'))
  if (name === undefined) return undefined
  const path = targetOf(join(folder, 'exe'))
  return {
    name,
    pid,
    ...(path !== undefined && { file: { name: basename(path), path, type_id: 1 } }),
  }
}
