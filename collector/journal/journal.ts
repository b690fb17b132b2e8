/** The journal's face: an append-only log of events, findings and decisions. All other state is derived from it. */

export type EntryKind = 'event' | 'finding' | 'decision'

/** An entry to append. `(source, seq)` is its identity: appending it twice leaves one. */
export interface NewEntry {
  readonly kind: EntryKind
  /** The agent's id, `finding:<id>` or `decision:<id>`. */
  readonly source: string
  readonly seq: number
  /** Event time, UTC epoch milliseconds. */
  readonly time: number
  /** JSON text. */
  readonly body: string
}

export interface Entry extends NewEntry {
  /** Position in the log, from 1, growing. */
  readonly offset: number
  readonly receivedAt: number
}

/** Where a reader got to, with what it must remember; written together with what it produced. */
export interface Checkpoint {
  readonly name: string
  readonly offset: number
  readonly state: string
}

export interface Refused {
  readonly source: string
  readonly seq: number
  readonly reason: string
  readonly body: string
}

export interface Appended {
  readonly accepted: number
  readonly duplicates: number
  /** The log's head after the commit. */
  readonly head: number
}

export interface Journal {
  /** Resolves when the entries are durable. Rejects with Fault ERR_DISK_FULL or ERR_BUSY; then none of them is in. */
  append(
    entries: readonly NewEntry[],
    with_?: { checkpoint?: Checkpoint; refused?: readonly Refused[] },
  ): Promise<Appended>
  /** Entries after `after`, in order, at most `limit`. */
  read(after: number, limit: number): Promise<readonly Entry[]>
  /** The entry at one offset. */
  at(offset: number): Promise<Entry | undefined>
  checkpoint(name: string): Promise<Checkpoint | undefined>
  /** Highest sequence number known of a source, refused ones included; 0 where none. */
  lastSeq(source: string): number
  readonly head: number
  /** The latest signed head of the chain over decisions, as compact JWS; undefined where there is none. */
  chainHead(): string | undefined
  /** Writes a consistent copy to a file that does not exist yet, while appends go on. */
  copyTo(path: string): Promise<void>
  /** Called after each commit, with the new head. Returns how to stop. */
  onCommit(listener: (head: number) => void): () => void
  close(): Promise<void>
}
