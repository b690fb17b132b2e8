/** Tells what is printed through CUPS: who, on which printer, how much, and which customers are in it. Titles are told only where there is something to tell. */
import { join } from 'node:path'
import Type from 'typebox'
import type { ScanOutcome } from '../../content/scan.ts'
import { printActivity } from '../../events/print-activity.ts'
import type { PrintJob } from '../printing/job.ts'
import { openPrintProgress } from '../printing/progress.ts'
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
  /** As it was when it was last there. */
  job: PrintJob
  /** When it was first missing: CUPS puts another file in the place of what it knows of a job, and for a moment there is none. */
  goneAt: number | undefined
  /** Scans by document, begun while the document is there. */
  readonly scans: Map<string, { readonly sizeBytes: number; readonly scan: Promise<ScanOutcome> }>
}

export const print = sensor({
  name: 'print',
  summary: 'What is printed through CUPS, with the customers in it',
  options,
  async start({ options: given, dir, platform, scanner, onPolicy, emit, degraded, now, signal }) {
    const { printing } = platform
    if (!printing) return degraded(`print jobs are not seen on ${platform.name}`)
    if (printing.access() === 'denied') return degraded('the agent may not read the jobs of CUPS')
    const progress = openPrintProgress(join(dir, 'last-job'), now())
    const waiting = new Map<number, Waiting>()
    let isWanted = true
    onPolicy(async ({ watch }) => {
      isWanted = watch.print !== false
    })

    /** Begins to read documents as they are now; false where some wait for room. */
    function read({ job, scans }: Waiting): boolean {
      for (const { path, sizeBytes } of job.documents) {
        // What was read while it came in is read again.
        if (scans.get(path)?.sizeBytes === sizeBytes) continue
        const scan = scanner.scan(path, signal)
        if (!scan) return false
        scans.set(path, { sizeBytes, scan })
      }
      return true
    }

    async function tell(entry: Waiting): Promise<void> {
      const { job, since, scans } = entry
      waiting.delete(job.number)
      progress.told(job)
      if (!isWanted) return
      if (scans.size === 0)
        degraded('CUPS keeps no documents: what is printed cannot be looked at (PreserveJobFiles)')
      const documents = scans.size === 0 ? [undefined] : [...scans.values()]
      for (const document of documents)
        emit(printActivity, { time: since, job, outcome: await document?.scan })
    }

    /** Looks at jobs that were not told yet; those that are over, or were removed, are told. */
    async function look(): Promise<void> {
      const jobs = progress.fresh(printing?.jobs(progress.last) ?? [])
      for (const job of jobs) {
        const entry = waiting.get(job.number) ?? {
          ...{ since: now(), job, goneAt: undefined },
          scans: new Map(),
        }
        Object.assign(entry, { job, goneAt: undefined })
        waiting.set(job.number, entry)
        const isRead = !isWanted || read(entry)
        const isOver = job.state !== 'printing' || now() - entry.since >= given.waitMs
        if (isRead && isOver) await tell(entry)
      }
      const there = new Set(jobs.map(({ number }) => number))
      for (const [number, entry] of [...waiting]) {
        if (there.has(number)) continue
        entry.goneAt ??= now()
        if (now() - entry.goneAt >= given.pollMs) await tell(entry)
      }
      const unseen = progress.settle([...waiting.values()].map(({ job }) => job))
      if (unseen > 0) degraded('print jobs were removed before they could be looked at', unseen)
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
