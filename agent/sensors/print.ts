/** Tells what is printed through CUPS: who, on which printer, how much, and which customers are in it. Titles are told only where there is something to tell. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Type from 'typebox'
import type { ScanOutcome } from '../../content/scan.ts'
import { printActivity } from '../../events/print-activity.ts'
import type { PrintJob } from '../printing/job.ts'
import { sensor } from '../sensor.ts'

const options = Type.Object({
  pollMs: Type.Integer({
    default: 5000,
    description: 'Jobs are looked for this often even without a hint',
  }),
  waitMs: Type.Integer({
    default: 60_000,
    description: 'A job that is still printing after so long is told as it is then',
  }),
})

interface Waiting {
  readonly since: number
  /** Scans by document, begun while the document is there. */
  readonly scans: Map<string, Promise<ScanOutcome> | undefined>
}

/** The number of the last job that was told; undefined at the very first start. */
function recall(path: string): number | undefined {
  try {
    const number = Number(readFileSync(path, 'utf8'))
    return Number.isSafeInteger(number) ? number : undefined
  } catch {
    return undefined
  }
}

export const print = sensor({
  name: 'print',
  summary: 'What is printed through CUPS, with the customers in it',
  options,
  async start({ options: given, dir, platform, scanner, onPolicy, emit, degraded, now, signal }) {
    const { printing } = platform
    if (!printing) return degraded(`print jobs are not seen on ${platform.name}`)
    if (printing.access() === 'denied') return degraded('the agent may not read the jobs of CUPS')
    const path = join(dir, 'last-job')
    const waiting = new Map<number, Waiting>()
    const told = new Set<number>()
    let after = recall(path)
    let isWanted = true
    onPolicy(async ({ watch }) => {
      isWanted = watch.print !== false
    })

    function remember(number: number): void {
      after = number
      writeFileSync(`${path}.next`, String(number), { mode: 0o600 })
      renameSync(`${path}.next`, path)
    }

    async function tell(job: PrintJob, { since, scans }: Waiting): Promise<void> {
      if (scans.size === 0)
        degraded('CUPS keeps no documents: what is printed cannot be looked at (PreserveJobFiles)')
      const documents = scans.size === 0 ? [undefined] : [...scans.values()]
      for (const document of documents) {
        const outcome = await document
        emit(printActivity, { time: since, job, outcome })
      }
    }

    /** Looks at jobs that were not told yet; those that are over are told. */
    async function look(): Promise<void> {
      const jobs = (printing?.jobs(after ?? -1) ?? []).toSorted(
        (one, other) => one.number - other.number,
      )
      if (after === undefined) return remember(jobs.at(-1)?.number ?? 0)
      for (const job of jobs.filter(({ number }) => !told.has(number))) {
        const entry = waiting.get(job.number) ?? { since: now(), scans: new Map() }
        waiting.set(job.number, entry)
        for (const document of isWanted ? job.documents : [])
          if (!entry.scans.has(document)) entry.scans.set(document, scanner.scan(document, signal))
        if (job.state === 'printing' && now() - entry.since < given.waitMs) continue
        if (isWanted) await tell(job, entry)
        told.add(job.number)
        waiting.delete(job.number)
      }
      const last = Math.max(after, ...told)
      const done = Math.min(last, ...[...waiting.keys()].map(number => number - 1))
      if (done > after) remember(done)
      for (const number of told) if (number <= done) told.delete(number)
    }

    let wake: () => void = () => {}
    printing.watch(() => wake(), signal)
    signal.addEventListener('abort', () => wake())
    while (!signal.aborted) {
      await look().catch((error: unknown) => {
        if (!signal.aborted) degraded(`print jobs: ${String(error)}`)
      })
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, given.pollMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  },
})
