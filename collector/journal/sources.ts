/** What is known of each source: the sequence numbers that it sent, and what it has not been told of yet. */
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import type { Database } from '../store/database.ts'
import { eachLine, type Frame, readSeq } from './segments/frame.ts'
import { openSeqs, type SeqRange, type Seqs } from './seqs.ts'

export interface Sources {
  /** Throws Fault ERR_INPUT_INVALID where a source left too many gaps. */
  of(source: string): Seqs
  lastSeq(source: string): number
  ranges(source: string): readonly SeqRange[]
  /** Notes what a frame holds. */
  note(frame: Frame): void
  /** Puts back what was known of a source before. */
  restore(source: string, ranges: readonly SeqRange[]): void
  /** Saves what changed since; files of the event log from offset `covered` on are not in it. In the caller's transaction. */
  save(covered: number): void
  /** Files from this offset on are not in what was saved. */
  readonly covered: number
}

function readRanges(text: string): SeqRange[] {
  const value: unknown = JSON.parse(text)
  if (!Array.isArray(value)) return []
  return value.flatMap(range =>
    Array.isArray(range) ? [[Number(range[0]), Number(range[1])] as const] : [],
  )
}

export function openSources(database: Database): Sources {
  const all = database.prepare<[], { source: string; seqs: string }>('SELECT * FROM source')
  const set = database.prepare<[string, string]>(
    'INSERT INTO source VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET seqs = excluded.seqs',
  )
  const load = database.prepare<[], { covered: number }>('SELECT covered FROM event_log')
  const cover = database.prepare<[number]>('UPDATE event_log SET covered = ?')
  const known = new Map(all.all().map(row => [row.source, openSeqs(readRanges(row.seqs))]))
  const changed = new Set<string>()

  const seqsOf = (source: string): Seqs => {
    const seqs = known.get(source) ?? openSeqs()
    known.set(source, seqs)
    changed.add(source)
    return seqs
  }

  return {
    of: source => {
      const seqs = seqsOf(source)
      if (seqs.count > limits.gapsPerSourceMax)
        throw new Fault(
          'ERR_INPUT_INVALID',
          `${source}: more than ${limits.gapsPerSourceMax} gaps in its sequence numbers; count up by one`,
        )
      return seqs
    },
    lastSeq: source => known.get(source)?.max ?? 0,
    ranges: source => known.get(source)?.ranges ?? [],
    note: frame => {
      const seqs = seqsOf(frame.source)
      eachLine(frame, (_, start) => seqs.add(readSeq(frame.lines, start).seq))
    },
    restore: (source, ranges) => {
      known.set(source, openSeqs(ranges))
    },
    save: covered => {
      for (const source of changed) set.run(source, JSON.stringify(known.get(source)?.ranges ?? []))
      changed.clear()
      cover.run(covered)
    },
    get covered() {
      return load.get()?.covered ?? 0
    },
  }
}
