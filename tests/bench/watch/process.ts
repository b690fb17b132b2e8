/** What a process uses, as Linux counts it. */
import { readFileSync } from 'node:fs'

/** CPU time of a process so far, milliseconds (proc(5) stat; the kernel's ticks are 10 ms). */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** A size of /proc/PID/smaps_rollup in MB (10⁶ bytes): `Rss`, or `Private_Dirty`, which is the process's alone. */
export function memoryMb(pid: number, name: 'Rss' | 'Private_Dirty'): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1')
  return (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) * 1024) / 1e6
}
