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
  /** Entries of one kind alone, findings or decisions, after `after`, in order, at most `limit`. */
  readKind(
    kind: Exclude<EntryKind, 'event'>,
    after: number,
    limit: number,
  ): Promise<readonly Entry[]>
  /** The entry at one offset. */
  at(offset: number): Promise<Entry | undefined>
  checkpoint(name: string): Promise<Checkpoint | undefined>
  /** Highest sequence number known of a source, refused ones included; 0 where none. */
  lastSeq(source: string): number
  readonly head: number
  /** When the first entry after an offset came in; undefined where there is none. */
  receivedAfter(offset: number): number | undefined
  /** The latest signed head of the chain over decisions, as compact JWS; undefined where there is none. */
  chainHead(): string | undefined
  /** Writes a consistent copy to a file that does not exist yet, while appends go on. */
  copyTo(path: string): Promise<void>
  /** Deletes events and findings, drops the bodies of decisions (their hashes stay in the chain), and appends the record of it: all or nothing. */
  remove(offsets: readonly number[], emptied: readonly number[], record?: NewEntry): Promise<void>
  /** Bytes that the entries take, without room that is free again. */
  usedBytes(): number
  /** Overwrites what was deleted in the log that still holds it. */
  wipe(): void
  /** Called after each commit, with the new head. Returns how to stop. */
  onCommit(listener: (head: number) => void): () => void
  close(): Promise<void>
}
