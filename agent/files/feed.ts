/** What tells of changes to files: one face for the kernel's own feed, which knows who did it, and for watching folders, which does not. */
import { sep } from 'node:path'
import type { Process } from '../../events/ocsf.ts'
import type { Account } from '../platform/platform.ts'

/** Who did something, as far as it is known. */
export interface Doer {
  readonly account?: Account
  readonly process?: Process
  /** The account that logged in, where the one at work is another (su, sudo). */
  readonly login?: Account
  /** The kernel's number of the login session. */
  readonly session?: string
}

/** `closed`: written and closed; `created`: is there, and may still be written to; `arrived`: a folder with all that is in it. */
export type ChangeKind = 'created' | 'closed' | 'renamed' | 'removed' | 'arrived'

export interface FileChange {
  readonly kind: ChangeKind
  readonly path: string
  /** The path before a rename. */
  readonly from?: string
  readonly isNew?: boolean
  readonly doer: Doer
}

export interface FileFeedListener {
  readonly onChange: (change: FileChange) => void
  /** Changes were lost: what is watched must be listed. `count` is at least how many. */
  readonly onLoss: (reason: string) => void
  readonly onError: (error: unknown) => void
  /** A file that opens are told of was opened by another program than the agent's. */
  readonly onOpen?: (open: { readonly path: string; readonly doer: Doer }) => void
}

export interface FileFeed {
  /** Whether it says who did it. */
  readonly knowsDoer: boolean
  /** Tells changes below a folder from now on; of a drive also writes to files that stay open. Gives undefined, or why it cannot. */
  watch(folder: string, more?: { readonly isDrive: boolean }): Promise<string | undefined>
  unwatch(folder: string): void
  /** Who a process is; absent where that is not known. */
  doerOf?(pid: number): Doer
  /** Tells who opens a file from now on, whatever it is renamed to; absent where that cannot be told. */
  watchOpens?(path: string): void
  close(): void
}

/** Whether `path` is `folder` or lies in it. */
export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)
