/** Desktops of this machine whose clipboards can be listened to. */
import type { Clipboards, Desktop } from '../../clipboard/board.ts'
import type { Account } from '../platform.ts'
import { type Display, type DisplayPaths, displayNames, displayOf } from './displays.ts'
import { waylandDesktop } from './wayland-clipboard.ts'
import { x11Desktop } from './x11-clipboard.ts'

/** All processes are looked at again for a display that nobody uses yet, at most this often. */
const lookAgainMs = 4000

interface Known {
  readonly displays: readonly Display[]
  readonly lookedAt: number
}

/** The desktops of this machine. */
export function linuxClipboards(
  paths: DisplayPaths,
  accountOf: (uid: number) => Account,
): Clipboards {
  const known = new Map<string, Known>()

  function displays(name: string): readonly Display[] {
    const before = known.get(name)
    const isKnown = before?.displays.every(display => display.isKnown) ?? false
    if (before && (isKnown || performance.now() - before.lookedAt < lookAgainMs)) {
      return before.displays
    }
    const found = displayOf(name, paths)
    known.set(name, { displays: found, lookedAt: performance.now() })
    return found
  }

  const desktopOf = (display: Display): Desktop => {
    const account = accountOf(display.uid)
    return display.kind === 'x11' ? x11Desktop(display, account) : waylandDesktop(display, account)
  }

  return {
    desktops() {
      const names = displayNames(paths)
      for (const name of known.keys()) if (!names.includes(name)) known.delete(name)
      return names
        .flatMap(displays)
        .filter(display => display.isKnown)
        .map(desktopOf)
    },
  }
}
