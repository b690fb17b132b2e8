/** The files sensor as the agent runs it, on this machine's own file system. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Value from 'typebox/value'
import { afterEach, describe, expect, it } from 'vitest'
import type { FileFeedListener } from '../../agent/files/feed.ts'
import { hasCapability } from '../../agent/platform/linux/capabilities.ts'
import { kernelFeed } from '../../agent/platform/linux/kernel-feed.ts'
import { openProcesses } from '../../agent/platform/linux/processes.ts'
import { linux } from '../../agent/platform/linux.ts'
import type { Platform } from '../../agent/platform/platform.ts'
import { files } from '../../agent/sensors/files.ts'
import { type FileActivity, FileActivity as Shape } from '../../events/file-activity.ts'
import type { WatchPolicy } from '../../events/policy.ts'
import { eventually } from '../collector/harness.ts'
import { bareSystem, type Sensing, sensingDir, startSensing, stopSensing } from './sensing.ts'

afterEach(stopSensing)

const hasRight = process.platform === 'linux' && hasCapability('CapEff', 21)
if (!hasRight) console.warn('skipped: who wrote a file can be told as root on Linux only')

const fileEvents = ({ events }: Sensing): FileActivity[] =>
  events.map((event): unknown => event).filter(event => Value.Check(Shape, event))

const seen = (sensing: Sensing, name: string, activity?: string) =>
  eventually(
    () =>
      fileEvents(sensing).find(
        ({ file, activity_name }) =>
          file.name === name && (activity === undefined || activity_name === activity),
      ),
    `${activity ?? 'an event'} of ${name}`,
  )

async function watching(
  dir: string,
  platform = linux(),
  more: Partial<WatchPolicy> = {},
): Promise<Sensing> {
  const sensing = startSensing(files, { platform, options: { quietMs: 20, openMs: 50 } })
  await sensing.policy({ places: [{ path: dir, kind: 'folder', label: 'Work' }], ...more })
  return sensing
}

describe('the files sensor', () => {
  it('says that it cannot tell who wrote where the system does not', async () => {
    const dir = realpathSync(sensingDir())
    const sensing = await watching(dir, bareSystem)
    writeFileSync(join(dir, 'a.txt'), 'x')
    const event = await seen(sensing, 'a.txt')
    expect(event.unmapped.clientkeep.attribution).toBe('owner')
    expect(sensing.degraded.join()).toContain('who writes a file is not known')
  })

  it('reads what an earlier run had found and not read', async () => {
    const dir = realpathSync(sensingDir())
    const state = sensingDir()
    const options = { quietMs: 20 }
    const place = { path: dir, kind: 'folder', label: 'Work' } as const
    const waits = { ...bareSystem }
    const first = startSensing(files, { platform: waits, dir: state, options, room: () => false })
    await first.policy({ places: [place] })
    for (let index = 0; index < 50; index += 1) writeFileSync(join(dir, `f${index}`), 'x')
    await eventually(() => (first.refusals() > 0 ? true : undefined), 'the first scan')
    await new Promise(resolve => setTimeout(resolve, 300))
    await first.stop()
    expect(fileEvents(first)).toEqual([])
    const second = startSensing(files, { platform: bareSystem, dir: state, options })
    await second.told(50)
    expect(new Set(fileEvents(second).map(({ file }) => file.name)).size).toBe(50)
  })
})

describe('a drive', () => {
  /** A drive whose feed tells nothing but what the test hands it. */
  async function plugged(compareMs = 100) {
    const dir = realpathSync(sensingDir())
    let drives = [{ path: dir, label: 'STICK' }]
    let feed: FileFeedListener | undefined
    let mounted = () => {}
    const sensing = startSensing(files, {
      platform: {
        ...bareSystem,
        removableDrives: async () => drives,
        onMounts: async listener => {
          mounted = listener
          return true
        },
        fileFeed: async listener => {
          feed = listener
          return { knowsDoer: true, watch: async () => undefined, unwatch() {}, close() {} }
        },
      },
      options: { quietMs: 20, compareMs },
    })
    await sensing.policy({ removable_drives: true })
    const write = (name: string, isTold: boolean) => {
      writeFileSync(join(dir, name), 'x')
      if (isTold) feed?.onChange({ kind: 'closed', path: join(dir, name), isNew: true, doer: {} })
    }
    const pull = () => {
      drives = []
      mounted()
    }
    return { sensing, write, pull }
  }

  it('is compared with what was seen of it, and what no event told of is read', async () => {
    const { sensing, write, pull } = await plugged()
    write('missed.txt', false)
    write('told.txt', true)
    await seen(sensing, 'told.txt')
    await seen(sensing, 'missed.txt')
    const reason = 'files on a drive were found that no event told of'
    expect(sensing.degraded).toContain(reason)
    // The comparison that the found file itself made due.
    await eventually(() => (fileEvents(sensing).length === 2 ? true : undefined), 'both, once')
    pull()
  })

  it('that is pulled out before it could be compared is told', async () => {
    const { sensing, write, pull } = await plugged(60_000)
    write('told.txt', true)
    await seen(sensing, 'told.txt')
    pull()
    const words = 'drive STICK was gone before what it holds was compared with what was seen'
    await eventually(() => (sensing.degraded.includes(words) ? true : undefined), 'the words')
  })
})

describe.skipIf(!hasRight)('the files sensor as root', () => {
  it('tells who wrote a file', async () => {
    const dir = realpathSync(sensingDir())
    const sensing = await watching(dir)
    // As a log-in does, where the kernel allows it; else there is no session. The program is there until it was looked at.
    const script = `{ echo 1000 > /proc/self/loginuid; } 2> /dev/null; cat /proc/self/sessionid
      exec dd of=copied.txt status=none`
    const shell = spawn('sh', ['-c', script], { cwd: dir, stdio: ['pipe', 'pipe', 'inherit'] })
    const [session] = await once(shell.stdout.setEncoding('utf8'), 'data')
    const event = await seen(sensing, 'copied.txt')
    shell.stdin.end()
    const isNone = session === '4294967295'
    expect(event).toMatchObject({
      activity_name: 'Create',
      actor: { user: { uid: isNone ? '0' : '1000' }, process: { name: 'dd' } },
      unmapped: { clientkeep: { attribution: 'process', ...(!isNone && { ran_as: 'root' }) } },
    })
    expect(event.actor.session?.uid).toBe(isNone ? undefined : session)
    expect(sensing.degraded).toEqual([])
  })

  it('tells the host that a file was downloaded from, and whether it is the CRM, and nothing more of the address', async () => {
    const dir = realpathSync(sensingDir())
    const sensing = await watching(dir, linux(), { crm_hosts: ['crm.example'] })
    const script = `import os
for name, attribute, url in [
    ('own.csv', 'user.xdg.origin.url', 'https://eu.crm.example/export?token=geheim'),
    ('other.csv', 'user.xdg.referrer.url', 'https://notcrm.example/list'),
    ('made.csv', 'user.xdg.origin.url', 'blob:https://crm.example/6f0c'),
    ('inline.csv', 'user.xdg.origin.url', 'data:text/csv,x'),
    ('inline.csv', 'user.xdg.referrer.url', 'https://crm.example/list'),
]:
    with open(name, 'w') as file:
        os.setxattr(file.fileno(), attribute, url.encode())
        file.write('x')`
    execFileSync('python3', ['-c', script], { cwd: dir })
    const own = await seen(sensing, 'own.csv')
    expect(own.unmapped.clientkeep.download).toEqual({ host: 'eu.crm.example', is_crm: true })
    expect(JSON.stringify(own)).not.toContain('geheim')
    const other = await seen(sensing, 'other.csv')
    expect(other.unmapped.clientkeep.download).toEqual({ host: 'notcrm.example', is_crm: false })
    for (const name of ['made.csv', 'inline.csv'])
      expect((await seen(sensing, name)).unmapped.clientkeep.download?.is_crm).toBe(true)
  })

  it('knows where a file came from by an address of any length', async () => {
    // Not every file system keeps as much as the one in memory.
    const dir = mkdtempSync('/dev/shm/clientkeep-')
    const script = `import os
os.setxattr('${dir}', 'user.xdg.origin.url', b'https://crm.example/list?' + b'x' * 9000)`
    try {
      const { status } = spawnSync('python3', ['-c', script])
      if (status === 0)
        expect(await linux().downloadedFrom(dir)).toMatch(/^https:\/\/crm.example\/list\?x{9000}$/)
    } finally {
      rmSync(dir, { recursive: true })
    }
  })

  it('tells a rename as one, and a move out of what is watched as a removal', async () => {
    const [dir, outside] = [realpathSync(sensingDir()), realpathSync(sensingDir())]
    const sensing = await watching(dir)
    await once(spawn('sh', ['-c', 'echo x > a'], { cwd: dir }), 'exit')
    await seen(sensing, 'a', 'Create')
    await once(spawn('mv', ['a', 'b'], { cwd: dir }), 'exit')
    const moved = await seen(sensing, 'b', 'Rename')
    expect(moved.unmapped.clientkeep.moved_from).toBe(join(dir, 'a'))
    await once(spawn('mv', [join(dir, 'b'), outside]), 'exit')
    await seen(sensing, 'b', 'Delete')
  })

  it('tells a file that was written beside its name as a new one, by its name alone', async () => {
    const dir = realpathSync(sensingDir())
    const sensing = await watching(dir)
    await once(
      spawn('sh', ['-c', 'echo x > .list.csv.Xy1; mv .list.csv.Xy1 list.csv'], { cwd: dir }),
      'exit',
    )
    const made = await seen(sensing, 'list.csv', 'Create')
    expect(made.unmapped.clientkeep.moved_from).toBeUndefined()
    expect(sensing.events).toHaveLength(1)
  })

  it('reads all files of a folder that is moved in', async () => {
    const [dir, outside] = [realpathSync(sensingDir()), realpathSync(sensingDir())]
    const sensing = await watching(dir)
    mkdirSync(join(outside, 'full', 'deep'), { recursive: true })
    for (const name of ['one', 'deep/two']) writeFileSync(join(outside, 'full', name), 'x')
    await once(spawn('mv', [join(outside, 'full'), dir]), 'exit')
    await seen(sensing, 'one', 'Create')
    await seen(sensing, 'two', 'Create')
  })

  it('that cannot keep up with the kernel says so, and finds what it was not told of', async () => {
    const [dir, outside] = [realpathSync(sensingDir()), realpathSync(sensingDir())]
    const processes = openProcesses(uid => ({ name: String(uid), uid: String(uid) }))
    const platform: Platform = {
      ...linux(),
      fileFeed: async listener => kernelFeed(listener, { processes, isQueueLimited: true }),
    }
    const sensing = await watching(dir, platform)
    // Nothing is read while this runs, and the kernel keeps 16,384 names for one who listens so.
    const script = `import os, sys
last = f'{sys.argv[1]}/renamed'
open(last, 'w').close()
for number in range(16500):
    name = f'{sys.argv[1]}/{number}'
    os.rename(last, name)
    last = name
for number in range(5): open(f'{sys.argv[2]}/late-{number}', 'w').write('x')`
    execFileSync('python3', ['-c', script, outside, dir])
    for (let number = 0; number < 5; number += 1) await seen(sensing, `late-${number}`)
    expect(sensing.degraded).toEqual(['the kernel had more file changes than it queues'])
  })

  it('reads a hard link and a file that is never closed', async () => {
    const dir = realpathSync(sensingDir())
    const sensing = await watching(dir)
    const script =
      'ln /etc/hostname linked 2>/dev/null || ln "$0" linked; exec 3> open; echo x >&3; sleep 5'
    writeFileSync(join(dir, 'source'), 'x')
    const child = spawn('sh', ['-c', script, 'source'], { cwd: dir })
    await seen(sensing, 'linked')
    await seen(sensing, 'open')
    child.kill()
    rmSync(join(dir, 'linked'))
    renameSync(join(dir, 'open'), join(dir, 'closed'))
  })
})
