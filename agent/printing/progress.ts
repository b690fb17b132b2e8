/** Which print jobs were told of, over restarts of the agent: by their numbers, which go up by one until somebody removes all that the print service knows. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { PrintJob } from './job.ts'

type Told = Pick<PrintJob, 'number' | 'createdAt'>

export interface PrintProgress {
  /** The last job that is done with. */
  readonly last: Told | undefined
  /** Of the jobs that are there, those that were not told of, in their order. */
  fresh(jobs: readonly PrintJob[]): readonly PrintJob[]
  told(job: Told): void
  /** Notes that all jobs before those that `wait` are done with. Gives how many of them were never seen. */
  settle(wait: readonly Told[]): number
}

/** Number and creation, UTC epoch seconds, of the last job; undefined at the very first start. */
function recall(path: string, now: number): Told | undefined {
  try {
    const [number = Number.NaN, createdAt = now] = readFileSync(path, 'utf8').split(' ').map(Number)
    return Number.isSafeInteger(number) ? { number, createdAt } : undefined
  } catch {
    return undefined
  }
}

const highest = (numbers: readonly number[]): number => Math.max(0, ...numbers)

/** Opens what the file at `path` keeps. At the very first start what was printed before counts as told. `now`: UTC epoch milliseconds. */
export function openPrintProgress(path: string, now: number): PrintProgress {
  let last = recall(path, Math.floor(now / 1000))
  const told = new Map<number, Told>()

  function remember(next: Told): void {
    last = next
    writeFileSync(`${path}.next`, `${next.number} ${next.createdAt}`, { mode: 0o600 })
    renameSync(`${path}.next`, path)
  }

  return {
    get last() {
      return last
    },
    fresh(jobs) {
      if (!last)
        remember({
          number: highest(jobs.map(({ number }) => number)),
          createdAt: highest(jobs.map(({ createdAt }) => createdAt)),
        })
      const { number: before = 0, createdAt: since = 0 } = last ?? {}
      const anew = jobs.filter(({ number, createdAt }) => number <= before && createdAt > since)
      if (anew.length > 0) {
        told.clear()
        remember({ number: Math.min(...anew.map(({ number }) => number)) - 1, createdAt: since })
      }
      const after = last?.number ?? 0
      return jobs
        .filter(({ number }) => number > after && !told.has(number))
        .toSorted((one, other) => one.number - other.number)
    },
    told(job) {
      told.set(job.number, job)
    },
    settle(wait) {
      const after = last?.number ?? 0
      const until = Math.min(
        Math.max(after, ...told.keys()),
        ...wait.map(({ number }) => number - 1),
      )
      if (!last || until <= after) return 0
      const settled = [...told.values()].filter(({ number }) => number <= until)
      for (const { number } of settled) told.delete(number)
      const createdAt = Math.max(last.createdAt, ...settled.map(each => each.createdAt))
      remember({ number: until, createdAt })
      // Where none was known, it is not known how many there were before.
      return after === 0 ? 0 : until - after - settled.length
    },
  }
}
