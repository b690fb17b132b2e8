/** Appends to the journal named in the arguments until it is killed, and prints each sequence number that was acknowledged. */
import { writeSync } from 'node:fs'
import { openEmbeddedJournal } from '../../collector/journal/embedded.ts'
import { batchOf } from './batches.ts'

const journal = await openEmbeddedJournal(process.argv[2] ?? '', {
  now: Date.now,
  segmentBytes: 20_000,
})
const padding = 'x'.repeat(300)
for (let seq = journal.lastSeq('agent') + 1; ; seq += 3) {
  const batch = batchOf('agent', [seq, seq + 1, seq + 2], number =>
    JSON.stringify({ number, padding }),
  )
  await journal.appendEvents(batch)
  writeSync(1, `${seq + 2}\n`)
}
