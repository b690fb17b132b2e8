/** Looks at the attached devices whenever the kernel hints at a change, and now and then anyway. */
import type { AttachedDevice, Devices } from './attached.ts'
import type { Change, Presence } from './presence.ts'

interface Parts {
  readonly devices: Devices
  readonly presence: Presence
  readonly isOfInterest: (device: AttachedDevice) => boolean
  /** A look this often where hints come, and where none come. */
  readonly pollMs: { readonly hinted: number; readonly blind: number }
  readonly now: () => number
  readonly signal: AbortSignal
  /** Says that there are no hints. */
  readonly onBlind: () => void
  readonly onChange: (change: Change, look: Look) => void
}

/** What a look saw. */
export interface Look {
  readonly all: readonly AttachedDevice[]
  /** Whether a device was attached before: the agent has just started, or the policy says something new of it. */
  readonly wasThere: (device: AttachedDevice) => boolean
}

/** A node appears before sysfs has all of the device: a look soon, and one when a slow device is whole. */
const settleMs = [50, 500] as const

/** Tells changes until the signal aborts; the first call has what is there at the start. */
export async function followDevices(parts: Parts): Promise<void> {
  const { devices, presence, isOfInterest, pollMs, now, signal, onBlind, onChange } = parts
  let looks: number[] = []
  let wake: () => void = () => {}
  const hinted = () => {
    looks = settleMs.map(ms => performance.now() + ms)
    wake()
  }
  const isHinted = devices.hint(hinted, signal)
  if (!isHinted) onBlind()
  signal.addEventListener('abort', () => wake())

  /** Waits for the next look: `ms`, or sooner after a hint. */
  async function pause(ms: number): Promise<void> {
    const until = performance.now() + ms
    while (!signal.aborted) {
      const left = Math.min(until, ...looks) - performance.now()
      if (left <= 0) break
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, left)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    looks = looks.filter(time => time > performance.now())
  }

  let before: ReadonlySet<string> | undefined
  while (!signal.aborted) {
    const all = devices.list()
    const time = now()
    const change = presence.update(all.filter(isOfInterest), time)
    const ids = before
    onChange(change, { all, wasThere: ({ id }) => ids?.has(id) ?? true })
    before = new Set(all.map(({ id }) => id))
    const due = change.dueAt === undefined ? Number.POSITIVE_INFINITY : change.dueAt - time
    await pause(Math.min(isHinted ? pollMs.hinted : pollMs.blind, Math.max(due, 1)))
  }
}
