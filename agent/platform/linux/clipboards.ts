/** Desktops of this machine whose clipboards can be listened to. */
import type { Clipboards, Desktop } from '../../clipboard/board.ts'
import type { Account } from '../platform.ts'
import { type Display, type DisplayPaths, displayNames, displayOf } from './displays.ts'
import { followEnvironments } from './environments.ts'
import { waylandDesktop } from './wayland-clipboard.ts'
import { x11Desktop } from './x11-clipboard.ts'

/** Processes are looked at again for displays that nobody uses yet, at most this often. */
const lookAgainMs = 4000

/** The desktops of this machine. */
export function linuxClipboards(
  paths: DisplayPaths,
  accountOf: (uid: number) => Account,
): Clipboards {
  const known = new Map<string, readonly Display[]>()
  const environments = followEnvironments(paths.proc)
  let lookedAt = Number.NEGATIVE_INFINITY

  function look(names: readonly string[]): void {
    for (const name of known.keys()) if (!names.includes(name)) known.delete(name)
    const isNew = names.some(name => !known.has(name))
    if (!isNew && performance.now() - lookedAt < lookAgainMs) return
    const unused = names.filter(name => !known.get(name)?.every(({ isKnown }) => isKnown))
    if (unused.length === 0) return
    lookedAt = performance.now()
    const users = environments()
    for (const name of unused) known.set(name, displayOf(name, paths, users))
  }

  const desktopOf = (display: Display): Desktop => {
    const account = accountOf(display.uid)
    return display.kind === 'x11' ? x11Desktop(display, account) : waylandDesktop(display, account)
  }

  return {
    desktops() {
      const names = displayNames(paths)
      look(names)
      return names
        .flatMap(name => known.get(name) ?? [])
        .filter(display => display.isKnown)
        .map(desktopOf)
    },
  }
}
