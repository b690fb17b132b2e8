/**
 * Where events stood in the batches that producers sent: a batch lies in parts, by lanes, in the journal. In memory, for the last batches
 * of each producer; agents know their events by number.
 */
import { limits } from '../../../events/limits.ts'
import type { NewBatch, Refused } from '../journal.ts'

const batchesMax = 256

/** The first number of a batch that counts up by one; 0 of any other. */
export const firstSeq = ({ seqs }: Pick<NewBatch, 'seqs'>): number => {
  const [first = 0] = seqs
  return seqs.every((seq, index) => seq === first + index) ? first : 0
}

export interface Places {
  /** A batch of `source` begins with this number. */
  note(source: string, first: number): void
  /** The same with its place in the batch that it came with, where that is known. */
  placed<T extends Pick<Refused, 'source' | 'seq' | 'index'>>(refused: T): T
}

export function openPlaces(): Places {
  const known = new Map<string, number[]>()
  return {
    note: (source, first) => {
      if (first === 0 || !source.includes(':')) return
      const firsts = known.get(source) ?? []
      if (firsts.at(-1) === first) return
      firsts.push(first)
      if (firsts.length > batchesMax) firsts.shift()
      known.set(source, firsts)
    },
    placed: refused => {
      const { source, seq } = refused
      const first = known.get(source)?.findLast(each => each <= seq) ?? 0
      const isKnown = first > 0 && seq - first < limits.ingestBatchEventsMax
      return isKnown ? { ...refused, index: seq - first } : refused
    },
  }
}
