/** A folder whose calls do not come back: a program's file system on this machine, whose program is stopped while the files sensor watches it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { hasCapability } from '../../agent/platform/linux/capabilities.ts'
import { linux } from '../../agent/platform/linux.ts'
import { files } from '../../agent/sensors/files.ts'
import { type Sensing, sensingDir, startSensing, stopSensing } from '../agent/sensing.ts'

const program = '/usr/bin/bindfs'
const reason = !hasCapability('CapEff', 21)
  ? 'it needs root on Linux'
  : existsSync(program)
    ? undefined
    : 'it needs bindfs'
if (reason !== undefined) console.warn(`skipped: folders that do not answer, because ${reason}`)

/** Gives what `look` gives as soon as that is something. */
const eventually = <T>(look: () => T | undefined, what: string): Promise<T> =>
  vi.waitFor(
    () => {
      const found = look()
      if (found === undefined) throw new Error(`waited a minute for ${what}`)
      return found
    },
    { timeout: 60_000 },
  )

describe.skipIf(reason !== undefined)('a folder that does not answer', { timeout: 200_000 }, () => {
  let dir = ''
  let far = ''
  let server: ChildProcess
  let sensing: Sensing

  const order = () => ({
    places: [{ path: join(dir, 'home'), label: 'Home', kind: 'folder' as const }],
    network_mounts: true,
  })
  const asNobody = (script: string) =>
    execFileSync('setpriv', ['--reuid=65534', '--clear-groups', '--', 'sh', '-c', script])
  const found = (name: string) =>
    eventually(
      () => sensing.events.find(event => JSON.stringify(event).includes(`"name":"${name}"`)),
      name,
    )

  beforeEach(async () => {
    dir = realpathSync(sensingDir())
    far = join(dir, 'far')
    for (const name of ['home', 'far', 'source']) {
      mkdirSync(join(dir, name))
      chmodSync(join(dir, name), 0o777)
    }
    chmodSync(dir, 0o755)
    server = spawn(program, ['-f', '-o', 'subtype=sshfs', join(dir, 'source'), far])
    await eventually(
      () => (execFileSync('mount', { encoding: 'utf8' }).includes(far) ? true : undefined),
      'the mount',
    )
    sensing = startSensing(files, { platform: linux() })
    await sensing.policy(order())
    await eventually(() => {
      asNobody(`echo x > ${far}/first`)
      return sensing.events.length > 0 ? true : undefined
    }, 'the first file')
  }, 200_000)
  afterEach(async () => {
    server.kill('SIGCONT')
    execFileSync('umount', ['--lazy', far])
    await stopSensing()
    server.kill('SIGKILL')
  }, 200_000)

  it('tells who writes there', async () => {
    asNobody(`cp /etc/hostname ${far}/copy`)
    expect(await found('copy')).toMatchObject({
      activity_name: 'Create',
      actor: { user: { uid: '65534' }, process: { name: 'cp' } },
      file: { drive_type: 'Remote' },
    })
    expect(sensing.degraded).toEqual([])
  })

  it('keeps nothing else waiting, is told, and is read when it answers', async () => {
    server.kill('SIGSTOP')
    const late = spawn('sh', ['-c', `echo late > ${far}/late`])
    const ended = once(late, 'exit')
    asNobody(`echo x > ${dir}/home/beside`)
    await found('beside')
    await sensing.policy({ ...order(), crm_hosts: ['crm.example'] })
    await eventually(() => sensing.degraded.find(why => why.includes('does not answer')), 'it')
    expect(sensing.events.some(event => JSON.stringify(event).includes('"name":"late"'))).toBe(
      false,
    )
    server.kill('SIGCONT')
    await ended
    await found('late')
  })

  it('keeps the agent from nothing when it ends', async () => {
    server.kill('SIGSTOP')
    const late = spawn('sh', ['-c', `echo late > ${far}/late`])
    await eventually(() => sensing.degraded.find(why => why.includes('does not answer')), 'it')
    await sensing.stop()
    server.kill('SIGCONT')
    await once(late, 'exit')
  })
})
