/** What is said between the agent and the thread of a remote folder. */
import type { RemoteStat } from '../../files/remote.ts'
import type { Change } from '../../sensors/watcher.ts'

/** What the thread is for; `knowsDoer`: it may ask the kernel who writes. */
export interface RemoteJob {
  readonly folder: string
  readonly knowsDoer: boolean
}

/** `answer` is the number of the question. */
export type ToRemote =
  | { readonly ask: number; readonly stat: string }
  | { readonly ask: number; readonly open: string }
  | { readonly ask: number; readonly ping: true }
  | { readonly close: number }

export type FromRemote =
  | { readonly answer: number; readonly stat: RemoteStat | undefined }
  | { readonly answer: number; readonly fd: number }
  | { readonly answer: number; readonly error: string }
  | { readonly answer: number; readonly pong: true }
  | { readonly change: Change; readonly path: string }
  | { readonly wrote: string; readonly pid: number }
  | { readonly ready: true }
  | { readonly failed: string }
