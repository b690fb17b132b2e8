/**
 * A real agent on an endpoint whose USB bus and desk are the test's: its process has a mount namespace of its own, in which `/sys`, `/dev` and
 * `/run` are folders that are laid out as the kernel and systemd-logind do. Needs root.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AgentProcess, startAgentProcess } from '../agent/agent-process.ts'
import { fakeSystem } from '../agent/fake-sysfs.ts'

/** Mounts the folder's parts over the real ones and becomes the program. */
const script = `
for each in null zero random urandom; do : > "$0/dev/$each"; mount --bind "/dev/$each" "$0/dev/$each"; done
mount --bind "$0/sys" /sys && mount --bind "$0/dev" /dev && mount --bind "$0/run" /run && exec "$@"`

const inNamespace = ['unshare', '--mount', '--propagation', 'private', '--', 'sh', '-ec', script]

/** Why no such endpoint can be made here; undefined where it can. */
export function noNamespace(): string | undefined {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'pipe' })
    return undefined
  } catch {
    return 'making a mount namespace is refused; run as root, with CAP_SYS_ADMIN'
  }
}

const key = {
  vendor: '1050',
  product: '0407',
  serial: 'KEY-7',
  name: 'YubiKey OTP+FIDO+CCID',
  interfaces: [['03/00/00'], ['0b/00/00']],
  hid: 'fido',
} as const
const port = '1-2'

const stick = {
  vendor: '0951',
  product: '1666',
  serial: 'STICK-1',
  name: 'DataTraveler 3.0',
  maker: 'Kingston',
  removable: 'removable',
  number: 90,
  interfaces: [['08/06/50']],
} as const

export interface EndpointWithKey {
  readonly agent: AgentProcess
  plug(): void
  pull(): void
  /** Plugs a stick in as well. */
  plugStick(): void
}

/** Starts the agent with `account` at the desk and the key plugged in. */
export function startEndpoint(
  dir: string,
  { account, collector, token }: { account: string; collector: string; token: string },
): EndpointWithKey {
  const machine = join(dir, 'machine')
  const system = fakeSystem(machine)
  const sessions = join(machine, 'run', 'systemd', 'sessions')
  mkdirSync(sessions, { recursive: true })
  writeFileSync(
    join(sessions, '2'),
    `USER=${account}\nUID=1000\nCLASS=user\nSEAT=seat0\nACTIVE=1\n`,
  )
  // The kernel gives a device a new number each time.
  let number = 1
  const plug = () => system.plug(port, { ...key, number })
  plug()
  const agent = startAgentProcess(join(dir, 'agent'), collector, {
    token,
    launcher: [...inNamespace, machine],
  })
  return {
    agent,
    plug: () => {
      number += 1
      plug()
    },
    pull: () => system.unplug(port, number),
    plugStick: () => system.plug('1-3', stick),
  }
}
