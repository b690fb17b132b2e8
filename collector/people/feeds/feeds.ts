/** Runs the people feeds: reads each on its schedule through the import, says how each is, and alarms when what one says grows old. */
import { hostname } from 'node:os'
import type { Logger } from 'pino'
import { applicationError } from '../../../events/agent-health.ts'
import type { ImportReport } from '../../../events/api.ts'
import { Fault } from '../../../events/fault.ts'
import { limits } from '../../../events/limits.ts'
import type { Product } from '../../../events/ocsf.ts'
import type { FeedState } from '../../../events/people-feeds.ts'
import { openUpload } from '../../imports/upload.ts'
import { oneEvent } from '../../ingest/records.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Deed } from '../../routes/app.ts'
import type { Directory } from '../directory.ts'
import { savePeople } from '../save.ts'
import type { FeedReads } from './reads.ts'
import type { FeedSettings } from './settings.ts'

interface Parts {
  readonly settings: readonly FeedSettings[]
  readonly reads: FeedReads
  readonly directory: Directory
  readonly journal: Pick<Journal, 'appendEvents' | 'lastSeq'>
  readonly decide: (by: { readonly user: string }, deeds: readonly Deed[]) => Promise<void>
  /** Whether this node reads: of several, one does. */
  readonly isOurs: () => Promise<boolean>
  readonly product: Product
  readonly now: () => number
  readonly log: Logger
}

export interface Feeds {
  states(): readonly FeedState[]
  /** Reads what is due and alarms for what is old; runs by itself every `limits.feedLookMs` after `start`. */
  look(): Promise<void>
  /** Reads one now, whenever it is due. Throws Fault ERR_NOT_FOUND, and ERR_CONFLICT on a node that does not read. */
  run(name: string): Promise<FeedState>
  start(): void
  stop(): Promise<void>
}

interface Run {
  readonly settings: FeedSettings
  /** Since when there is nothing newer: its first look here, where it was never read. */
  readonly since: number
  triedAt: number
  failure: string | null
  faults: FeedState['faults']
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export function openFeeds(parts: Parts): Feeds {
  const { reads, directory, journal, decide, product, now, log } = parts
  const runs: Run[] = parts.settings.map(settings => ({
    ...{ settings, since: now(), triedAt: Number.NEGATIVE_INFINITY, failure: null, faults: [] },
  }))
  const stopping = new AbortController()
  let looking: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined

  async function read({ feed, common, options }: FeedSettings): Promise<FeedState['faults']> {
    const { body, asOf } = await feed.read({
      ...{ options, now, signal: stopping.signal },
      lastDayOf: email => directory.byEmail(email.trim().toLowerCase())?.last_day ?? null,
    })
    const by = { user: `feed ${common.name}` }
    const { report } = await savePeople(openUpload(body, common.name), {
      ...{ directory, file: common.name, save: deeds => decide(by, deeds) },
    })
    const given: ImportReport = report(directory.counts(now()).people)
    const { rows, added, changed, refused } = given
    const data = { feed: common.name, as_of: asOf, rows, added, changed, refused }
    await decide(by, [{ kind: 'people.fed', data }])
    return given.faults
      .slice(0, limits.feedFaultsShown)
      .map(({ line, column = null }) => ({ line, column }))
  }

  async function readDue(run: Run): Promise<void> {
    const { common } = run.settings
    if (now() - run.triedAt < common.every_minutes * 60_000) return
    run.triedAt = now()
    try {
      run.faults = await read(run.settings)
      run.failure = null
    } catch (error) {
      run.failure = wordsOf(error)
      log.error({ err: error, feed: common.name }, 'the people feed cannot be read')
    }
  }

  const newestOf = ({ settings, since }: Run): number =>
    reads.of(settings.common.name)?.as_of ?? since
  const isStale = (run: Run): boolean =>
    now() - newestOf(run) > run.settings.common.stale_hours * 3_600_000

  /** Once for each time since which nothing came: the source is its identity. */
  async function alarm(run: Run): Promise<void> {
    if (!isStale(run)) return
    const { name } = run.settings.common
    const newest = newestOf(run)
    const source = `feed-stale:${name}:${newest}`
    if (journal.lastSeq(source) > 0) return
    const host = hostname()
    const device = { uid: `collector:${host}`, hostname: host, type_id: 0 }
    const detail = `feed ${name} says nothing newer than ${new Date(newest).toISOString()}${run.failure === null ? '' : `: ${run.failure}`}`
    const event = applicationError(
      { product, device },
      {
        ...{ uid: source, time: now(), sensor: 'people-feed', reason: 'stale', lost: 0 },
        detail: detail.slice(0, limits.detailCharsMax),
      },
    )
    await journal.appendEvents(oneEvent(source, event))
  }

  const look = (): Promise<void> => {
    looking = looking.then(async () => {
      if (!(await parts.isOurs())) return
      for (const run of runs) {
        if (stopping.signal.aborted) return
        await readDue(run)
        await alarm(run)
      }
    })
    return looking
  }

  const stateOf = (run: Run): FeedState => {
    const { common, feed, options } = run.settings
    const { name, type, stale_hours } = common
    return {
      ...{ name, type, stale_hours, place: feed.place(options), failure: run.failure },
      ...{ stale: isStale(run), faults: run.faults, last: reads.of(name) ?? null },
    }
  }

  async function runNow(name: string): Promise<FeedState> {
    const run = runs.find(({ settings }) => settings.common.name === name)
    if (!run) throw new Fault('ERR_NOT_FOUND', `there is no people feed "${name}"`)
    if (!(await parts.isOurs()))
      throw new Fault(
        'ERR_CONFLICT',
        'another collector of the cluster reads the people feeds: ask it',
      )
    run.triedAt = Number.NEGATIVE_INFINITY
    await look()
    return stateOf(run)
  }

  function start(): void {
    if (runs.length === 0 || stopping.signal.aborted) return
    void look().then(
      () => {
        if (!stopping.signal.aborted) timer = setTimeout(start, limits.feedLookMs).unref()
      },
      (error: unknown) => log.error({ err: error }, 'people feeds stand still'),
    )
  }

  return {
    states: () => runs.map(stateOf),
    run: runNow,
    ...{ look, start },
    async stop() {
      stopping.abort()
      clearTimeout(timer)
      await looking.catch(() => {})
    },
  }
}
