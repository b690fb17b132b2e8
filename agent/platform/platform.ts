/** What differs between operating systems: accounts and removable drives. One file per system fulfils this face. */
import type { Process } from '../../events/ocsf.ts'
import type { Clipboards } from '../clipboard/board.ts'
import type { Devices } from '../devices/attached.ts'
import type { Printing } from '../printing/job.ts'

export interface Account {
  readonly name: string
  readonly uid?: string
}

export interface Drive {
  readonly path: string
  readonly label: string
}

export interface Platform {
  readonly name: string
  /** The account that runs the agent. */
  readonly sessionAccount: { readonly name: string; readonly uid?: string }
  /** The account that owns a file, by numeric id. */
  account(uid: number): { readonly name: string; readonly uid?: string }
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
  /** What this system cannot do, in words, for `clientkeep doctor`. */
  readonly gaps: readonly string[]
}
