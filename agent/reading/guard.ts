/** Guarding files against being read by programs that policy does not name: one face for systems that can ask before a file is opened. */
import type { Process } from '../../events/ocsf.ts'
import type { Account } from '../platform/platform.ts'

/** A program was kept from a file. */
export interface Refusal {
  readonly path: string
  readonly process: Process
  readonly account: Account
}

export interface ReadGuardListener {
  readonly onRefusal: (refusal: Refusal) => void
  /** A decision was late, or nobody could decide: what was asked for was allowed. */
  readonly onLate: (why: string) => void
}

export interface ReadGuard {
  /** Programs (absolute paths) that may read what is guarded; everything else may not. */
  allow(programs: readonly string[]): void
  /** Guards the file that is there now, whatever it is renamed to; called again for another one at the same path. */
  guard(path: string): void
  release(path: string): void
  close(): void
}
