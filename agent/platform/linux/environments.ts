/** Environments of the processes of this machine, as far as they tell which display each uses. Only new processes are read: the others keep what they were started with. */
import { join } from 'node:path'
import { namesIn, textOf } from './sysfs.ts'

const ofInterest = [
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'XDG_CURRENT_DESKTOP',
  'XDG_RUNTIME_DIR',
] as const

export type Environment = ReadonlyMap<string, string>

interface Known {
  readonly env: Environment
  /** A process may have been seen before its program began: it is read a second time. */
  readonly isCertain: boolean
}

/** A number goes to another process, or a process to another program, without being noticed: all are read anew this often. */
const anewMs = 60_000

function environmentOf(path: string): Environment {
  const text = textOf(path) ?? ''
  const pairs = text.split('\0').flatMap(pair => {
    const name = ofInterest.find(each => pair.startsWith(`${each}=`))
    return name === undefined ? [] : [[name, pair.slice(name.length + 1)] as const]
  })
  return new Map(pairs)
}

/** Gives, at each call, the environments by process number; without those that may not be looked at. */
export function followEnvironments(proc: string): () => ReadonlyMap<string, Environment> {
  let known = new Map<string, Known>()
  let readAt = Number.NEGATIVE_INFINITY
  return () => {
    const isAnew = performance.now() - readAt >= anewMs
    if (isAnew) readAt = performance.now()
    const next = new Map<string, Known>()
    for (const pid of namesIn(proc)) {
      if (!/^\d+$/.test(pid)) continue
      const before = isAnew ? undefined : known.get(pid)
      next.set(
        pid,
        before?.isCertain
          ? before
          : { env: environmentOf(join(proc, pid, 'environ')), isCertain: before !== undefined },
      )
    }
    known = next
    return new Map([...known].map(([pid, { env }]) => [pid, env]))
  }
}
