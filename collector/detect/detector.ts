/** Turns journal entries into findings: parse, enrich, match, correlate. Deterministic: the same entries give the same finding ids. */
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { DetectionFinding } from '../../events/detection-finding.ts'
import { limits } from '../../events/limits.ts'
import type { Product } from '../../events/ocsf.ts'
import { SeenEvent } from '../../events/seen-event.ts'
import { ocsfLogsource } from '../../rules/describe.ts'
import {
  type CompiledRules,
  createEngine,
  type EngineState,
  type Match,
} from '../../rules/engine/engine.ts'
import type { Sighting } from '../exposure/recorder.ts'
import { admit } from '../ingest/admission.ts'
import type { Entry } from '../journal/journal.ts'
import type { AnyEvent } from './any-event.ts'
import { accountOf, type Enriched, enrich, type Knowledge } from './enrich.ts'
import { type Evidence, findingOf } from './findings.ts'

/** What an entry gave: findings that it completes, and the customers that were seen in it; or why it could not be taken. */
export interface Detected {
  readonly findings: readonly DetectionFinding[]
  /** As it came. */
  readonly event?: AnyEvent
  readonly refused?: string
  readonly sighting?: Sighting
  /** Whose it is, where somebody is bound to the account. */
  readonly person?: string | undefined
  /** Whose work it is: the account that it names, or the last one at work on its endpoint. */
  readonly account?: string | undefined
}

/** What detection needs of an event: the line with where and when it came from. */
export type Incoming = { readonly offset: number; readonly body: string } & Pick<
  Entry,
  'source' | 'receivedAt'
>

export interface Detector {
  /** Rules see the event, unless it cannot be taken. At once where it completes nothing, as nearly all events do. */
  process(incoming: Incoming): Detected | Promise<Detected>
  /** The event and its sighting alone: rules do not see it. */
  sight(incoming: Incoming): Detected
  /** Everything that later findings depend on; `createDetector` takes it back. */
  snapshot(): DetectorState
}

/** State between entries as plain JSON. */
export interface DetectorState {
  readonly engine: EngineState
  /** The last account at work on each endpoint, the one that was seen last at the end. */
  readonly accounts: readonly (readonly [device: string, account: string])[]
}

interface Parts extends Knowledge {
  readonly rules: CompiledRules
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

const seenEvent = Compile(SeenEvent)
const nothing: readonly DetectionFinding[] = []
const stateSchema = Compile(State)

/** The state in a checkpoint's text; undefined where there is none that this version reads. */
export function readState(text: string): DetectorState | undefined {
  const state: unknown = JSON.parse(text)
  return stateSchema.Check(state) ? state : undefined
}

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
    const isKnown = accounts.get(event.device.uid) === account
    // Its place among the others counts only where room is short.
    if (isKnown && accounts.size < limits.endpointAccountsMax / 2) return
    accounts.delete(event.device.uid)
    accounts.set(event.device.uid, account)
    const [oldest] = accounts.keys()
    if (accounts.size > limits.endpointAccountsMax && oldest) accounts.delete(oldest)
  }

  const whose = (event: AnyEvent) =>
    accountOf(event) ?? (event.device && accounts.get(event.device.uid))

  async function evidenceAt(offset: number): Promise<readonly Evidence[]> {
    const entry = await parts.entryAt(offset)
    const event = entry && admit(entry.body, entry.source).event
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
    const isTaken = customers.length > 0 && seenEvent.Check(event)
    return isTaken ? { sighting: { offset, event, customers } } : {}
  }

  async function told(matches: readonly Match[], current: Evidence): Promise<DetectionFinding[]> {
    const findings: DetectionFinding[] = []
    for (const match of matches)
      findings.push(findingOf(match, await evidenceOf(match, current), parts))
    return findings
  }

  return {
    process({ offset, body, source, receivedAt }) {
      const { event, reason } = admit(body, source)
      if (!event) return { findings: nothing, refused: reason }
      remember(event)
      const enriched = enrich(event, sources)
      // A clock that runs ahead must not end the windows of everyone else.
      stamp = { offset, time: Math.min(event.time, receivedAt) }
      const matches = engine.process(enriched.event)
      const { person } = enriched.subject
      const account = whose(event)
      const detected = {
        ...{ findings: nothing, event, account, person },
        ...seen(offset, event, enriched),
      }
      if (matches.length === 0) return detected
      const current = { offset, event, enriched }
      return told(matches, current).then(findings => ({ ...detected, findings }))
    },
    sight({ offset, body, source }) {
      const { event, reason } = admit(body, source)
      if (!event) return { findings: [], refused: reason }
      const enriched = enrich(event, sources)
      return { findings: [], event, account: whose(event), ...seen(offset, event, enriched) }
    },
    snapshot: () => ({ engine: engine.snapshot(), accounts: [...accounts] }),
  }
}
