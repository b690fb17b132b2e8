/** Making names in a folder durable: a file's own sync does not cover its name. */
import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Returns when the names in `dir` are on disk. Windows keeps names with the files. */
export function syncFolder(dir: string): void {
  if (process.platform === 'win32') return
  const fd = openSync(dir, 'r')
  fsyncSync(fd)
  closeSync(fd)
}
