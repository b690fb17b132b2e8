/** Evidence of tampering: what happened to the agent while it could not look, and what happens to it while it can. Each is told once. */
import type { LifecycleActivity } from '../events/agent-health.ts'
import { limits } from '../events/limits.ts'
import { createClockWatch } from './clock.ts'
import type { Installation } from './installation.ts'
import { bootId, type Life, type LifeMark } from './life-mark.ts'

/** What rules look for (`unmapped.clientkeep.degradation.reason` of sensor `agent`). */
export type LifeReason = 'killed' | 'power lost' | 'files changed' | 'settings changed'

interface Told {
  changed(reason: LifeReason, detail: string): void
  clockSet(byMs: number): void
  lifecycle(activity: LifecycleActivity): void
}

interface Parts {
  readonly version: string
  readonly mark: LifeMark
  readonly installation: Installation | undefined
  /** Whether the agent had records or a mark here before: what is missing then was taken away. */
  readonly isKnown: boolean
  readonly told: Told
}

export interface LifeSigns {
  /** Resolves when the program files have been read. */
  readonly checked: Promise<void>
  /** Looks around once; called every minute. */
  look(): void
  /** Says good-bye: this was no kill. */
  stop(): void
}

/** Settings that differ; a file of the package itself changes with its version. */
function changedSettings(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  isUpdate: boolean,
): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter(path => before[path] !== after[path])
    .filter(path => !(isUpdate && !path.startsWith('/etc/')))
}

/** What the last mark says about how that life ended. */
function lastLife({ mark, isKnown, version, installation, told }: Parts, boot: string): void {
  const { last } = mark
  if (last === 'foreign')
    told.changed('files changed', 'the mark of its last life was written by somebody else')
  else if (last === undefined) {
    if (isKnown) told.changed('files changed', 'the mark of its last life was taken away')
  } else {
    const { life, aliveAt } = last
    if (!life.stopped) {
      const seen = `last alive ${new Date(aliveAt).toISOString()}`
      told.changed(life.boot_id === boot ? 'killed' : 'power lost', seen)
    }
    // Its file has the time of the last look: a clock that is behind it was set back meanwhile.
    const backMs = aliveAt - Date.now()
    if (backMs > limits.clockJumpMs) told.clockSet(-backMs)
    const isUpdate = life.version !== version
    if (isUpdate) told.lifecycle('Update')
    for (const path of changedSettings(life.settings, installation?.settings() ?? {}, isUpdate))
      told.changed('settings changed', path)
  }
}

async function checkFiles({ installation, told }: Parts): Promise<void> {
  try {
    const files = (await installation?.changedFiles()) ?? []
    if (files.length > 0) told.changed('files changed', files.join(', '))
  } catch (error) {
    told.changed('files changed', String(error))
  }
}

/** Tells what became of the agent since its last life, then marks this one. */
export function startLifeSigns(parts: Parts): LifeSigns {
  const { version, mark, installation, told } = parts
  const boot = bootId()
  let settings = installation?.settings() ?? {}
  let isEnabled = installation?.isEnabled() ?? false
  const clock = createClockWatch()
  const write = (stopped: boolean) => {
    const life: Life = { version, boot_id: boot, settings: { ...settings }, stopped }
    mark.write(life)
  }

  lastLife(parts, boot)
  write(false)
  const checked = checkFiles(parts)

  function look(): void {
    const jumpMs = clock()
    if (jumpMs !== 0) told.clockSet(jumpMs)
    mark.touch()
    if (!installation) return
    const next = installation.settings()
    const changed = changedSettings(settings, next, false)
    for (const path of changed) told.changed('settings changed', path)
    settings = next
    if (changed.length > 0) write(false)
    const wasEnabled = isEnabled
    isEnabled = installation.isEnabled()
    if (wasEnabled && !isEnabled) told.lifecycle('Disable')
  }

  return {
    checked,
    look,
    stop: () => {
      look()
      write(true)
    },
  }
}
