/** Turns journal entries into findings: parse, enrich, match, correlate. Deterministic: the same entries give the same finding ids. */
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { DetectionFinding } from '../../events/detection-finding.ts'
import { FileActivity } from '../../events/file-activity.ts'
import { limits } from '../../events/limits.ts'
import type { Product } from '../../events/ocsf.ts'
import { ocsfLogsource } from '../../rules/describe.ts'
import {
  type CompiledRules,
  createEngine,
  type EngineState,
  type Match,
} from '../../rules/engine/engine.ts'
import type { CustomerBase } from '../customers/base.ts'
import type { Exports } from '../exports/exports.ts'
import type { Sighting } from '../exposure/recorder.ts'
import type { Entry } from '../journal/journal.ts'
import type { Directory } from '../people/directory.ts'
import { type AnyEvent, readEvent } from './any-event.ts'
import { accountOf, type Enriched, enrich } from './enrich.ts'
import { type Evidence, findingOf } from './findings.ts'

/** What an entry gave: findings that it completes, and the customers that were seen in it. */
export interface Detected {
  readonly findings: readonly DetectionFinding[]
  readonly sighting?: Sighting
}

export interface Detector {
  /** Entries that are no events give nothing. */
  process(entry: Entry): Promise<Detected>
  /** The sighting alone: rules do not see the entry. */
  sight(entry: Entry): Detected
  /** Everything that later findings depend on; `createDetector` takes it back. */
  snapshot(): DetectorState
}

/** State between entries as plain JSON. */
export interface DetectorState {
  readonly engine: EngineState
  /** The last account at work on each endpoint, the one that was seen last at the end. */
  readonly accounts: readonly (readonly [device: string, account: string])[]
}

interface Parts {
  readonly rules: CompiledRules
  readonly base: CustomerBase
  readonly directory: Directory
  readonly exports: Exports
  readonly product: Product
  readonly now: () => number
  /** Reads back the events behind a finding. */
  readonly entryAt: (offset: number) => Promise<Entry | undefined>
  readonly state?: DetectorState | undefined
}

const State = Type.Object({
  engine: Type.Object({
    version: Type.Integer(),
    correlations: Type.Object({
      version: Type.Integer(),
      clock: Type.Number(),
      parts: Type.Record(Type.String(), Type.Unknown()),
    }),
  }),
  accounts: Type.Array(Type.Tuple([Type.String(), Type.String()])),
})

const fileActivity = Compile(FileActivity)
const stateSchema = Compile(State)

/** The state in a checkpoint's text; undefined where there is none that this version reads. */
export function readState(text: string): DetectorState | undefined {
  const state: unknown = JSON.parse(text)
  return stateSchema.Check(state) ? state : undefined
}

const nothing: Detected = { findings: [] }

/** A detector over compiled rules; base and directory are read as they are at the time of processing. */
export function createDetector(parts: Parts): Detector {
  const { base, directory, exports, state } = parts
  const accounts = new Map(state?.accounts)
  const sources = { base, directory, exports, lastAccount: (uid: string) => accounts.get(uid) }
  let stamp = { offset: 0, time: 0 }
  const engine = createEngine(parts.rules, {
    describe: event => ({ ...stamp, logsource: ocsfLogsource(event) }),
    ...(state && { state: state.engine }),
  })

  function remember(event: AnyEvent): void {
    const account = accountOf(event)
    if (account === undefined || !event.device) return
    accounts.delete(event.device.uid)
    accounts.set(event.device.uid, account)
    const [oldest] = accounts.keys()
    if (accounts.size > limits.endpointAccountsMax && oldest) accounts.delete(oldest)
  }

  async function evidenceAt(offset: number): Promise<readonly Evidence[]> {
    const entry = await parts.entryAt(offset)
    const event = entry && readEvent(entry.body)
    return event ? [{ offset, event, enriched: enrich(event, sources) }] : []
  }

  /** A match on one event is told with that event as it was seen; more events are read back. */
  async function evidenceOf({ offsets }: Match, current: Evidence): Promise<readonly Evidence[]> {
    const read = offsets.map(offset => (offset === current.offset ? [current] : evidenceAt(offset)))
    return (await Promise.all(read)).flat()
  }

  function seen(
    offset: number,
    event: AnyEvent,
    { customers }: Enriched,
  ): Pick<Detected, 'sighting'> {
    const isTaken = customers.length > 0 && fileActivity.Check(event)
    return isTaken ? { sighting: { offset, event, customers } } : {}
  }

  return {
    async process(entry) {
      const event = entry.kind === 'event' ? readEvent(entry.body) : undefined
      if (!event) return nothing
      remember(event)
      const enriched = enrich(event, sources)
      const { offset } = entry
      // A clock that runs ahead must not end the windows of everyone else.
      stamp = { offset, time: Math.min(event.time, entry.receivedAt) }
      const matches = engine.process(enriched.event)
      const current = { offset, event, enriched }
      const findings: DetectionFinding[] = []
      for (const match of matches) {
        findings.push(findingOf(match, await evidenceOf(match, current), parts))
      }
      return { findings, ...seen(offset, event, enriched) }
    },
    sight(entry) {
      const event = entry.kind === 'event' ? readEvent(entry.body) : undefined
      if (!event) return nothing
      return { findings: [], ...seen(entry.offset, event, enrich(event, sources)) }
    },
    snapshot: () => ({ engine: engine.snapshot(), accounts: [...accounts] }),
  }
}
