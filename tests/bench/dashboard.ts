/**
 * The dashboard in Chromium over loopback: what the first page ships, when the first alert is painted, how fast it answers while alerts
 * pour in, what an hour of them leaves in memory, and how 100,000 alerts scroll. The alerts are rows of the projection, made here.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { pino } from 'pino'
import type { Browser, Page } from 'playwright-core'
import { type Collector, startCollector } from '../../collector/main.ts'
import { openDatabase } from '../../collector/store/database.ts'
import { projectionsSchema } from '../../collector/store/projections-schema.ts'
import { noBrowser, startBrowser } from '../e2e/browser.ts'
import { atMost, type BenchReport, figure, percentile, type Say } from './report.ts'

const root = join(import.meta.dirname, '..', '..')
const alertsMade = 100_000
const stormSeconds = 10
const stormPerSecond = 100
/** An hour at one alert a second, played faster. */
const hourAlerts = 3600
const scrollMs = 6000
const coldLoads = 3

function fill(path: string): void {
  const database = openDatabase(path, projectionsSchema, { durability: 'normal' })
  const add = database.prepare(
    `INSERT INTO alert (id, subject, person, account, status, verdict, severity, risk, rank, addends,
       headline, places, customers, findings, files, first_ms, last_ms)
     VALUES (?, ?, NULL, ?, 'new', NULL, ?, ?, ?, ?, ?, ?, ?, 3, 2, ?, ?)`,
  )
  const addends = JSON.stringify([
    { rule: 'bench.one', title: 'Customers copied to removable media', points: 9, at: Date.now() },
    { rule: 'bench.two', title: 'First use of a device', points: 3, at: Date.now() },
  ])
  const places = JSON.stringify([{ kind: 'removable', label: 'USB stick' }])
  const customers = Buffer.alloc(4 * 120)
  database.transaction(() => {
    for (let at = 0; at < alertsMade; at++) {
      const account = `account-${at}`
      const headline = `120 customers copied to removable media "USB stick" in list-${at}.csv`
      const values = [2 + (at % 4), 9 + (at % 30), at, addends, headline, places, customers]
      add.run(`bench-${at}`, `account:${account}`, account, ...values, Date.now(), Date.now())
    }
  })()
  database.close()
}

/** What runs in the page before it: when the first row is there, how long interactions and frames take. */
const probe = `
  window.bench = { firstRow: 0, events: [], frames: [] }
  new MutationObserver(() => {
    if (bench.firstRow === 0 && document.querySelector('[data-testid="alert-row"]'))
      requestAnimationFrame(() => { bench.firstRow ||= performance.now() })
  }).observe(document, { childList: true, subtree: true })
  new PerformanceObserver(list => {
    for (const entry of list.getEntries())
      if (entry.interactionId) bench.events.push(entry.duration)
  }).observe({ type: 'event', durationThreshold: 16, buffered: true })
`

const numbersOf = async (page: Page, expression: string): Promise<number[]> => {
  const text: string = await page.evaluate(`JSON.stringify(${expression})`)
  return JSON.parse(text)
}

async function coldLoad(browser: Browser, state: string, url: string) {
  const context = await browser.newContext({ storageState: state })
  await context.addInitScript(probe)
  const page = await context.newPage()
  const scripts: Promise<number>[] = []
  page.on('response', response => {
    if (response.request().resourceType() === 'script')
      scripts.push(response.body().then(body => gzipSync(body).length))
  })
  await page.goto(`${url}/alerts`)
  await page.getByTestId('alert-row').first().waitFor()
  await page.waitForFunction('bench.firstRow > 0')
  const [firstRow = 0] = await numbersOf(page, '[bench.firstRow]')
  const bytes = (await Promise.all(scripts)).reduce((sum, each) => sum + each, 0)
  return { context, page, firstRow, bytes }
}

async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  await session.send('Performance.enable')
  const { metrics } = await session.send('Performance.getMetrics')
  await session.detach()
  return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0
}

/** Publishes changed alerts at a rate. */
async function pour({ parts }: Collector, alerts: number, perSecond: number): Promise<void> {
  const { alerts: known } = parts.alerts.list('open', 300)
  const started = performance.now()
  for (let sent = 0; sent < alerts; sent++) {
    const alert = known[sent % known.length]
    if (alert) {
      const findings = alert.findings + Math.floor(sent / known.length) + 1
      parts.live.publish('alert', { ...alert, findings, last_at: Date.now() }, null)
    }
    const due = started + (sent / perSecond) * 1000
    if (due > performance.now()) await pause(due - performance.now())
  }
}

async function interact(page: Page, until: Promise<unknown>): Promise<number[]> {
  let isOver = false
  until.finally(() => {
    isOver = true
  })
  while (!isOver) {
    for (const key of ['j', 'j', 'k']) await page.keyboard.press(key)
    await page.getByLabel('Search the queue').click()
    await page.keyboard.type('us')
    await page.keyboard.press('Escape')
    await pause(150)
  }
  return numbersOf(page, 'bench.events')
}

/** Frame times while the wheel turns all the time. */
async function scroll(page: Page): Promise<number[]> {
  await page.evaluate(`(() => {
    let last = performance.now()
    bench.frames = []
    const frame = now => { bench.frames.push(now - last); last = now; requestAnimationFrame(frame) }
    requestAnimationFrame(frame)
  })()`)
  await page.mouse.move(600, 500)
  const end = performance.now() + scrollMs
  while (performance.now() < end) {
    await page.mouse.wheel(0, 2400)
    await pause(30)
  }
  await page.evaluate('window.scrollTo(0, document.body.scrollHeight)')
  await page.locator(`[data-testid="alert-row"][aria-posinset="${alertsMade}"]`).waitFor()
  return numbersOf(page, 'bench.frames.slice(5)')
}

async function measure(collector: Collector, browser: Browser, say: Say): Promise<BenchReport> {
  const url = await collector.listen()
  const first = await browser.newPage()
  await first.goto(`${url}/sign-in#token=${collector.parts.access.newSignInToken()}`)
  await first.locator('[data-testid="live-state"][data-state="live"]').waitFor()
  const state = join(collector.folder.dir, 'browser.json')
  await first.context().storageState({ path: state })
  await first.close()

  say('cold loads')
  const loads: { readonly firstRow: number; readonly bytes: number }[] = []
  for (let load = 1; load < coldLoads; load++) {
    const { context, firstRow, bytes } = await coldLoad(browser, state, url)
    loads.push({ firstRow, bytes })
    await context.close()
  }
  const { page, firstRow, bytes } = await coldLoad(browser, state, url)
  loads.push({ firstRow, bytes })

  say(`${stormPerSecond} alerts a second for ${stormSeconds} s`)
  const storm = pour(collector, stormPerSecond * stormSeconds, stormPerSecond)
  const delays = await interact(page, storm)
  await pause(1500)
  say('an hour of alerts')
  const before = await heapBytes(page)
  await pour(collector, hourAlerts, 200)
  await pause(3000)
  const after = await heapBytes(page)
  say(`scrolling ${alertsMade} alerts`)
  const frames = await scroll(page)
  const dropped = frames.reduce((sum, ms) => sum + Math.max(0, Math.round(ms / 16.7) - 1), 0)
  const mb = 1 / 1_000_000
  return {
    bench: 'dashboard',
    goals: [
      atMost('JavaScript of the first page, gzip', bytes / 1000, 'kB', 200),
      atMost(
        'cold load to the first alert painted, median',
        percentile(
          loads.map(({ firstRow: ms }) => ms),
          0.5,
        ),
        'ms',
        800,
      ),
      atMost(
        `interaction (p98) at ${stormPerSecond} alerts/s`,
        percentile(delays, 0.98),
        'ms',
        100,
      ),
      figure('interactions over 16 ms', delays.length, ''),
      figure('heap after the storm', before * mb, 'MB'),
      atMost('heap added by an hour of alerts (3,600)', (after - before) * mb, 'MB', 5),
      atMost(
        'frames dropped while 100,000 alerts scroll',
        (dropped / (frames.length + dropped)) * 100,
        '%',
        10,
      ),
      figure('slowest frame while scrolling', Math.max(...frames), 'ms'),
    ],
    peers: [],
    notes: [
      `Headless Chromium without a GPU on this machine; ${alertsMade} alerts are rows of the projection, the stream is the collector's own.`,
      'An interaction is what Event Timing counts (keys and clicks, to the next paint); those under 16 ms are not told.',
    ],
  }
}

export async function dashboard(say: Say): Promise<BenchReport> {
  if (noBrowser) throw new Error(noBrowser)
  const dir = mkdtempSync(join(tmpdir(), 'clientkeep-bench-dashboard-'))
  const options = {
    dir,
    mode: 'real',
    version: 'bench',
    dashboardDir: join(root, 'dashboard', 'dist'),
    log: pino({ level: 'silent' }),
    port: 0,
  } as const
  try {
    await (await startCollector(options)).close()
    say(`making ${alertsMade} alerts`)
    fill(join(dir, 'projections.db'))
    const collector = await startCollector(options)
    const browser = await startBrowser()
    try {
      return await measure(collector, browser, say)
    } finally {
      await browser.close()
      await collector.close()
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
