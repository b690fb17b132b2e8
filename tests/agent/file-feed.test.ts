/** The kernel's feed of file changes on this machine's own kernel: what is done by other processes is told, with who did it. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FileChange, FileFeed } from '../../agent/files/feed.ts'
import { hasCapability } from '../../agent/platform/linux/capabilities.ts'
import { readEvents } from '../../agent/platform/linux/fanotify.ts'
import { linux } from '../../agent/platform/linux.ts'
import { eventually } from '../collector/harness.ts'
import { sensingDir, stopSensing } from './sensing.ts'

const hasRight = process.platform === 'linux' && hasCapability('CapEff', 21)
if (!hasRight) console.warn('skipped: the feed of the kernel needs root on Linux')

describe('the wire format', () => {
  it('is read whatever comes, without reading past its end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        const data = Buffer.from(bytes)
        if (data.length > 4) data[4] = 3
        expect(readEvents(data).length).toBeLessThanOrEqual(data.length / 24)
      }),
    )
  })

  it('is refused in another version', () => {
    const event = Buffer.alloc(24)
    event.writeUInt32LE(24, 0)
    event.writeUInt8(4, 4)
    expect(() => readEvents(event)).toThrow('version 4')
  })
})

describe.skipIf(!hasRight)('the feed of the kernel', () => {
  let dir = ''
  let changes: FileChange[] = []
  let losses: string[] = []
  let feed: FileFeed | undefined

  beforeEach(async () => {
    dir = realpathSync(sensingDir())
    changes = []
    losses = []
    const opened = await linux().fileFeed({
      onChange: change => changes.push(change),
      onLoss: reason => losses.push(reason),
      onError: error => {
        throw error
      },
    })
    if (typeof opened === 'string') throw new Error(opened)
    feed = opened
    expect(await feed.watch(dir)).toBeUndefined()
  })
  afterEach(async () => {
    feed?.close()
    await stopSensing()
  })

  const shell = async (script: string): Promise<void> => {
    await once(spawn('sh', ['-c', script], { cwd: dir, stdio: 'ignore' }), 'exit')
  }
  const of = (name: string) => changes.filter(({ path }) => path === join(dir, name))

  it('tells what other processes write, move and remove, and who', async () => {
    await shell('echo one > one.txt; mv one.txt two.txt; rm two.txt')
    await eventually(() => of('two.txt').find(({ kind }) => kind === 'removed'), 'the removal')
    // That a file is there may be told before it is closed, or with it.
    const told = changes.filter(({ kind }) => kind !== 'created')
    expect(told.map(({ kind, path }) => `${kind} ${path.slice(dir.length + 1)}`)).toEqual([
      'closed one.txt',
      'renamed two.txt',
      'removed two.txt',
    ])
    expect(told.map(({ doer }) => doer.process?.name)).toEqual([
      expect.stringMatching(/sh$/),
      'mv',
      'rm',
    ])
    expect(of('two.txt')[0]).toMatchObject({ from: join(dir, 'one.txt') })
  })

  it('that was closed leaves another one alone that has its number now', async () => {
    feed?.close()
    const other: FileChange[] = []
    const opened = await linux().fileFeed({
      onChange: change => other.push(change),
      onLoss: () => {},
      onError: () => {},
    })
    if (typeof opened === 'string') throw new Error(opened)
    const place = realpathSync(sensingDir())
    expect(await opened.watch(place)).toBeUndefined()
    feed?.unwatch(dir)
    expect(await feed?.watch(dir)).toContain('EBADF')
    await shell(`echo x > ${join(place, 'told')}`)
    await eventually(() => other.find(({ kind }) => kind === 'closed'), 'what the other one hears')
    opened.close()
    expect(changes).toEqual([])
  })

  it('knows programs and accounts of processes that are over before anybody looks', async () => {
    chmodSync(dir, 0o777)
    const script =
      'for i in 1 2 3; do cp /etc/passwd copy-$i; (echo x > fork-$i); cat /etc/passwd > into-$i; done; echo x > end'
    // Nothing is read while this runs.
    const asNobody = ['--reuid=65534', '--clear-groups', '--', 'bash', '-c', script]
    execFileSync('setpriv', asNobody, { cwd: dir })
    await eventually(() => (of('end').length > 0 ? true : undefined), 'the copies')
    const by = (name: string) =>
      new Set(
        changes
          .filter(({ path }) => basename(path).startsWith(name))
          .map(({ doer }) => `${doer.process?.file?.path} of ${doer.account?.uid}`),
      )
    expect(by('copy-')).toEqual(new Set([expect.stringMatching(/\/bin\/cp of 65534$/)]))
    expect(by('fork-')).toEqual(new Set([expect.stringMatching(/bash of 65534$/)]))
    expect(by('into-')).toEqual(new Set([expect.stringMatching(/\/bin\/cat of 65534$/)]))
  })

  it('knows a program that has become another one before anybody looks', async () => {
    // The inner shell writes and is sleep then; nothing is read before.
    const script = `sh -c 'echo x > made; exec sleep 60' > /dev/null 2>&1 & echo $!
      until readlink /proc/$!/exe | grep -q sleep; do :; done`
    const pid = execFileSync('sh', ['-c', script], { cwd: dir, encoding: 'utf8' })
    try {
      const made = await eventually(() => of('made').find(({ kind }) => kind === 'closed'), 'it')
      expect(made.doer.process).toMatchObject({ name: expect.stringMatching(/sh$/) })
      expect(made.doer.process?.cmd_line ?? '').not.toContain('sleep 60')
    } finally {
      process.kill(Number(pid))
    }
  })

  it('tells what is there in the end when one process did several things to a name before anybody looks', async () => {
    const script = `import os
write = lambda name: open(name, 'w').write('x')
write('a'); os.rename('a', 'b'); write('a')
write('c'); os.remove('c')
write('d'); os.remove('d'); write('d')`
    execFileSync('python3', ['-c', script], { cwd: dir })
    const last = (name: string) => of(name).at(-1)?.kind
    await eventually(() => (last('d') === 'closed' ? true : undefined), 'the last of it')
    expect(['a', 'b', 'c'].map(last)).toEqual(['closed', 'renamed', 'removed'])
  })

  it('gives the account, and hides secrets on the command line', async () => {
    await shell(
      `python3 -c "open('made','w').write('x'); import time; time.sleep(0.3)" --password=geheim --token abc`,
    )
    const made = await eventually(() => of('made').find(({ kind }) => kind === 'closed'), 'it')
    expect(made.doer.account).toMatchObject({ uid: '0' })
    expect(made.doer.process?.cmd_line).toContain('--password=*** --token ***')
  })

  it('tells a folder that was moved in, and follows it under its new name', async () => {
    mkdirSync(join(dir, 'in'))
    await shell('mv in out; echo x > out/late.txt')
    await eventually(() => of('out/late.txt')[0], 'the file in it')
    expect(of('out')).toMatchObject([{ kind: 'arrived', from: join(dir, 'in') }])
  })

  it('tells the removal of a file that was moved to a folder that is gone', async () => {
    const other = realpathSync(sensingDir())
    const script = 'echo x > made; mkdir "$0/in"; mv made "$0/in"; rm -r "$0/in"'
    // Nothing is read while this runs.
    execFileSync('sh', ['-c', script, other], { cwd: dir })
    await eventually(() => of('made').find(({ kind }) => kind === 'removed'), 'the removal')
  })

  it('says nothing of folders that are not watched', async () => {
    const other = realpathSync(sensingDir())
    await shell(`echo x > ${other}/silent; echo x > heard`)
    await eventually(() => of('heard')[0], 'the watched one')
    expect(changes.filter(({ path }) => path.startsWith(other))).toEqual([])
  })

  it('loses nothing of 10,000 files written by another process while it is busy, and knows who else writes', async () => {
    const script = 'i=0; while [ $i -lt 10000 ]; do : > $i; i=$((i+1)); done'
    const writer = spawn('sh', ['-c', script], { cwd: dir, stdio: 'ignore' })
    const copies = 'for i in 1 2 3 4 5 6 7 8; do sleep 0.1; cp /etc/passwd copy-$i; done'
    const copier = spawn('sh', ['-c', copies], { cwd: dir, stdio: 'ignore' })
    await Promise.all([writer, copier].map(child => once(child, 'exit')))
    await eventually(
      () => (new Set(changes.map(({ path }) => path)).size >= 10_008 ? true : undefined),
      'all of them',
    )
    expect(losses).toEqual([])
    const byCopier = changes.filter(({ path }) => basename(path).startsWith('copy-'))
    expect(new Set(byCopier.map(({ doer }) => doer.process?.name))).toEqual(new Set(['cp']))
  })
})
