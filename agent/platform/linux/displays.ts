/** Displays that run on this machine and how to reach them, from their sockets and from the environments of the programs that use them. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from './environments.ts'
import { namesIn } from './sysfs.ts'

export interface Display {
  readonly kind: 'x11' | 'wayland'
  /** `:0`, or `wayland-0`. */
  readonly name: string
  readonly uid: number
  readonly gid: number
  /** Whether somebody uses it: without, the owner of the socket stands in. */
  readonly isKnown: boolean
  readonly xauthority?: string
  readonly runtimeDir?: string
  /** `XDG_CURRENT_DESKTOP`, such as `GNOME`. */
  readonly desktop?: string
}

export interface DisplayPaths {
  readonly proc: string
  /** `/tmp/.X11-unix`. */
  readonly x11: string
  /** `/run/user`. */
  readonly run: string
}

interface User {
  readonly uid: number
  readonly gid: number
  readonly env: Environment
}

/** Processes of a display; those that may not be looked at are passed over. */
function usersOf(
  proc: string,
  environments: ReadonlyMap<string, Environment>,
  isOne: (env: Environment) => boolean,
): User[] {
  return [...environments].flatMap(([pid, env]) => {
    if (!isOne(env)) return []
    try {
      const { uid, gid } = statSync(join(proc, pid))
      return [{ uid, gid, env }]
    } catch {
      return []
    }
  })
}

/** The user that tells most: a person rather than the system, one who can authenticate rather than one who cannot. */
const best = (users: readonly User[]): User | undefined =>
  users.toSorted(
    (one, other) =>
      Number(other.uid > 0) - Number(one.uid > 0) ||
      Number(other.env.has('XAUTHORITY')) - Number(one.env.has('XAUTHORITY')),
  )[0]

/** The display with the number that an environment names: `:0`, `:0.0` and `unix:0` are one. */
const numberOf = (env: Environment): string | undefined =>
  /^(?:unix)?:(\d+)(?:\.\d+)?$/.exec(env.get('DISPLAY') ?? '')?.[1]

function describe(kind: Display['kind'], name: string, socket: string, users: User[]): Display[] {
  const user = best(users)
  const env: Environment = user?.env ?? new Map()
  const [xauthority, desktop] = [env.get('XAUTHORITY'), env.get('XDG_CURRENT_DESKTOP')]
  try {
    const { uid, gid } = user ?? statSync(socket)
    return [
      {
        ...{ kind, name, uid, gid, isKnown: user !== undefined },
        ...(xauthority && { xauthority }),
        ...(desktop && { desktop }),
      },
    ]
  } catch {
    return []
  }
}

/** Names of all displays, cheap enough to be asked for often. */
export function displayNames({ x11, run }: DisplayPaths): readonly string[] {
  const x = namesIn(x11).flatMap(name => (/^X\d+$/.test(name) ? [`:${name.slice(1)}`] : []))
  const wayland = namesIn(run).flatMap(uid =>
    namesIn(join(run, uid)).flatMap(name =>
      /^wayland-\d+$/.test(name) ? [join(run, uid, name)] : [],
    ),
  )
  return [...x, ...wayland]
}

/** What the processes' environments say of one of `displayNames`; none where it is gone. */
export function displayOf(
  name: string,
  { proc, x11 }: DisplayPaths,
  environments: ReadonlyMap<string, Environment>,
): readonly Display[] {
  if (name.startsWith(':')) {
    const users = usersOf(proc, environments, env => numberOf(env) === name.slice(1))
    return describe('x11', name, join(x11, `X${name.slice(1)}`), users)
  }
  const [socket = '', runtimeDir = ''] = [
    name.split('/').at(-1),
    name.slice(0, name.lastIndexOf('/')),
  ]
  const users = usersOf(
    proc,
    environments,
    env => env.get('XDG_RUNTIME_DIR') === runtimeDir && env.get('WAYLAND_DISPLAY') === socket,
  )
  return describe('wayland', socket, name, users).map(display => ({ ...display, runtimeDir }))
}
