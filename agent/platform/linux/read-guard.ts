/**
 * Guards files by asking before they are opened. The kernel waits for an answer, so whoever answers must never hang: that is a process
 * of its own, which is asked for a sign of life all the time and killed where it gives none. Then the kernel allows what waits, and it is told.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { basename } from 'node:path'
import { limits } from '../../../events/limits.ts'
import type { ReadGuard, ReadGuardListener } from '../../reading/guard.ts'
import type { Account } from '../platform.ts'
import type { FromAsked, ToAsked } from './ask-wire.ts'

/** It is looked at so often, and must have answered by the next look: twice that is less than the deadline. */
const lookMs = Math.floor(limits.readDecisionMs / 2.2)

export interface ReadGuardOptions {
  readonly account: (uid: number) => Account
  /** Told of each process that answers; for tests of one that hangs. */
  readonly onStarted?: (pid: number) => void
  /** One that ended is followed by the next after so long. */
  readonly restartMs?: number
}

/** Starts guarding; nothing is guarded yet. */
export function openReadGuard(
  { onRefusal, onLate }: ReadGuardListener,
  { account, onStarted, restartMs = 5000 }: ReadGuardOptions,
): ReadGuard {
  const guarded = new Set<string>()
  let programs: readonly string[] = []
  let child: ChildProcess | undefined
  let restart: NodeJS.Timeout | undefined
  let isClosed = false
  let sent = 0
  let answered = 0
  let isReady = false
  let lookedAt = 0

  const send = (message: ToAsked): void => {
    if (child?.connected) child.send(message, () => {})
  }

  function heard(message: FromAsked): void {
    if ('pong' in message) answered = Math.max(answered, message.pong)
    else if ('failed' in message) onLate(`the kernel does not ask (${message.failed})`)
    else if ('refused' in message) {
      const { path, pid, program, uid } = message.refused
      const name = basename(program)
      const file = { name, path: program, type_id: 1 }
      onRefusal({ path, process: { name, pid, file }, account: account(uid) })
    } else {
      // From now on it may hold somebody up, and is looked after; what was asked while it started is no debt.
      isReady = true
      answered = sent
      send({ programs })
      for (const path of guarded) send({ guard: path })
    }
  }

  function start(): void {
    const started = fork(new URL('./ask-program.ts', import.meta.url), {
      execArgv: [...process.execArgv, '--max-old-space-size=64', '--max-semi-space-size=1'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    child = started
    sent = 0
    answered = 0
    isReady = false
    started.on('message', heard)
    started.on('error', () => {})
    started.on('exit', () => {
      if (child !== started) return
      child = undefined
      if (!isClosed) restart = setTimeout(start, restartMs).unref()
    })
    started.unref()
    started.channel?.unref()
    if (started.pid !== undefined) onStarted?.(started.pid)
  }

  function look(): void {
    const now = performance.now()
    const isOwnFault = now - lookedAt > 2 * lookMs
    lookedAt = now
    // One that was killed may take longer than a look to be gone: it was told of once.
    if (!child?.connected || child.killed || guarded.size === 0) return
    // Until it is ready it has nothing to answer for: no file is guarded.
    if (sent > answered && isReady && !isOwnFault) {
      child.kill('SIGKILL')
      onLate('a decision on opening a file was late: it was allowed')
      return
    }
    sent += 1
    send({ ping: sent })
  }

  start()
  const timer = setInterval(look, lookMs).unref()
  return {
    allow: next => {
      programs = next
      send({ programs })
    },
    guard: path => {
      if (!guarded.has(path) && guarded.size >= limits.guardedFilesMax) return
      guarded.add(path)
      send({ guard: path })
    },
    release: path => {
      if (guarded.delete(path)) send({ release: path })
    },
    close: () => {
      isClosed = true
      clearInterval(timer)
      clearTimeout(restart)
      child?.kill('SIGKILL')
    },
  }
}
