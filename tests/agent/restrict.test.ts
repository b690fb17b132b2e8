/** A volume that policy makes read-only really refuses a write: a file system of its own on this machine, as root. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { restrictVolume } from '../../agent/platform/linux/restrict.ts'
import { sensingDir, stopSensing } from './sensing.ts'

const mounts: string[] = []
afterEach(async () => {
  for (const path of mounts.splice(0)) spawnSync('umount', ['--lazy', path])
  await stopSensing()
})

/** A volume that is mounted, in memory; undefined where this machine mounts none. */
function mountVolume(): string | undefined {
  const path = join(sensingDir(), 'STICK')
  mkdirSync(path)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'stick', path]).status !== 0)
    return undefined
  mounts.push(path)
  return path
}

const volume = process.platform === 'linux' && process.getuid?.() === 0 ? mountVolume() : undefined
if (!volume) console.warn('skipped: no volume can be mounted here (Linux and root are needed)')

describe.skipIf(!volume)('a volume', () => {
  it('that is made read-only refuses a write, and is read on', async () => {
    const path = volume ?? ''
    const file = join(path, 'list.csv')
    execFileSync('sh', ['-c', 'echo before > "$1"', 'sh', file])
    expect(await restrictVolume(path, 'read-only')).toBeUndefined()
    const write = spawnSync('sh', ['-c', 'echo after > "$1"', 'sh', file])
    expect(write.status).not.toBe(0)
    expect(write.stderr.toString()).toContain('Read-only file system')
    expect(execFileSync('cat', [file]).toString()).toBe('before\n')
    expect(await restrictVolume(path, 'deny')).toBeUndefined()
    expect(existsSync(file)).toBe(false)
  })
})
