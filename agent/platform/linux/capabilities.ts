/** Which capabilities the agent itself has (capabilities(7)). */
import { textOf } from './sysfs.ts'

export const capSysAdmin = 21

/** Whether a set of this process (`CapEff`, `CapAmb` …) has the capability with this number. */
export function hasCapability(set: string, number: number): boolean {
  const hex = textOf('/proc/self/status')?.match(new RegExp(`^${set}:\\s*([0-9a-f]+)$`, 'm'))?.[1]
  return hex !== undefined && ((BigInt(`0x${hex}`) >> BigInt(number)) & 1n) === 1n
}
