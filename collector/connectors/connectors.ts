/** Runs the configured connectors: looks at their logs again and again, takes what is sent, and says how each is. */
import type { Logger } from 'pino'
import type { ConnectorState, ConnectorTest } from '../../events/connectors.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import type { Product } from '../../events/ocsf.ts'
import type { Journal } from '../journal/journal.ts'
import type { Database } from '../store/database.ts'
import { type FollowParts, follow, tryOut } from './follow.ts'
import { openPositions } from './positions.ts'
import { openReceivedIds } from './received.ts'
import { openReceivers, type Receivers, type WebhookRun } from './receivers.ts'
import type { ConnectorSettings } from './settings.ts'

interface Parts {
  readonly settings: readonly ConnectorSettings[]
  readonly positions: Database
  readonly journal: Pick<Journal, 'appendEvents' | 'lastSeq'>
  readonly product: Product
  readonly now: () => number
  readonly log: Logger
}

export interface Connectors extends Pick<Receivers, 'need' | 'take'> {
  states(): readonly ConnectorState[]
  /** Reads the end of the newest log, keeps nothing; of records that are sent, tells what the last request had. Throws Fault ERR_NOT_FOUND, ERR_INPUT_FILE. */
  test(name: string): Promise<ConnectorTest>
  /** Looks once at all logs; runs by itself every `limits.connectorLookMs` after `start`. */
  look(): Promise<void>
  start(): void
  stop(): Promise<void>
}

interface Run extends FollowParts {
  readonly type: string
  files: number
  lagBytes: number
  failure: string | null
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export function openConnectors(parts: Parts): Connectors {
  const { journal, product, now, log } = parts
  const positions = openPositions(parts.positions)
  const runs: Run[] = []
  const webhooks: WebhookRun[] = []
  for (const { connector, common, path, options } of parts.settings) {
    const { name } = common
    const own = { name, type: connector.name }
    if (connector.takes === 'requests')
      webhooks.push({ ...own, receiver: connector.start({ name, options, product }) })
    else if (path !== undefined)
      runs.push({
        ...{ ...own, path, hasHead: connector.hasHead, positions, journal, now },
        lines: connector.start({ name, options, product }),
        ...{ files: 0, lagBytes: 0, failure: null },
      })
  }
  const ids = openReceivedIds(parts.positions)
  const receivers = openReceivers(webhooks, { ids, journal, now })
  let looking: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let isStopping = false

  async function lookAt(run: Run): Promise<void> {
    try {
      Object.assign(run, await follow(run), { failure: null })
    } catch (error) {
      const failure = wordsOf(error)
      if (failure !== run.failure) log.error({ err: error, connector: run.name }, 'cannot be read')
      run.failure = failure
    }
  }

  const look = (): Promise<void> => {
    looking = looking.then(async () => {
      for (const run of runs) if (!isStopping) await lookAt(run)
    })
    return looking
  }

  function start(): void {
    if (runs.length === 0 || isStopping) return
    void look().then(() => {
      if (!isStopping) timer = setTimeout(start, limits.connectorLookMs).unref()
    })
  }

  return {
    ...{ need: receivers.need, take: receivers.take },
    states: () => [...runs.map(stateOf), ...receivers.states()],
    async test(name) {
      const last = receivers.last(name)
      if (last) return last
      const run = runs.find(each => each.name === name)
      if (!run) throw new Fault('ERR_NOT_FOUND', `no connector "${name}" is configured`)
      try {
        return await tryOut(run)
      } catch (error) {
        throw new Fault('ERR_INPUT_FILE', `${name}: ${wordsOf(error)}`, { cause: error })
      }
    },
    ...{ look, start },
    async stop() {
      isStopping = true
      clearTimeout(timer)
      await looking
    },
  }
}

function stateOf({ name, type, path, positions, files, lagBytes, failure }: Run): ConnectorState {
  const all = positions.of(name)
  const sum = (of: 'lines' | 'events' | 'dirty') =>
    all.reduce((total, position) => total + position[of], 0)
  return {
    ...{ name, type, path, files, failure, lag_bytes: lagBytes },
    ...{ lines: sum('lines'), events: sum('events'), dirty: sum('dirty') },
    last_dirty: all.findLast(({ lastDirty }) => lastDirty !== null)?.lastDirty ?? null,
    read_at: all.at(-1)?.readAt ?? null,
  }
}
