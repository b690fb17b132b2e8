/** Watches remote folders, each by a thread of its own, and says who wrote where the kernel tells; a folder that does not answer is told. */
import { Worker } from 'node:worker_threads'
import { type Doer, type FileFeedListener, isWithin } from '../../files/feed.ts'
import type { OnSilence, RemoteFolders } from '../../files/remote.ts'
import { createRecentWriters } from './recent-writers.ts'
import type { FromRemote, RemoteJob, ToRemote } from './remote-wire.ts'

interface Parts {
  readonly onSilence: OnSilence
  /** Who a process is; absent where the kernel does not tell who writes. */
  readonly doerOf: ((pid: number) => Doer) | undefined
  /** How often a folder is asked whether it answers, and how long it may take. */
  readonly pingMs?: number
  readonly silentMs?: number
}

type Answer = Extract<FromRemote, { answer: number }>

interface Question {
  readonly at: number
  readonly answered: (answer: Answer | undefined) => void
}

interface Remote {
  readonly worker: Worker
  readonly questions: Map<number, Question>
  readonly timer: NodeJS.Timeout
  isSilent: boolean
  silences: number
}

/** What is read goes through no memory of theirs; a million files that are watched take some 300 MB. */
const memory = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 2 }
/** A thread that ended for want of memory, or by a bug, is followed by the next after this. */
const restartMs = 60_000

/** A thread that waits for another machine cannot be ended, and Node waits for its threads: then the process leaves without it. */
const leaveMs = 10_000

export function openRemoteFolders(
  listener: FileFeedListener,
  { onSilence, doerOf, pingMs = 15_000, silentMs = 5000 }: Parts,
): RemoteFolders {
  const remotes = new Map<string, Remote>()
  const writers = createRecentWriters()
  const hung = new Set<Worker>()
  const restarts = new Map<string, NodeJS.Timeout>()
  let asked = 0

  const remoteOf = (path: string): Remote | undefined => {
    for (const [folder, remote] of remotes) if (isWithin(path, folder)) return remote
    return undefined
  }

  function ask(
    remote: Remote,
    question: { readonly stat: string } | { readonly open: string } | { readonly ping: true },
    answered: Question['answered'],
  ): number {
    asked += 1
    remote.questions.set(asked, { at: performance.now(), answered })
    const message: ToRemote = { ask: asked, ...question }
    remote.worker.postMessage(message)
    return asked
  }

  /** Asks and waits as long as it takes. */
  function wait(
    path: string,
    question: { readonly stat: string } | { readonly open: string },
    signal: AbortSignal,
  ): Promise<Answer> {
    const remote = remoteOf(path)
    return new Promise((resolve, reject) => {
      if (!remote) {
        reject(new Error('its folder is not watched any more'))
        return
      }
      const abort = () => reject(signal.reason)
      signal.addEventListener('abort', abort, { once: true })
      ask(remote, question, answer => {
        signal.removeEventListener('abort', abort)
        if (!answer) reject(new Error('its folder is not watched any more'))
        // Nobody waits for it any more.
        else if (signal.aborted && 'fd' in answer) close(remote, answer.fd)
        else resolve(answer)
      })
    })
  }

  function close({ worker }: Remote, fd: number): void {
    const message: ToRemote = { close: fd }
    worker.postMessage(message)
  }

  function wrote(folder: string, path: string, pid: number): void {
    const doer = doerOf?.(pid) ?? {}
    writers.note(path, doer)
    if (isWithin(path, folder) && remotes.has(folder))
      listener.onChange({ kind: 'closed', path, doer })
  }

  function heard(
    folder: string,
    remote: Remote,
    message: Exclude<FromRemote, { ready: true }>,
  ): void {
    if (remote.isSilent) {
      remote.isSilent = false
      onSilence(folder, true)
    }
    if ('answer' in message) {
      remote.questions.get(message.answer)?.answered(message)
      remote.questions.delete(message.answer)
    } else if ('failed' in message) listener.onError(`${folder}: ${message.failed}`)
    else if ('wrote' in message) {
      // That its program started may have been told in this very moment, and is heard first then.
      setImmediate(wrote, folder, message.wrote, message.pid)
    } else {
      const { change, path } = message
      const doer = change === 'unlink' ? {} : writers.find(path)
      // Who writes is told of as well, at the close, and maybe a moment later.
      const isOpen = doerOf !== undefined && !doer.account
      const kind = change === 'unlink' ? 'removed' : isOpen ? 'created' : 'closed'
      listener.onChange({ kind, path, isNew: change === 'add', doer })
    }
  }

  function look(folder: string, remote: Remote): void {
    const oldest = remote.questions.values().next().value
    const now = performance.now()
    if (oldest && !remote.isSilent && now - oldest.at > silentMs) {
      remote.isSilent = true
      remote.silences += 1
      onSilence(folder, false)
    }
  }

  /** `ready` is called when changes from now on are seen, or the folder was given up. */
  function start(folder: string, ready = () => {}): void {
    restarts.delete(folder)
    const job: RemoteJob = { folder, knowsDoer: doerOf !== undefined }
    const worker = new Worker(new URL('./remote-worker.ts', import.meta.url), {
      workerData: job,
      resourceLimits: memory,
      // Its descriptors are opened by the kernel, or handed to a reader.
      trackUnmanagedFds: false,
    })
    worker.unref()
    let pingAt = performance.now()
    const timer = setInterval(() => {
      look(folder, remote)
      if (remote.isSilent || performance.now() - pingAt < pingMs) return
      pingAt = performance.now()
      ask(remote, { ping: true }, () => {})
    }, silentMs / 5).unref()
    const remote: Remote = { worker, questions: new Map(), timer, isSilent: false, silences: 0 }
    remotes.set(folder, remote)
    worker.on('message', (message: FromRemote) => {
      if ('ready' in message) ready()
      else heard(folder, remote, message)
    })
    worker.on('exit', ready)
    worker.on('error', error => listener.onError(`${folder}: ${String(error)}`))
    worker.on('exit', () => {
      if (remotes.get(folder) !== remote) return
      end(folder)
      restarts.set(folder, setTimeout(start, restartMs, folder).unref())
    })
    ask(remote, { ping: true }, () => {})
  }

  function end(folder: string): void {
    const remote = remotes.get(folder)
    if (!remote) return
    remotes.delete(folder)
    clearInterval(remote.timer)
    for (const { answered } of remote.questions.values()) answered(undefined)
    hung.add(remote.worker)
    remote.worker.terminate().finally(() => hung.delete(remote.worker))
    // To be ended refers it again, and one that hangs would keep the process.
    remote.worker.unref()
  }

  async function leaveWithout(): Promise<void> {
    const { leaveAtOnce } = await import('./native.ts')
    const leave = (): void => {
      if (hung.size > 0) leaveAtOnce(Number(process.exitCode ?? 0))
    }
    process.on('exit', leave)
    setTimeout(leave, leaveMs).unref()
  }

  return {
    knowsDoer: doerOf !== undefined,
    watch: folder =>
      new Promise(resolve => {
        start(folder, () => resolve(undefined))
      }),
    unwatch: folder => {
      clearTimeout(restarts.get(folder))
      restarts.delete(folder)
      end(folder)
    },
    stat: async (path, signal) => {
      const answer = await wait(path, { stat: path }, signal)
      if ('error' in answer) throw new Error(answer.error)
      return 'stat' in answer ? answer.stat : undefined
    },
    open: async (path, signal) => {
      const remote = remoteOf(path)
      const answer = await wait(path, { open: path }, signal)
      if ('error' in answer) throw new Error(answer.error)
      if (!remote || !('fd' in answer)) throw new Error('it was not opened')
      const { fd } = answer
      return { fd, close: () => close(remote, fd) }
    },
    silences: path => remoteOf(path)?.silences ?? 0,
    close: () => {
      const mayHang = hung.size > 0 || [...remotes.values()].some(({ isSilent }) => isSilent)
      for (const timer of restarts.values()) clearTimeout(timer)
      for (const folder of [...remotes.keys()]) end(folder)
      if (mayHang) leaveWithout().catch(() => {})
    },
  }
}
