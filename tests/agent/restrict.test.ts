/** A volume of its own on this machine, as root: made read-only it really refuses a write, and mounted anew it is heard on. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { restrictVolume } from '../../agent/platform/linux/restrict.ts'
import { linux } from '../../agent/platform/linux.ts'
import { files } from '../../agent/sensors/files.ts'
import { sensingDir, startSensing, stopSensing } from './sensing.ts'

const mounts: string[] = []
afterEach(async () => {
  for (const path of mounts.splice(0)) spawnSync('umount', ['--lazy', path])
  await stopSensing()
})

const mount = (path: string): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'stick', path]).status === 0

/** A volume that is mounted, in memory; undefined where this machine mounts none. */
function mountVolume(): string | undefined {
  const path = join(realpathSync(sensingDir()), 'STICK')
  mkdirSync(path)
  if (!mount(path)) return undefined
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

  it('that is unmounted and mounted again between two looks is heard on', async () => {
    const path = mountVolume() ?? ''
    const sensing = startSensing(files, {
      platform: { ...linux(), removableDrives: async () => [{ path, label: 'STICK' }] },
      options: { quietMs: 20, drivesMs: 100 },
    })
    await sensing.policy({ removable_drives: true })
    expect(spawnSync('umount', [path]).status).toBe(0)
    expect(mount(path)).toBe(true)
    await sensing.policy({ removable_drives: true })
    execFileSync('sh', ['-c', 'echo list > "$1"', 'sh', join(path, 'list.csv')])
    const [event] = await sensing.told(1)
    expect(event).toMatchObject({ activity_name: 'Create', file: { name: 'list.csv' } })
  })
})
