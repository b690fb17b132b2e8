/**
 * The main job on the real product: how long until a leaver's copy is an alert in an open dashboard, how much memory collector and
 * agent hold, how long a start takes. All processes, files, HTTP and disk syncs are real; each outcome is checked, not only timed.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { makeSampleBase, type SampleBase } from '../../cli/demo/sample.ts'
import { openEmbeddedReader } from '../../collector/journal/embedded-reader.ts'
import { bodyOf } from '../../collector/journal/journal.ts'
import type { Setup } from '../../events/api.ts'
import { type AlertStream, openAlertStream } from './event-stream.ts'
import { killProducts, type Product, residentMb, startProduct } from './product.ts'
import { type BenchReport, below, figure, percentile, type Say } from './report.ts'

interface ScannedFile {
  readonly file?: { readonly path: string }
  readonly unmapped?: { readonly clientkeep?: { readonly scan?: { readonly status: string } } }
}

const customers = 10_000
const copies = 200
const customersInCopy = 250
/** Each copy begins so many customers after the one before, so that the alert's count grows with each. */
const step = 50
const smallFiles = 10_000
/** Every so many small files one is an export large enough for a finding. */
const findingEvery = 20
const starts = 9
const settleMs = 8000

/** Waits until `look` gives a value; the bench fails after `withinMs`. */
async function until<T>(
  look: () => Promise<T | undefined> | T | undefined,
  what: string,
  withinMs = 30_000,
): Promise<T> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (performance.now() > deadline) throw new Error(`waited ${withinMs / 1000} s for ${what}`)
    await delay(25)
  }
}

/** Resolves when the agent holds the newest policy, which it confirms once it really watches. */
async function watching(product: Product, dir: string): Promise<void> {
  const journal = new DatabaseSync(join(dir, 'journal.db'), { readOnly: true })
  const decided = journal.prepare(
    `SELECT max(offset) AS offset FROM entry WHERE kind = 'decision'
     AND json_extract(body, '$.kind') IN ('policy.watch-set', 'customers.imported')`,
  )
  await until(async () => {
    const { endpoints }: Setup = JSON.parse(JSON.stringify(await product.get('/api/v1/setup')))
    return endpoints[0] && endpoints[0].policy_version >= Number(decided.get()?.offset)
      ? true
      : undefined
  }, 'the agent to watch')
  journal.close()
}

async function fill(product: Product, dir: string, sample: SampleBase): Promise<void> {
  const [base, people] = [join(dir, 'base.csv'), join(dir, 'people.csv')]
  writeFileSync(base, sample.customersCsv)
  const leaverAlias = userInfo().username
  writeFileSync(people, sample.peopleCsv({ today: new Date(), leaverAlias }))
  const report = JSON.parse(await product.command('customers', 'import', base, '--json'))
  if (report.total !== customers || report.refused !== 0)
    throw new Error(`imported ${report.total} customers, refused ${report.refused} rows`)
  await product.command('people', 'import', people)
}

/** Milliseconds from each file's close to its alert. Every alert is checked for its numbers of files and customers. */
async function copyAndWait(stick: string, sample: SampleBase, stream: AlertStream) {
  const times: number[] = []
  for (let copy = 0; copy < copies; copy += 1) {
    const text = sample.exportCsv(customersInCopy, { start: copy * step })
    const arrival = stream.next(({ files }) => files === copy + 1, `the alert of copy ${copy + 1}`)
    writeFileSync(join(stick, `export-${copy}.csv`), text)
    const closedAt = performance.now()
    const { alert, at } = await arrival
    times.push(at - closedAt)
    const expected = Math.min(customers, customersInCopy + copy * step)
    if (alert.customers !== expected)
      throw new Error(`copy ${copy + 1}: ${alert.customers} customers, expected ${expected}`)
    await delay(20)
  }
  return times
}

/** Writes the small files as fast as the disk takes them; resolves when each is an event in the journal and the alert holds the exports. */
async function flood(stick: string, sample: SampleBase, dir: string, stream: AlertStream) {
  const exports = smallFiles / findingEvery
  // More at night and at the weekend, when small files are findings too.
  const last = stream.next(({ files }) => files >= copies + exports, 'all exports', 300_000)
  for (let file = 0; file < smallFiles; file += 1) {
    const folder = join(stick, `folder-${file % 50}`)
    if (file < 50) mkdirSync(folder)
    const rows = file % findingEvery === 0 ? 40 : 2
    const text = sample.exportCsv(rows, { start: file })
    writeFileSync(join(folder, `note-${file}.csv`), `note ${file}\n${text}`)
    if (file % 100 === 99) await delay(1)
  }
  const journal = openEmbeddedReader(join(dir, 'journal.db'))
  const seen = new Set<string>()
  const all = copies + smallFiles
  let after = 0
  await until(
    async () => {
      for (const { lines } of await journal.readEvents(after, 1000))
        for (const line of lines) {
          after = line.offset
          const event: ScannedFile = JSON.parse(bodyOf(line))
          const isScanned = event.unmapped?.clientkeep?.scan?.status === 'complete'
          if (isScanned && event.file) seen.add(event.file.path)
        }
      return seen.size === all ? true : undefined
    },
    `${all} files in the journal`,
    300_000,
  )
  await journal.close()
  await last
}

async function timeStarts(dir: string, launcher: 'setup' | 'npm', fresh: boolean) {
  const times: number[] = []
  for (let run = 0; run < starts; run += 1) {
    const data = fresh ? join(dir, `start-${launcher}-${run}`) : join(dir, 'data')
    const product = await startProduct(data, { watch: join(dir, 'stick'), launcher })
    times.push(product.readyMs)
    const health = await fetch(new URL('/api/v1/health', product.url))
    if (!health.ok) throw new Error(`said ready, but health answers HTTP ${health.status}`)
    await product.stop()
  }
  return times
}

/** Runs the whole: 200 timed copies, 10,000 files, starts. */
export async function main(say: Say): Promise<BenchReport> {
  const root = mkdtempSync(join(tmpdir(), 'clientkeep-bench-'))
  const [dir, stick] = [join(root, 'data'), join(root, 'stick')]
  const sample = makeSampleBase({ seed: 7, customers })
  try {
    say('starting once, so that everything is installed and built …')
    await (await startProduct(join(root, 'warm'), { watch: join(root, 'warm-stick') })).stop()
    say(`importing ${customers} customers …`)
    const first = await startProduct(dir, { watch: stick })
    await fill(first, root, sample)
    await watching(first, dir)
    const afterImport = residentMb(first.collector)
    await first.stop()

    say('idle after a start …')
    const product = await startProduct(dir, { watch: stick })
    await watching(product, dir)
    const stream = await openAlertStream(product)
    await delay(settleMs)
    const idle = {
      collector: residentMb(product.collector),
      agent: residentMb(product.agent()),
    }
    say(`${copies} copies …`)
    const loads = [loadavg()[0]]
    const times = await copyAndWait(stick, sample, stream)
    loads.push(loadavg()[0])
    say(`${smallFiles} files …`)
    const floodedAt = performance.now()
    await flood(stick, sample, dir, stream)
    const floodMs = performance.now() - floodedAt
    await delay(settleMs)
    const after = {
      collector: residentMb(product.collector),
      agent: residentMb(product.agent()),
    }
    stream.close()
    await product.stop()
    rmSync(stick, { recursive: true })

    say(`${3 * starts} starts …`)
    const cold = await timeStarts(root, 'setup', true)
    const again = await timeStarts(root, 'setup', false)
    const viaNpm = await timeStarts(root, 'npm', true)
    const spread = (values: readonly number[]) =>
      `${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))} ms`
    return {
      bench: 'main',
      goals: [
        figure('file closed to alert, p50', percentile(times, 0.5), 'ms'),
        below('file closed to alert, p99', percentile(times, 0.99), 'ms', 300),
        figure('file closed to alert, slowest', Math.max(...times), 'ms'),
        below('collector idle', idle.collector.now, 'MB', 150),
        below(`collector after ${smallFiles} events`, after.collector.now, 'MB', 150),
        figure('collector at its highest', after.collector.peak, 'MB'),
        figure('collector right after an import', afterImport.now, 'MB'),
        below('agent idle', idle.agent.now, 'MB', 120),
        below(`agent after ${smallFiles} events`, after.agent.now, 'MB', 120),
        figure('agent at its highest', after.agent.peak, 'MB'),
        below('start to ready, empty folder', percentile(cold, 0.5), 'ms', 2000),
        below('start to ready, this data', percentile(again, 0.5), 'ms', 2000),
        below('npm start to ready, empty folder', percentile(viaNpm, 0.5), 'ms', 2000),
        figure(`${smallFiles} files written to all in the journal`, floodMs / 1000, 's'),
      ],
      peers: [],
      notes: [
        `${availableParallelism()} processors; load average before and after the copies: ${loads.map(load => load?.toFixed(1)).join(' and ')}. A load above the number of processors makes the slowest copies slower.`,
        `${copies} copies of ${customersInCopy} customers each, one after another, to a folder watched as removable; base of ${customers} customers. Each alert had the expected numbers of files and of distinct customers.`,
        `Memory is resident memory (MB of 10^6 bytes), ${settleMs / 1000} s after the last work; a collector's includes its detection thread.`,
        `The ${smallFiles} events are as many files, written as fast as the disk takes them, through the real agent; every ${findingEvery}th is an export that gives findings. None is missing in the journal.`,
        `Starts are medians of ${starts} with warm file and compile caches: ${spread(cold)}; this data ${spread(again)}; through npm ${spread(viaNpm)}.`,
      ],
    }
  } finally {
    killProducts()
    rmSync(root, { recursive: true, force: true })
  }
}
