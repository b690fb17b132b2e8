/** A machine that is run by a real systemd, in namespaces on this one: packages are installed in it, services started as their units say, all of it. */
import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { noThrowAwayRoot } from './throw-away-root.ts'

const exec = promisify(execFile)
const script = join(import.meta.dirname, 'systemd-root.sh')
const systemd = '/lib/systemd/systemd'
const bootMsMax = 60_000

export interface SystemdRoot {
  /** Runs a bash script as root; throws with what it said where it fails. Gives its output, trimmed. */
  run(script: string): Promise<string>
  close(): void
}

/** Why none can be had here, or undefined. */
export const noSystemdRoot: string | undefined =
  noThrowAwayRoot ??
  (existsSync(systemd) ? undefined : 'systemd is not installed (apt-get install systemd)')

/** The first process in the namespaces: the one child of what made them. */
const childOf = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ')[0])

/** Resolves when systemd has started what it starts with. It ends with this process, and shares its network. */
export async function bootSystemd(): Promise<SystemdRoot> {
  const base = mkdtempSync(join(tmpdir(), 'clientkeep-systemd-'))
  const own = ['--mount', '--pid', '--ipc', '--uts', '--cgroup', '--propagation', 'private']
  const machine = spawn(
    'setpriv',
    ['--pdeathsig=KILL', 'unshare', ...own, '--fork', '--kill-child', 'bash', script, base],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let said = ''
  for (const stream of [machine.stdout, machine.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-8000)
    })
  const run = async (text: string): Promise<string> => {
    const first = childOf(machine.pid ?? 0)
    const into = ['--target', String(first), '--mount', '--pid', '--ipc', '--uts', '--cgroup']
    const command = ['nsenter', ...into, '--', 'bash', '--norc', '-c', text]
    const [program = '', ...args] = command
    const { stdout, stderr } = await exec(program, args, {
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    })
    return `${stdout}${stderr}`.trim()
  }
  const close = () => {
    machine.kill('SIGKILL')
    rmSync(base, { recursive: true, force: true })
  }
  for (const deadline = Date.now() + bootMsMax; ; await delay(100)) {
    const isUp = await run('systemctl is-active --quiet test.target').then(
      () => true,
      () => false,
    )
    if (isUp) return { run, close }
    if (machine.exitCode !== null || Date.now() > deadline) {
      close()
      throw new Error(`systemd did not start: ${said}`)
    }
  }
}
