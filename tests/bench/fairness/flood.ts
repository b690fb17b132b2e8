/**
 * One agent that floods: full batches of new events on many connections, each sent again at once whatever was answered. A process of its own
 * that runs until its standard input ends; what to do comes as JSON in the arguments, what was answered goes as JSON to standard output.
 */
import { once } from 'node:events'
import { connect } from 'node:net'
import { eventText } from '../ingest/event.ts'

export interface FloodOrder {
  readonly port: number
  readonly id: string
  /** An assertion for each connection. */
  readonly bearers: readonly string[]
  readonly batch: number
  readonly firstSeq: number
}

export interface FloodReport {
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>
  readonly seconds: number
}

const order: FloodOrder = JSON.parse(process.argv[2] ?? '{}')
const statuses: Record<string, number> = {}
let isOver = false
process.stdin.on('end', () => {
  isOver = true
})
process.stdin.resume()

async function open() {
  const socket = connect(order.port, '127.0.0.1').setNoDelay()
  await once(socket, 'connect')
  return { socket, closed: once(socket, 'close').then(() => 'closed') }
}

async function send(bearer: string, place: number): Promise<void> {
  let { socket, closed } = await open()
  const events = Array.from({ length: order.batch }, (_, index) => eventText(order.id, index))
  // Each connection has numbers of its own, so that all events are new.
  let seq = order.firstSeq + place * 1_000_000_000
  while (!isOver) {
    const body = events.map(event => `{"seq":${seq++},"event":${event}}\n`).join('')
    socket.write(
      `POST /api/v1/agents/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\nAuthorization: Bearer ${bearer}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
    const answer = await Promise.race([
      once(socket, 'data').then(([chunk]) => String(chunk).slice(9, 12)),
      closed,
    ])
    statuses[answer] = (statuses[answer] ?? 0) + 1
    if (answer === 'closed') ({ socket, closed } = await open())
  }
  socket.destroy()
}

const startedAt = performance.now()
await Promise.all(order.bearers.map(send))
const report: FloodReport = { statuses, seconds: (performance.now() - startedAt) / 1000 }
process.stdout.write(JSON.stringify(report))
