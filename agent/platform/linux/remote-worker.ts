/**
 * The thread of one remote folder: watches it, looks at files and opens them, with calls that block it and nothing else. Who writes, the
 * kernel tells with an open file for each event, since such file systems have no handles; the file's other machine may hold that up too.
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  statfsSync,
} from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { systemCode } from '../../../events/fault.ts'
import { pathOf, systemPath } from '../../../events/path-bytes.ts'
import { type RemoteStat, remoteStat } from '../../files/remote.ts'
import { watchTree } from '../../sensors/watcher.ts'
import type { FromRemote, RemoteJob, ToRemote } from './remote-wire.ts'

const reading = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
const reasonOf = (error: unknown): string => systemCode(error) ?? String(error)

function statOf(path: string): RemoteStat | undefined {
  const found = lstatSync(systemPath(path), { throwIfNoEntry: false })
  return found && remoteStat(found)
}

function openRegular(path: string): number {
  const fd = openSync(systemPath(path), reading)
  if (fstatSync(fd).isFile()) return fd
  closeSync(fd)
  throw new Error('not a regular file')
}

const callsInTurn = 64

/** Calls that block, with a turn for questions now and then: a share of a million files takes minutes to list. */
function callsInTurns() {
  let calls = 0
  const turn = async (): Promise<void> => {
    calls += 1
    if (calls % callsInTurn === 0) await setImmediate()
  }
  return {
    lstat: (path: string) => turn().then(() => lstatSync(systemPath(path))),
    readdir: (path: string) =>
      turn().then(() => readdirSync(systemPath(path), 'buffer').map(pathOf)),
  }
}

/** Tells who closes a file that it could write to. */
async function followWriters(folder: string, tell: (message: FromRemote) => void): Promise<void> {
  const { bit } = await import('./fanotify.ts')
  const { followOpenFiles } = await import('./open-file-feed.ts')
  followOpenFiles({
    places: [folder],
    mask: bit.closeWrite,
    onEvent: (wrote, pid) => tell({ wrote, pid }),
    onFailure: reason => tell({ failed: `who writes is not known: ${reason}` }),
  })
}

function run(port: MessagePort, { folder, knowsDoer }: RemoteJob): void {
  const tell = (message: FromRemote): void => port.postMessage(message)

  function answerTo(message: Exclude<ToRemote, { close: number }>): FromRemote {
    const { ask: answer } = message
    try {
      if ('stat' in message) return { answer, stat: statOf(message.stat) }
      if ('open' in message) return { answer, fd: openRegular(message.open) }
      // What is known of a folder may be remembered; this is always asked.
      statfsSync(folder)
    } catch (error) {
      if (!('ping' in message)) return { answer, error: reasonOf(error) }
    }
    return { answer, pong: true }
  }

  port.on('message', (message: ToRemote) => {
    if ('close' in message) closeSync(message.close)
    else tell(answerTo(message))
  })
  const start = knowsDoer ? followWriters(folder, tell) : Promise.resolve()
  start
    .catch(error => tell({ failed: reasonOf(error) }))
    .then(() => {
      const { ready } = watchTree(
        folder,
        {
          onChange: (change, path) => tell({ change, path }),
          onError: error => tell({ failed: `cannot be watched (${reasonOf(error)})` }),
        },
        callsInTurns(),
      )
      return ready
    })
    .finally(() => tell({ ready: true }))
}

const isJob = (value: unknown): value is RemoteJob =>
  typeof value === 'object' && value !== null && 'knowsDoer' in value && 'folder' in value

// Compiling it must watch nothing.
if (parentPort && isJob(workerData)) run(parentPort, workerData)
