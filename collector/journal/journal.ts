/** The journal's face: an append-only log of events, findings and decisions. All other state is derived from it. */
import type { ChainLink } from '../audit/chain.ts'
import type { SeqRange } from './seqs.ts'

export type EntryKind = 'event' | 'finding' | 'decision'

/** A finding or decision to append. `(source, seq)` is its identity: appending it twice leaves one. */
export interface NewEntry {
  readonly kind: Exclude<EntryKind, 'event'>
  /** `finding:<id>` or `decision:<id>`. */
  readonly source: string
  readonly seq: number
  /** Event time, UTC epoch milliseconds. */
  readonly time: number
  /** JSON text. */
  readonly body: string
}

/** Events of one source as they came in. `(source, seq)` is the identity of each. Nothing has looked into them yet. */
export interface NewBatch {
  /** The agent's id, or `producer:<name>`. */
  readonly source: string
  readonly seqs: readonly number[]
  /** A line for each, `{"seq":1,"event":{…}}` without blanks around, and a newline (UTF-8). */
  readonly lines: Buffer
  /** Where each line ends in `lines`, its newline included. */
  readonly ends: readonly number[]
  /** Which lane of detection they belong to; 0 where left out. */
  readonly lane?: number
  /** When they came in, where another journal has said so already. */
  readonly receivedAt?: number
}

export interface Entry {
  readonly kind: EntryKind
  readonly source: string
  readonly seq: number
  /** Event time of a finding or decision; of an event, whose body nobody has read yet, when it came in. */
  readonly time: number
  readonly body: string
  /** Position in the log, from 1, growing. */
  readonly offset: number
  readonly receivedAt: number
}

/** One event as it came in: `body` is its JSON text, not checked yet. */
export interface EventLine {
  readonly offset: number
  /** Its place in the batch, from 0. */
  readonly index: number
  readonly seq: number
  /** Its text lies in these bytes; `bodyOf` makes it. A batch of texts would outlive the nursery of the heap. */
  readonly bytes: Buffer
  readonly start: number
  readonly end: number
}

/** The text of a line, JSON of an event; made anew each time. */
export const bodyOf = ({ bytes, start, end }: EventLine): string =>
  bytes.toString('utf8', start, end)

/** Events that came in together, in order; those that were removed since are left out. */
export interface EventBatch {
  readonly source: string
  readonly receivedAt: number
  /** The highest sequence number that was known of the source before; 0 where none was. */
  readonly previousSeq: number
  /** Which lane of detection they belong to. */
  readonly lane: number
  readonly lines: readonly EventLine[]
}

/** What is known of events that came in together before they are looked into. */
export interface FrameFacts {
  readonly source: string
  readonly receivedAt: number
  /** As `NewBatch` has them. */
  readonly lines: Buffer
}

/** Where a reader got to, with what it must remember; written together with what it produced. */
export interface Checkpoint {
  readonly name: string
  readonly offset: number
  readonly state: string
}

/** An event that cannot be taken, with the reason; `index` counts from 0 in the batch that it came with. */
export interface Refused {
  readonly source: string
  readonly seq: number
  readonly index: number
  readonly reason: string
  readonly body: string
}

export interface Appended {
  readonly accepted: number
  readonly duplicates: number
  /** The log's head after the commit. */
  readonly head: number
}

/** What readers in any thread need. Nothing is given that is not durable. */
export interface JournalReader {
  /** Entries after `after`, in order, at most `limit`. */
  read(after: number, limit: number): Promise<readonly Entry[]>
  /** Events alone, by the batch, after `after`, in order: about `limit`, at least one where there is one. */
  readEvents(after: number, limit: number): Promise<readonly EventBatch[]>
  /** Batches of frames that are wanted after `after`; each call looks at some MB. `reached`: the last offset that was looked at, `after` itself at the end. */
  readMatching(
    after: number,
    isWanted: (frame: FrameFacts) => boolean,
  ): { readonly batches: readonly EventBatch[]; readonly reached: number }
  /** Findings and decisions, or one kind of them, after `after`, in order, at most `limit`. */
  readTold(after: number, limit: number, kind?: NewEntry['kind']): Promise<readonly Entry[]>
  /** The entry at one offset. */
  at(offset: number): Promise<Entry | undefined>
  checkpoint(name: string): Promise<Checkpoint | undefined>
  close(): Promise<void>
}

export interface Journal extends JournalReader {
  /** Resolves when the entries are durable. Rejects with Fault ERR_DISK_FULL or ERR_BUSY; then none of them is in. */
  append(
    entries: readonly NewEntry[],
    with_?: { checkpoint?: Checkpoint; refused?: readonly Refused[]; receivedAt?: number },
  ): Promise<Appended>
  /** The same for events. */
  appendEvents(batch: NewBatch): Promise<Appended>
  /** Refused events that their sender has not been told of yet; after this it counts as told. */
  takeRefused(source: string): readonly Omit<Refused, 'body'>[]
  /** Highest sequence number known of a source, refused ones included; 0 where none. */
  lastSeq(source: string): number
  /** Which sequence numbers are known of a source, as ascending ranges. */
  seqRanges(source: string): readonly SeqRange[]
  readonly head: number
  /** When the first entry after an offset came in; undefined where there is none. */
  receivedAfter(offset: number): number | undefined
  /** The latest signed head of the chain over decisions, as compact JWS; undefined where there is none. */
  chainHead(): string | undefined
  /** Links of that chain from an offset on, in order. */
  chainLinks(from: number): readonly ChainLink[]
  /** Writes a consistent copy below a folder, while appends go on; gives the files' names in it. */
  copyTo(dir: string): Promise<readonly string[]>
  /** Deletes events and findings, drops the bodies of decisions (their hashes stay in the chain), and appends the record of it: all or nothing. */
  remove(offsets: readonly number[], emptied: readonly number[], record?: NewEntry): Promise<void>
  /** The same on all nodes of a cluster; of the entries that this node has, where it is alone. */
  removeEverywhere(
    offsets: readonly number[],
    emptied: readonly number[],
    record?: NewEntry,
  ): Promise<void>
  /** Bytes that the entries take, without room that is free again. */
  usedBytes(): number
  /** Overwrites what was deleted in the log that still holds it. */
  wipe(): void
  /** Called after each commit, with the new head. Returns how to stop. */
  onCommit(listener: (head: number) => void): () => void
}
