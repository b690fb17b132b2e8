/** What differs between operating systems: accounts, drives, devices, notices, keys. One file per system fulfils this face. */
import type { DriveIdentity } from '../../events/file-activity.ts'
import type { Process } from '../../events/ocsf.ts'
import type { Clipboards } from '../clipboard/board.ts'
import type { Devices } from '../devices/attached.ts'
import type { Doer, FileFeed, FileFeedListener } from '../files/feed.ts'
import type { OnSilence, RemoteFolders } from '../files/remote.ts'
import type { KeySeal } from '../key-store.ts'
import type { TellPerson } from '../notice.ts'
import type { Printing } from '../printing/job.ts'
import type { ReadGuard, ReadGuardListener } from '../reading/guard.ts'
import type { HoldFolder } from '../vault/place-handle.ts'

export interface Account {
  readonly name: string
  readonly uid?: string
}

/** A folder by a name that people know it by. */
export interface NamedFolder {
  readonly path: string
  readonly label: string
}

export interface Drive extends NamedFolder {
  /** The device it lies on, where it is known. */
  readonly identity?: DriveIdentity
  readonly isReadOnly?: boolean
}

/** An account, and how it is known: the file is its own, it is logged in, or the agent runs as it. */
export interface Owner {
  readonly account: Account
  readonly attribution: 'owner' | 'session' | 'agent-account'
}

export interface Platform {
  readonly name: string
  /** Who a file counts for where no feed told who wrote it; `uid` is the number that the file system has for its owner, undefined where it is gone. */
  owner(path: string, uid: number | undefined): Owner
  /** Who is logged in at the machine itself; undefined where nobody is, or it cannot be told. */
  atDesk(): Account | undefined
  /** Devices that can be plugged in and out; absent where this system's are not known. */
  readonly devices?: Devices
  /** Absent where copies cannot be seen. */
  readonly clipboards?: Clipboards
  /** Absent where print jobs cannot be seen. */
  readonly printing?: Printing
  /** The program of a process; undefined where it has ended. Absent where it cannot be asked. */
  readonly program?: (pid: number) => Process | undefined
  /** Removable drives that are mounted now. */
  removableDrives(): Promise<readonly Drive[]>
  /** Removable volumes that are mounted where only the process `pid` and its like see it; absent where there is no such thing. */
  hiddenMounts?(): readonly {
    readonly device: string
    readonly path: string
    readonly pid: number
  }[]
  /** Home folders of people, not of services. */
  homeFolders(): readonly NamedFolder[]
  /** Mounted disks of other machines. */
  networkMounts(): Promise<readonly NamedFolder[]>
  /** Folders that may not answer; absent where none is known to be one. */
  readonly remote?: {
    /** By the mounts there are now: what a path lies on, where that may not answer. */
    mounts(): (path: string) => string | undefined
    /** `doerOf`: who a process is, where the kernel tells who writes. */
    open(
      listener: FileFeedListener,
      parts: {
        readonly onSilence: OnSilence
        readonly doerOf: ((pid: number) => Doer) | undefined
      },
    ): Promise<RemoteFolders>
  }
  /** Calls when something was mounted or unmounted, until the signal aborts; false where that cannot be heard of. */
  onMounts(listener: () => void, signal: AbortSignal): Promise<boolean>
  /** Takes writing to a volume, or the volume, away; gives why it could not. */
  restrict(path: string, access: 'read-only' | 'deny'): Promise<string | undefined>
  /** The system's own feed of file changes, or why there is none here. */
  fileFeed(listener: FileFeedListener): Promise<FileFeed | string>
  /** Asks before guarded files are opened; absent where the system cannot, or the agent has no right to. */
  readonly guardReading?: (listener: ReadGuardListener) => Promise<ReadGuard>
  /** Holds the folder of a file open, so that what is done in it happens there. */
  readonly holdFolder: HoldFolder
  /** Tells a person what was done to their file or device. */
  readonly tellPerson: TellPerson
  /** Binds the agent's key to this machine; absent where the system does that before the agent starts, or cannot. */
  readonly keySeal?: KeySeal
  /** The address that a file was downloaded from, as its browser noted it. */
  downloadedFrom(path: string): Promise<string | undefined>
  /** Gives memory back that the program needed only to start; absent where it cannot. */
  readonly giveBackMemory?: () => Promise<void>
  /** What this system cannot do, in words, for `clientkeep doctor`. */
  readonly gaps: readonly string[]
}
