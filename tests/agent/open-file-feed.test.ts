/** The kernel's feed on a file system without handles: an overlay, mounted by this machine's own kernel. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { hasCapability } from '../../agent/platform/linux/capabilities.ts'
import { bit } from '../../agent/platform/linux/fanotify.ts'
import { handleOf } from '../../agent/platform/linux/native.ts'
import { followOpenFiles } from '../../agent/platform/linux/open-file-feed.ts'
import { eventually } from '../collector/harness.ts'
import { sensingDir, stopSensing } from './sensing.ts'

/** An overlay's folder; undefined where none can be mounted. */
function mountOverlay(): string | undefined {
  const dir = realpathSync(sensingDir())
  for (const name of ['lower', 'upper', 'work', 'all']) mkdirSync(join(dir, name))
  const [all, ...layers] = ['all', 'lower', 'upper', 'work'].map(name => join(dir, name))
  const [lower, upper, work] = layers
  const options = `lowerdir=${lower},upperdir=${upper},workdir=${work}`
  try {
    execFileSync('mount', ['-t', 'overlay', 'overlay', '-o', options, all ?? ''], { stdio: 'pipe' })
    return all
  } catch {
    return undefined
  }
}

const hasRight = process.platform === 'linux' && hasCapability('CapEff', 21)
const overlay = hasRight ? mountOverlay() : undefined
if (overlay === undefined)
  console.warn('skipped: a file system without handles needs root on Linux, and overlays')

describe.skipIf(overlay === undefined)('a file system without handles', () => {
  const dir = overlay ?? ''
  const feeds: { close(): void }[] = []
  const failures: string[] = []
  afterEach(async () => {
    for (const feed of feeds.splice(0)) feed.close()
    execFileSync('umount', [dir])
    await stopSensing()
  })

  it('tells which programs start and who writes, by path and process', async () => {
    expect(handleOf(dir)).toHaveProperty('error')
    const events: string[] = []
    const follow = (mask: number, what: string) =>
      followOpenFiles({
        places: [dir],
        mask,
        onEvent: (path, pid) => events.push(`${what} ${path} ${pid}`),
        onFailure: reason => failures.push(reason),
      })
    feeds.push(follow(bit.exec, 'started'), follow(bit.closeWrite, 'wrote'))
    copyFileSync('/usr/bin/cp', join(dir, 'copier'))
    const child = spawn(join(dir, 'copier'), ['/etc/hostname', join(dir, 'copy')])
    await once(child, 'exit')
    await eventually(() => (events.length > 1 ? true : undefined), 'the start and the write')
    expect(events.toSorted()).toEqual([
      `started ${join(dir, 'copier')} ${child.pid}`,
      `wrote ${join(dir, 'copy')} ${child.pid}`,
    ])
    expect(failures).toEqual([])
  })
})
