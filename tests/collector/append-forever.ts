/** Appends to the journal named in the arguments until it is killed, and prints each sequence number that was acknowledged. */
import { writeSync } from 'node:fs'
import { openSqliteJournal } from '../../collector/journal/sqlite.ts'

const journal = openSqliteJournal(process.argv[2] ?? '', { now: Date.now })
for (let seq = journal.lastSeq('agent') + 1; ; seq += 3) {
  const batch = [seq, seq + 1, seq + 2].map(number => ({
    kind: 'event' as const,
    source: 'agent',
    seq: number,
    time: number,
    body: JSON.stringify({ number, padding: 'x'.repeat(300) }),
  }))
  await journal.append(batch)
  writeSync(1, `${seq + 2}\n`)
}
