/** Copies on a real Wayland compositor that has the data-control protocol, and on one that has not. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { asUser, type Command } from '../../agent/platform/as-user.ts'
import { linux } from '../../agent/platform/linux.ts'
import { clipboard } from '../../agent/sensors/clipboard.ts'
import { eventually } from '../collector/harness.ts'
import { filterOf } from '../content/scanning.ts'
import { bareSystem, sensingDir, startSensing, stopSensing } from './sensing.ts'

const programs = ['sway', 'weston', 'wl-copy', 'wl-paste']
const missing = programs.filter(name => !existsSync(`/usr/bin/${name}`))
/** Compositors refuse to run as root, and only root can start them as somebody else. */
const why =
  missing.length > 0
    ? `${missing.join(', ')} not installed (packages sway, weston and wl-clipboard)`
    : process.getuid?.() === 0
      ? undefined
      : 'needs root'
if (why) console.warn(`skipped, copies on Wayland: ${why}`)

const somebody = { uid: 65_534, gid: 65_534 }
const running: ChildProcess[] = []

afterEach(async () => {
  await stopSensing()
  for (const child of running.splice(0).reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
})

const emails = Array.from({ length: 40 }, (_, index) => `c${index}@firm${index}.example`)
const filter = filterOf({ emails })
const list = (count: number) => emails.slice(0, count).join('\n')
const sway = {
  WLR_BACKENDS: 'headless',
  WLR_LIBINPUT_NO_DEVICES: '1',
  WLR_RENDERER: 'pixman',
}

/** A compositor as somebody, with a program that uses it, and the sensor beside. */
async function start(compositor: Command, env: NodeJS.ProcessEnv, socket: string) {
  const dir = sensingDir()
  const runtimeDir = join(dir, 'run', String(somebody.uid))
  mkdirSync(join(dir, 'run'))
  mkdirSync(runtimeDir, { mode: 0o700 })
  chmodSync(dir, 0o755)
  chownSync(runtimeDir, somebody.uid, somebody.gid)
  const session = { PATH: process.env.PATH, HOME: runtimeDir, XDG_RUNTIME_DIR: runtimeDir }
  const run = (command: Command, more: NodeJS.ProcessEnv) => {
    const [program, ...args] = asUser(somebody, command)
    const child = spawn(program, args, {
      env: { ...session, ...more },
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    running.push(child)
    return child
  }
  run(compositor, env)
  await eventually(() => existsSync(join(runtimeDir, socket)) || undefined, 'a compositor')
  const display = { WAYLAND_DISPLAY: socket }
  run(['sleep', '600'], display)
  const nowhere = join(dir, 'nowhere')
  const { clipboards } = linux({
    ...{
      mountinfo: nowhere,
      sysfs: nowhere,
      passwd: '/etc/passwd',
      dev: nowhere,
      printSpool: nowhere,
    },
    ...{ sessions: nowhere, proc: '/proc', x11: nowhere, run: join(dir, 'run') },
  })
  const platform = { ...bareSystem, ...(clipboards && { clipboards }) }
  const sensing = startSensing(clipboard, { platform, filter, options: { desktopsMs: 50 } })
  await sensing.policy({})
  const copy = async (text: string, ...args: string[]) => {
    const child = run(['wl-copy', '--foreground', ...args], display)
    child.stdin?.end(text)
  }
  return { sensing, copy }
}

describe.skipIf(why)('a copy on Wayland', () => {
  it('is told with how many customers and by whom, where the compositor lets programs listen', async () => {
    const { sensing, copy } = await start(['sway', '-c', '/dev/null'], sway, 'wayland-1')
    await copy(list(40))
    expect((await sensing.told(1))[0]).toMatchObject({
      class_uid: 1012,
      actor: { user: { name: 'nobody', uid: '65534' } },
      unmapped: { clientkeep: { clipboard: { kind: 'text' }, scan: { candidates: 40 } } },
    })
    await copy(`<a href="mailto:${emails[3]}">C</a>`, '--type', 'text/html')
    expect((await sensing.told(2))[1]).toMatchObject({
      unmapped: { clientkeep: { scan: { candidates: 1 } } },
    })
    expect(sensing.degraded).toEqual([])
  })

  it('that another one replaces before it was read is told as missed', async () => {
    const { sensing, copy } = await start(['sway', '-c', '/dev/null'], sway, 'wayland-1')
    await copy(list(1))
    await sensing.told(1)
    for (let count = 2; count <= 12; count += 1) await copy(list(count))
    await eventually(
      () => sensing.degraded.find(reason => reason.includes('replaced')),
      'a word on it',
    )
  })

  it('is not seen where the compositor tells nothing of copies, and that is said', async () => {
    const weston = ['weston', '--backend=headless-backend.so', '--socket=wayland-7'] as const
    const { sensing } = await start(weston, {}, 'wayland-7')
    await eventually(() => sensing.degraded[0], 'a word on it')
    expect(sensing.degraded).toEqual([
      expect.stringMatching(/^copies cannot be seen on this desktop \(.+\)$/),
    ])
  })
})
