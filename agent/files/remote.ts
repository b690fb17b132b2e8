/**
 * Folders whose calls may never come back: another machine's disk, or a program's file system. Nothing in them is touched by the agent's
 * own threads: each has a thread of its own, which may hang for as long as it likes.
 */
import type { Stats } from 'node:fs'
import type { FileFeed } from './feed.ts'

/** What a path in such a folder is. Times are UTC epoch milliseconds. */
export interface RemoteStat {
  readonly isFile: boolean
  readonly size: number
  readonly mtimeMs: number
  readonly uid: number
}

export const remoteStat = (stats: Stats): RemoteStat => ({
  isFile: stats.isFile(),
  ...{ size: stats.size, mtimeMs: stats.mtimeMs, uid: stats.uid },
})

export interface RemoteFile {
  readonly fd: number
  close(): void
}

export interface RemoteFolders extends FileFeed {
  /** What a path is, as soon as its folder answers; undefined where it is gone. Rejects when the signal aborts, or the folder is not watched any more. */
  stat(path: string, signal: AbortSignal): Promise<RemoteStat | undefined>
  /** Opens a regular file to be read. Rejects as `stat`, and with the error's name (`EACCES` …) where it cannot be opened. */
  open(path: string, signal: AbortSignal): Promise<RemoteFile>
  /** How often the folder of a path has not answered for a while. */
  silences(path: string): number
}

/** Told of folders that do not answer, and that answer again. */
export type OnSilence = (folder: string, isOver: boolean) => void
