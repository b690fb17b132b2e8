/** How much room is left for what a path lies on. */
import { statfsSync } from 'node:fs'

/** Bytes that an account without special rights may still write. Throws the system's error. */
export function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize
}
