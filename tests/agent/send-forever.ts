/** Spools numbered events as an agent does, and sends them, until it is killed; prints the name of each that is durable. With `drain` it only sends. */
import { writeSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import { createCollectorClock } from '../../agent/clock.ts'
import { createClient } from '../../agent/collector-client.ts'
import { openIdentity } from '../../agent/identity.ts'
import { Spool } from '../../agent/spool/spool.ts'
import { startUplink } from '../../agent/uplink.ts'
import { fileEvent, origin } from '../events/samples.ts'

const [dir = '', life = '', mode = 'storm'] = process.argv.slice(2)
const key = Buffer.alloc(32, 7)
const identity = await openIdentity(dir, key)
const spool = Spool.open(`${dir}/spool`, key)
const client = createClient(
  identity,
  createCollectorClock(() => {}),
)
const uplink = startUplink({
  ...{ spool, client, log: pino({ level: 'silent' }), random: Math.random },
  signal: new AbortController().signal,
})
let unwritten: string[] = []
spool.onRecords(() => {
  writeSync(1, unwritten.map(uid => `${uid}\n`).join(''))
  unwritten = []
  uplink.wake()
})
const device = { ...origin.device, uid: identity.agentId }
for (let count = 0; mode === 'storm'; count += 1) {
  const uid = `${life}-${count}`
  const event = { ...fileEvent({ uid, time: Date.now() }), device }
  unwritten.push(uid)
  spool.enqueue(seq => JSON.stringify({ seq, event }), count % 3 === 0 ? 'urgent' : 'routine')
  if (count % 5 === 4) await pause(10)
}
while (spool.state.waiting > 0) await pause(20)
writeSync(1, 'drained\n')
process.exit()
