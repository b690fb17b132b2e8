/** The desktop session of an account on Linux: its message bus and its language, as its own processes have them. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface DesktopSession {
  readonly uid: number
  readonly gid: number
  /** D-Bus address of the session's bus. */
  readonly bus: string
  /** POSIX locale of messages. */
  readonly locale: string | undefined
}

/** Where the kernel and systemd keep these; replaced in tests. */
export interface SessionPaths {
  readonly proc: string
  readonly run: string
}

const systemPaths: SessionPaths = { proc: '/proc', run: '/run/user' }

function environmentOf(path: string): ReadonlyMap<string, string> {
  const pairs = readFileSync(path, 'utf8').split('\0')
  return new Map(
    pairs.map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )
}

/** The session of `uid`, or undefined where the account has none with a message bus. Processes whose environment cannot be read are passed over. */
export function desktopSession(
  uid: number,
  paths: SessionPaths = systemPaths,
): DesktopSession | undefined {
  let gid = uid
  let locale: string | undefined
  let bus: string | undefined
  for (const pid of readdirSync(paths.proc).filter(name => /^\d+$/.test(name))) {
    const folder = join(paths.proc, pid)
    try {
      const owner = statSync(folder)
      if (owner.uid !== uid) continue
      const env = environmentOf(join(folder, 'environ'))
      const address = env.get('DBUS_SESSION_BUS_ADDRESS')
      if (!address?.startsWith('unix:')) continue
      gid = owner.gid
      bus = address
      locale = env.get('LC_ALL') || env.get('LC_MESSAGES') || env.get('LANG')
      // What the person started knows the language; services of the session may not.
      if (env.has('DISPLAY') || env.has('WAYLAND_DISPLAY')) break
    } catch {
      // It ended, or may not be looked at.
    }
  }
  const socket = join(paths.run, String(uid), 'bus')
  if (bus === undefined && existsSync(socket)) {
    bus = `unix:path=${socket}`
    gid = statSync(socket).gid
  }
  return bus === undefined ? undefined : { uid, gid, bus, locale }
}
