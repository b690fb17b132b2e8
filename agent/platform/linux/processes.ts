/**
 * Who a process is: program, account, login. Read at once when it does something, and when it starts, since a copy may be over before
 * anybody looks. What cannot be known any more is left out, never guessed.
 */
import { readFileSync, readlinkSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Doer } from '../../files/feed.ts'
import type { Account } from '../platform.ts'
import { commandLineOf } from './command-line.ts'
import type { Lineage } from './lineage.ts'

interface Known {
  /** Path of the program. */
  path?: string
  /** Whether its start was told, and nothing looked at since. */
  isTold?: boolean
  uid?: number
  parent?: number
  doer?: Doer
  /** Clock ticks since boot at which the process started: tells it from another one with the same number. */
  startedAt?: string
  /** When it was last looked at, milliseconds. */
  checkedAt: number
}

const knownMax = 4096
/** A process number is not given again within so short a time. */
const trustedMs = 1000
/** Loaders are opened for execution beside each program; they are not what runs. */
const loader = /^ld-linux.*\.so\.\d+$|^ld-musl.*\.so\.\d+$|^ld\.so/
const noSession = '4294967295'

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return undefined
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path).replace(/ \(deleted\)$/, '')
  } catch {
    return undefined
  }
}

/** `starttime`, the 22nd field of proc(5) stat; the second one may hold anything, in brackets. */
const startOf = (stat: string | undefined): string | undefined =>
  stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19]

export interface Processes {
  /** A program is about to run as process `pid`. */
  started(pid: number, path: string): void
  doer(pid: number): Doer
  /** Whether `doer` was asked for it before. */
  isKnown(pid: number): boolean
  /** Whether nothing was told of it yet. */
  isNew(pid: number): boolean
  /** Whether this process started it. */
  isChild(pid: number): boolean
}

/** File systems whose programs' starts are told to `started`. */
export const programPlaces = ['/', '/usr']

function deviceOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.dev
}

function isOnProgramPlace(path: string): boolean {
  try {
    const device = deviceOf(path)
    return device !== undefined && programPlaces.some(place => deviceOf(place) === device)
  } catch {
    return false
  }
}

/** `account` names accounts by number. */
export function openProcesses(
  account: (uid: number) => Account,
  {
    proc = '/proc',
    areStartsTold = isOnProgramPlace,
    lineage,
  }: {
    readonly proc?: string
    /** Whether the start of the program at a path is told. */
    readonly areStartsTold?: (path: string) => boolean
    /** What the kernel told of processes that are over. */
    readonly lineage?: Lineage | undefined
  } = {},
): Processes {
  const known = new Map<number, Known>()

  function keep(pid: number, entry: Known): Known {
    known.delete(pid)
    known.set(pid, entry)
    if (known.size > knownMax) {
      const oldest = known.keys().next().value
      if (oldest !== undefined) known.delete(oldest)
    }
    return entry
  }

  function status(pid: number): Pick<Known, 'uid' | 'parent'> {
    const text = read(join(proc, String(pid), 'status'))
    const uid = text?.match(/^Uid:\t(\d+)/m)?.[1]
    const parent = text?.match(/^PPid:\t(\d+)/m)?.[1]
    return {
      ...(uid !== undefined && { uid: Number(uid) }),
      ...(parent !== undefined && { parent: Number(parent) }),
    }
  }

  /**
   * The program that did what is told now. What is told comes in the order in which it was done: where a process has become another
   * program since, the start of that is still to come, if starts are told where that program lies.
   */
  function programOf(folder: string, now: string | undefined, before: Known | undefined) {
    if (now === undefined || !before?.isTold || before.path === undefined)
      return now ?? before?.path
    return now === before.path || !areStartsTold(join(folder, 'exe')) ? now : before.path
  }

  /** The program of a process that is over and only ever was a copy of another one. */
  function inheritedProgram(pid: number): string | undefined {
    const source = lineage?.runsProgramOf(pid)
    if (source === undefined || source === pid) return undefined
    return known.get(source)?.path ?? linkOf(join(proc, String(source), 'exe'))
  }

  function look(pid: number, before: Known | undefined): Known {
    const folder = join(proc, String(pid))
    const startedAt = startOf(read(join(folder, 'stat')))
    const now = linkOf(join(folder, 'exe'))
    const facts = startedAt === undefined ? {} : status(pid)
    const uid = facts.uid ?? lineage?.uid(pid) ?? before?.uid
    const path = programOf(folder, now, before) ?? inheritedProgram(pid)
    // Both are inherited: of a process that is over, its parent says them.
    const parent = facts.parent ?? before?.parent ?? lineage?.parent(pid)
    const inherited = (name: string): string | undefined =>
      read(join(folder, name)) ??
      (parent === undefined ? undefined : read(join(proc, String(parent), name)))
    const [login, session] = [inherited('loginuid'), inherited('sessionid')]
    // The arguments are the next program's already where that has begun.
    const commandLine =
      path === now
        ? commandLineOf(Buffer.from(read(join(folder, 'cmdline')) ?? '', 'latin1').toString())
        : undefined
    const isLogin = login !== undefined && login !== noSession && Number(login) !== uid
    const doer: Doer = {
      ...(uid !== undefined && { account: account(uid) }),
      ...(path !== undefined && {
        process: {
          name: basename(path),
          pid,
          file: { name: basename(path), path, type_id: 1 },
          ...(commandLine !== undefined && { cmd_line: commandLine }),
        },
      }),
      ...(isLogin && { login: account(Number(login)) }),
      ...(session !== undefined && session !== noSession && { session }),
    }
    const entry: Known = { ...facts, doer, checkedAt: performance.now() }
    if (path !== undefined) entry.path = path
    if (uid !== undefined) entry.uid = uid
    if (startedAt !== undefined) entry.startedAt = startedAt
    return keep(pid, entry)
  }

  return {
    isKnown: pid => known.get(pid)?.doer !== undefined,
    isNew: pid => !known.has(pid),
    isChild: pid => status(pid).parent === process.pid,
    started: (pid, path) => {
      if (loader.test(basename(path))) return
      const startedAt = startOf(read(join(proc, String(pid), 'stat')))
      const since = startedAt === undefined ? {} : { startedAt }
      keep(pid, { path, isTold: true, ...status(pid), ...since, checkedAt: 0 })
    },
    doer: pid => {
      const entry = known.get(pid)
      if (entry?.doer && performance.now() - entry.checkedAt < trustedMs) return entry.doer
      const startedAt = startOf(read(join(proc, String(pid), 'stat')))
      if (entry?.doer && startedAt !== undefined && startedAt === entry.startedAt) {
        entry.checkedAt = performance.now()
        return entry.doer
      }
      // It has ended: what its start told still holds, unless the number went to another meanwhile.
      const isAnother =
        entry?.startedAt !== undefined && startedAt !== undefined && startedAt !== entry.startedAt
      return look(pid, isAnother ? undefined : entry).doer ?? {}
    },
  }
}
