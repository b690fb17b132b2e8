/** Batches for a journal, without an agent. */
import type { NewBatch } from '../../collector/journal/journal.ts'

/** A batch of events with these numbers; each has the same body unless it is given its own. */
export function batchOf(
  source: string,
  seqs: readonly number[],
  body: (seq: number) => string = () => '{}',
): NewBatch {
  const lines = seqs.map(seq => Buffer.from(`{"seq":${seq},"event":${body(seq)}}\n`))
  let end = 0
  const ends = lines.map(line => {
    end += line.length
    return end
  })
  return { source, seqs, ends, lines: Buffer.concat(lines) }
}
