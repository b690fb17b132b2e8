/**
 * Agents that send batches as fast as they are acknowledged, or at a rate: to our collector, to a plain HTTP path, to Redis. A process
 * of its own; what to do comes as JSON in the arguments, what was measured goes as JSON to standard output.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { eventText } from './event.ts'

export interface LoadOrder {
  readonly target: 'clientkeep' | 'plain' | 'redis'
  readonly port: number
  /** One agent each. */
  readonly agents: readonly {
    readonly id: string
    readonly bearer: string
    readonly firstSeq: number
  }[]
  readonly batch: number
  readonly seconds: number
  /** Events a second of all agents of this process; as fast as can be where left out. */
  readonly rate?: number
}

export interface LoadReport {
  readonly events: number
  readonly seconds: number
  /** Milliseconds from the first byte sent to the acknowledgement, one for each batch. */
  readonly latencies: readonly number[]
}

const seqDigits = 12
const order: LoadOrder = JSON.parse(process.argv[2] ?? '{}')

/** A batch whose sequence numbers are written anew for each sending, so that making load costs little. */
function batchOf(id: string) {
  const seqAt: number[] = []
  let at = 0
  const lines = Array.from({ length: order.batch }, (_, index) => {
    const event = eventText(id, index)
    const line =
      order.target === 'clientkeep'
        ? `{"seq":${'0'.repeat(seqDigits)},"event":${event}}\n`
        : `${event}\n`
    seqAt.push(at + '{"seq":'.length)
    at += line.length
    return line
  })
  const bytes = Buffer.from(lines.join(''))
  return {
    bytes,
    lines,
    number: (first: number) => {
      if (order.target !== 'clientkeep') return
      for (const [index, place] of seqAt.entries())
        bytes.write(String(first + index), place, 'latin1')
    },
  }
}

/** Resolves when as many answers as `wanted` came in. */
function answers(socket: Socket, count: (chunk: Buffer) => number) {
  let seen = 0
  let wake = () => {}
  let wanted = 0
  socket.on('data', (chunk: Buffer) => {
    seen += count(chunk)
    if (seen >= wanted) wake()
  })
  return async (more: number): Promise<void> => {
    wanted += more
    if (seen >= wanted) return
    await new Promise<void>(resolve => {
      wake = resolve
    })
  }
}

/** Answers of one pipelined request at a time: small bodies that end with the JSON's brace. */
function httpAnswers(chunk: Buffer): number {
  const text = chunk.toString('latin1')
  if (/^HTTP\/1\.1 (?!200)/.test(text)) throw new Error(`answered: ${text.slice(0, 400)}`)
  return text.endsWith('}') ? 1 : 0
}

function redisAnswers(chunk: Buffer): number {
  let count = 0
  for (const byte of chunk) if (byte === 36) count += 1
  if (chunk[0] === 45) throw new Error(`answered: ${chunk.toString()}`)
  return count
}

/** The bytes of one sending, and how many answers they get. */
function requestOf(bearer: string, batch: ReturnType<typeof batchOf>) {
  if (order.target === 'redis') {
    const commands = batch.lines.map(
      line =>
        `*5\r\n$4\r\nXADD\r\n$2\r\nev\r\n$1\r\n*\r\n$1\r\nb\r\n$${line.length}\r\n${line}\r\n`,
    )
    return { parts: [Buffer.from(commands.join(''))], answers: batch.lines.length }
  }
  const path = order.target === 'plain' ? '/events' : '/api/v1/agents/events'
  const head = Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\nAuthorization: Bearer ${bearer}\r\nContent-Length: ${batch.bytes.length}\r\n\r\n`,
  )
  return { parts: [head, batch.bytes], answers: 1 }
}

async function run(
  { id, bearer, firstSeq }: LoadOrder['agents'][number],
  until: number,
): Promise<{ events: number; latencies: number[] }> {
  const socket = connect(order.port, '127.0.0.1').setNoDelay()
  await once(socket, 'connect')
  const answered = answers(socket, order.target === 'redis' ? redisAnswers : httpAnswers)
  const batch = batchOf(id)
  const request = requestOf(bearer, batch)
  const latencies: number[] = []
  const paceMs =
    order.rate === undefined ? 0 : (order.batch * order.agents.length * 1000) / order.rate
  let due = performance.now() + Math.random() * paceMs
  let events = 0
  while (performance.now() < until) {
    if (paceMs > 0) {
      const wait = due - performance.now()
      if (wait > 1) await delay(wait)
      due += paceMs
    }
    batch.number(firstSeq + events)
    const sentAt = performance.now()
    socket.cork()
    for (const part of request.parts) socket.write(part)
    socket.uncork()
    await answered(request.answers)
    latencies.push(performance.now() - sentAt)
    events += order.batch
  }
  socket.destroy()
  return { events, latencies }
}

const startedAt = performance.now()
const results = await Promise.all(
  order.agents.map(agent => run(agent, startedAt + order.seconds * 1000)),
)
const report: LoadReport = {
  events: results.reduce((sum, { events }) => sum + events, 0),
  seconds: (performance.now() - startedAt) / 1000,
  latencies: results.flatMap(({ latencies }) => latencies),
}
process.stdout.write(JSON.stringify(report))
