/** Spools into the folder named in the arguments until it is killed, and prints the last routine sequence number that is durable. */
import { writeSync } from 'node:fs'
import { Spool } from '../../agent/spool/spool.ts'

const spool = Spool.open(process.argv[2] ?? '', Buffer.alloc(32, 7))
let last = 0
spool.onRecords(() => writeSync(1, `${last}\n`))
for (;;) {
  for (let count = 0; count < 5; count += 1) {
    const lane = count === 0 ? 'urgent' : 'routine'
    const seq = spool.enqueue(seq => JSON.stringify({ seq, padding: 'x'.repeat(200) }), lane)
    if (lane === 'routine') last = seq
  }
  await new Promise(resolve => setImmediate(resolve))
}
