/**
 * Endpoints of a large company that hand in as fast as they are acknowledged: ten events of one person after the other, people in
 * random order. A process of its own; what to do comes as JSON in the arguments.
 */
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileEvent, origin, scan } from '../../events/samples.ts'

export interface ScaleOrder {
  readonly port: number
  readonly agents: readonly {
    readonly id: string
    readonly bearer: string
    readonly place: number
  }[]
  /** Number of the first event of each agent, and how many it hands in: whole batches. */
  readonly first: number
  readonly events: number
  readonly batch: number
  readonly people: number
  /** Agents of the whole company: person `n` works at agent `n % agentsAll`. */
  readonly agentsAll: number
  /** When event 0 happened (UTC epoch milliseconds), and how far apart two of one agent are. */
  readonly startMs: number
  readonly stepMs: number
  /** Tokens of thirty customers, packed; every so many events hold them. */
  readonly tokens: string
  readonly takingEvery: number
}

const perPerson = 10
const [seqDigits, personDigits, timeDigits] = [12, 7, 13]

const order: ScaleOrder = JSON.parse(process.argv[2] ?? '{}')

const marks = { seq: '8'.repeat(seqDigits), person: '9'.repeat(personDigits) }
const markTime = 7_777_777_777_777

/** A line whose numbers are written anew for each sending. */
function template(agent: string, isTaking: boolean) {
  const event = fileEvent({
    uid: `e-${marks.seq}`,
    time: markTime,
    modifiedAt: 1_780_000_000_000,
    account: { name: `acc${marks.person}` },
    ...(isTaking
      ? { scan: { ...scan, candidates: 30, tokens: order.tokens } }
      : {
          scan: { ...scan, candidates: 0, kinds: { email: 0, phone: 0 }, tokens: '' },
          place: { kind: 'folder', label: 'Work', path: '/home/work' } as const,
        }),
  })
  const device = { ...origin.device, uid: agent, hostname: `lt-${agent}` }
  const text = `{"seq":${marks.seq},"event":${JSON.stringify({ ...event, device })}}\n`
  const places = (mark: string): number[] => {
    const found: number[] = []
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) found.push(at)
    return found
  }
  return {
    text,
    seq: places(marks.seq),
    person: places(marks.person),
    time: places(String(markTime)),
  }
}

/** The same people in the same order in every run. */
function die(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

async function run({ id, bearer, place }: ScaleOrder['agents'][number]): Promise<void> {
  const { first, events, people, agentsAll, startMs, stepMs, takingEvery, batch } = order
  const socket = connect(order.port, '127.0.0.1').setNoDelay()
  await once(socket, 'connect')
  const random = die(first * 64 + place)
  const usual = template(id, false)
  const taking = template(id, true)
  for (let sent = 0; sent < events; sent += batch) {
    const lines: Buffer[] = []
    let person = ''
    for (let index = 0; index < batch; index += 1) {
      const number = first + sent + index
      if (index % perPerson === 0) {
        const group = Math.floor((random() * people) / agentsAll)
        person = String(group * agentsAll + place).padStart(personDigits, '0')
      }
      const line = number % takingEvery === 0 ? taking : usual
      const bytes = Buffer.from(line.text)
      for (const at of line.seq) bytes.write(String(number + 1).padStart(seqDigits, '0'), at)
      // The number of an envelope has no zeros before it.
      bytes.write('1', line.seq[0] ?? 0)
      for (const at of line.person) bytes.write(person, at)
      const time = String(startMs + number * stepMs).padStart(timeDigits, '0')
      for (const at of line.time) bytes.write(time, at)
      lines.push(bytes)
    }
    const body = Buffer.concat(lines)
    socket.cork()
    socket.write(
      `POST /api/v1/agents/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\nAuthorization: Bearer ${bearer}\r\nContent-Length: ${body.length}\r\n\r\n`,
    )
    socket.write(body)
    socket.uncork()
    const [answer] = await once(socket, 'data')
    if (!/^HTTP\/1\.1 200.*"rejected":\[\]/s.test(String(answer)))
      throw new Error(`answered: ${String(answer).slice(0, 600)}`)
  }
  socket.destroy()
}

await Promise.all(order.agents.map(run))
