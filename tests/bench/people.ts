/** The directory at the size of a large company: import, import again, and the time from a mark to the end of its look back over a journal that holds months. */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { type Collector, startCollector } from '../../collector/main.ts'
import { packTokens, tokenOf } from '../../content/token.ts'
import { fileEvent, origin, scan } from '../events/samples.ts'
import { type BenchReport, below, figure, type Say } from './report.ts'

const people = 100_000
const endpoints = 1000
const eventsEach = 200
const dayMs = 86_400_000
const waitMsMax = 1_200_000

const headers = 'EmailAddress,Name,Manager,Department,Title,ResignationDate,LastWorkingDate,Aliases'

/** One row a person; every hundredth gives notice where `leaving`. */
const csv = (leaving: boolean): string =>
  [
    headers,
    ...Array.from({ length: people }, (_, n) => {
      const dates = leaving && n % 100 === 0 ? '2026-11-20,2026-12-20' : ','
      const manager = n % 20 === 0 ? '' : `p${n - (n % 20)}@firm.example`
      return `p${n}@firm.example,Person ${n},${manager},Department ${n % 50},Sales,${dates},acc${n};crm.${n}`
    }),
  ].join('\n')

const call = async (collector: Collector, url: string, payload: string | object) => {
  const reply = await collector.app.inject({
    method: 'POST',
    url,
    headers: {
      host: '127.0.0.1',
      authorization: `Bearer ${collector.parts.consoleKey}`,
      ...(typeof payload === 'string' && { 'content-type': 'text/csv' }),
    },
    payload,
  })
  if (reply.statusCode !== 200) throw new Error(`${url}: HTTP ${reply.statusCode} ${reply.body}`)
  return reply.json()
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  const start = performance.now()
  while (!isSo()) {
    if (performance.now() - start > waitMsMax) throw new Error(`waited twenty minutes for ${what}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** Three months of file activity on many endpoints, with one account on each; every fiftieth holds 30 customers on a stick. */
async function fillJournal({ parts }: Collector): Promise<number> {
  const { key } = parts.base.filterInputs()
  const tokens = packTokens(
    BigUint64Array.from({ length: 30 }, (_, n) => tokenOf(key, 'email', `c${n}@firm${n}.example`)),
  )
  const now = Date.now()
  let bytes = 0
  const batchEach = 50
  for (let batch = 0; batch < eventsEach / batchEach; batch += 1) {
    for (let endpoint = 0; endpoint < endpoints; endpoint += 1) {
      const numbers = Array.from({ length: batchEach }, (_, n) => batch * batchEach + n + 1)
      const lines = numbers.map(seq => {
        const isTaking = seq % 50 === 0
        const time = now - 85 * dayMs + Math.floor((seq / eventsEach) * 80 * dayMs)
        const event = fileEvent({
          ...{ uid: `e${endpoint}-${seq}`, time, account: { name: `acc${endpoint}` } },
          scan: { ...scan, candidates: isTaking ? 30 : 0, tokens: isTaking ? tokens : '' },
          ...(!isTaking && { place: { kind: 'folder', label: 'Work', path: '/home/work' } }),
        })
        const device = { ...origin.device, uid: `agent-${endpoint}`, hostname: `lt-${endpoint}` }
        return Buffer.from(`${JSON.stringify({ seq, event: { ...event, device } })}\n`)
      })
      let end = 0
      const ends = lines.map(line => {
        end += line.length
        return end
      })
      const all = Buffer.concat(lines)
      bytes += all.length
      await parts.journal.appendEvents({
        source: `agent-${endpoint}`,
        seqs: numbers,
        lines: all,
        ends,
      })
    }
  }
  return bytes
}

async function markAndWait(collector: Collector, email: string) {
  const { parts } = collector
  const person = parts.directory.byEmail(email)
  if (!person) throw new Error(`${email} is not in the directory`)
  const seconds = await timed(async () => {
    await call(collector, `/api/v1/people/${person.id}/departure-mark`, {
      marked: true,
      reason: 'a bench',
    })
    await until(() => parts.departures.lookBack(person.id)?.done_at != null, 'the look back')
    const list = await collector.app.inject({
      url: '/api/v1/alerts',
      headers: { host: '127.0.0.1', authorization: `Bearer ${parts.consoleKey}` },
    })
    if (!list.body.includes(person.pseudonym)) throw new Error('its alert is not shown')
  })
  return { seconds, found: parts.departures.lookBack(person.id)?.findings ?? 0 }
}

/** Imports 100,000 people twice and a third time with 1,000 notices, fills a journal, marks one. */
export async function peopleBench(say: Say): Promise<BenchReport> {
  const dir = mkdtempSync(join(tmpdir(), 'clientkeep-bench-'))
  const options = { dir, mode: 'real', version: '0', dashboardDir: '', port: 0 } as const
  const collector = await startCollector({ ...options, log: pino({ level: 'silent' }) })
  const { parts } = collector
  try {
    const customers = Array.from({ length: 400 }, (_, n) => `C-${n},c${n}@firm${n}.example`)
    const base = ['Customer Number,Email', ...customers].join('\n')
    await call(collector, '/api/v1/customers/import?file=base.csv', base)
    say(`importing ${people} people …`)
    const url = '/api/v1/people/import?file=people.csv'
    const first = await timed(() => call(collector, url, csv(false)))
    const again = await timed(() => call(collector, url, csv(false)))
    say(`${endpoints * eventsEach} events …`)
    const bytes = await fillJournal(collector)
    await until(() => collector.lag().entries === 0, 'detection')
    say('marking one, then 1,000 at once …')
    const one = await markAndWait(collector, 'p7@firm.example')
    if (one.found === 0) throw new Error('the look back found nothing')
    const many = await timed(async () => {
      await call(collector, url, csv(true))
      await until(() => parts.departures.pending(Date.now()).length === 0, 'all look backs')
    })
    return {
      bench: 'people',
      goals: [
        figure(`import of ${people} people`, first, 's'),
        figure('the same again, nothing new', again, 's'),
        below(
          'mark to the end of the look back and its alert in the list, one person',
          one.seconds,
          's',
          30,
        ),
        figure('import with 1,000 notices to the end of all look backs', many, 's'),
        figure('journal that was looked through', bytes / 1e6, 'MB'),
      ],
      peers: [],
      notes: [
        `${availableParallelism()} processors, load average ${loadavg()[0]?.toFixed(1)}. ${endpoints * eventsEach} events of ${endpoints} endpoints over 80 days; the look back over one person gave ${one.found} findings. Of those who gave notice, ${endpoints / 100} were at work on these endpoints.`,
      ],
    }
  } finally {
    await collector.close()
    rmSync(dir, { recursive: true, force: true })
  }
}
