/** A file system of a few MiB that a test can fill up: a tmpfs, where this user may mount one. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  readonly dir: string
  /** Takes all room that is left. */
  fill(): void
  /** Gives it back. */
  free(): void
  remove(): void
}

/** Why no small disk can be made here, or undefined. */
export const noSmallDisk: string | undefined =
  process.platform === 'linux' && process.getuid?.() === 0
    ? undefined
    : 'a small disk needs Linux and root (mount)'

/** Mounts a disk of `mebibytes`. Throws where the mount is refused. */
export function smallDisk(mebibytes: number): SmallDisk {
  const dir = mkdtempSync(join(tmpdir(), 'clientkeep-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', dir])
  if (mounted.status !== 0) throw new Error(`mount: ${mounted.stderr}`)
  const filler = join(dir, 'filler')
  return {
    dir,
    fill: () => {
      try {
        for (let size = 2 ** 20; ; ) writeFileSync(filler, Buffer.alloc(size), { flag: 'a' })
      } catch {
        // Full.
      }
    },
    free: () => rmSync(filler, { force: true }),
    remove: () => {
      spawnSync('umount', ['-l', dir])
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
