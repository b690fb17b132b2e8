/** Runs compiled rules over events. Pure: no clock, no I/O; which event comes from where is told by `describe`. */
import { Fault } from '../../events/fault.ts'
import type { CompiledRules, Program } from './compile.ts'
import type {
  CorrelationResult,
  CorrelatorCounts,
  CorrelatorState,
} from './correlation/correlation.ts'
import { createCorrelator } from './correlation/correlator.ts'
import { type EventObject, type EventView, isObject } from './event.ts'
import { createJsonScan } from './match/json-scan.ts'
import { createPartition } from './match/partition.ts'
import { createRouter, type Fit } from './match/router.ts'
import { createRoutes, type LineRouter } from './match/routes.ts'
import { Scratch } from './match/source.ts'
import { CorrelationMatch, type CorrelationTold, DetectionMatch, type Match } from './matches.ts'
import type { Logsource } from './rule.ts'

export type { CompiledRules, Program } from './compile.ts'
export type { LineRouter } from './match/routes.ts'
export type { Match } from './matches.ts'

/** What the engine has to know about an event; `time` is the event's, in UTC epoch milliseconds. */
export interface EventDescription {
  /** By which the caller finds the event again; findings name it. 0 where it is not told. */
  readonly offset?: number
  readonly time: number
  /** One log source, or several where one event is of several kinds. The same object each time is fastest. */
  readonly logsource: Logsource | readonly Logsource[]
  /** Where fields are looked up, if not in the event itself. */
  readonly view?: EventView
}

/** State between events as plain JSON; what is in it is the engine's affair. */
export interface EngineState {
  readonly version: number
  readonly correlations: CorrelatorState
}

export interface Engine {
  /** Matches that the event completes: of detections in the order of the rules, then of correlations. */
  process(event: EventObject): readonly Match[]
  /** Says that event time has come to `time` without an event: what did not happen by then is told. */
  advance(time: number): readonly Match[]
  /** The same for an event as a line of JSON; what no rule looks at is not parsed. */
  processJson(line: string): readonly Match[]
  /** Indexes in `rules` of the detections that hold on a line, ascending; no correlations, no matches, no state. A buffer is read from `from` to `to`. */
  hitsJson(line: string | Buffer, from?: number, to?: number): readonly number[]
  /** Everything that later matches depend on; `createEngine` takes it back. */
  snapshot(): EngineState
  /** What the correlations had to leave out so far, by reason. */
  readonly left: Readonly<CorrelatorCounts>
}

export interface EngineOptions {
  readonly describe: (event: EventObject) => EventDescription
  readonly state?: EngineState
  /** Lets `processJson` skip what it does not need; must say the same as `describe`. */
  readonly router?: LineRouter
  /** Whether rules must name nothing that the event's log source leaves open (`named`, the default), or only must not contradict it. */
  readonly fit?: Fit
  /** How late an event may come and still be placed in its windows; later ones are left out of them, and counted. */
  readonly allowedLatenessMs?: number
}

const stateVersion = 1
const nothing: readonly Match[] = []

/** Rules that only serve correlations: no correlation that refers to them says `generate`. */
function onlyForCorrelations({ correlations }: CompiledRules): ReadonlySet<number> {
  const told = correlations.filter(({ spec }) => spec.generate).flatMap(each => each.references)
  const heard = correlations.flatMap(({ references }) => references)
  return new Set(heard.filter(number => !told.includes(number)))
}

/** An event of several layers as one object, for correlations, which read fields of events. */
const flat = (event: EventObject, view: EventView): EventObject =>
  view.length < 2 && view[0] === event ? event : Object.assign({}, ...view.toReversed())

/** An engine over `compiled`. State of rules that changed or are gone is dropped. */
export function createEngine(
  compiled: CompiledRules,
  { describe, state, router, fit = 'named', allowedLatenessMs }: EngineOptions,
): Engine {
  if (state && state.version !== stateVersion) {
    throw new Fault(
      'ERR_DATA_NEWER',
      `the detection state has version ${state.version}, this engine reads ${stateVersion}: rebuild`,
    )
  }
  const byNumber: (Program | undefined)[] = []
  for (const program of compiled.programs) byNumber[program.number] = program
  const partitionOf = createRouter(compiled.programs, fit, numbers =>
    createPartition(
      numbers.flatMap(number => {
        const program = byNumber[number]
        return program ? [{ number, logic: program.detection.logic }] : []
      }),
    ),
  )
  const correlator = createCorrelator(compiled.correlations, {
    ...(state ? { state: state.correlations } : {}),
    ...(allowedLatenessMs === undefined ? {} : { allowedLatenessMs }),
  })
  const hasCorrelations = compiled.correlations.length > 0
  const muted = onlyForCorrelations(compiled)
  const heard = byNumber.map(program =>
    program && !muted.has(program.number) ? program : undefined,
  )
  const scan = createJsonScan()
  const scratch = new Scratch()
  const aliases = Object.entries(router?.aliases ?? {})
  const routes = router && createRoutes(router, partitionOf)

  let turn = 0
  const told: (CorrelationTold | undefined)[] = []
  for (const correlation of compiled.correlations) {
    if (muted.has(correlation.rule)) continue
    const titles = correlation.references.map(
      reference => `"${compiled.rules[reference]?.title ?? ''}"`,
    )
    told[correlation.rule] = { correlation, titles, turn: () => turn }
  }

  /** Adds what the correlations found to the matches of detections. */
  function tellFound(
    found: readonly CorrelationResult[],
    matches: Match[] | undefined,
  ): readonly Match[] {
    if (found.length === 0) return matches ?? nothing
    const all = matches ?? []
    for (let index = 0; index < found.length; index++) {
      const result = found[index]
      const rule = result && compiled.rules[result.rule]
      const shared = result && told[result.rule]
      if (rule && shared) all.push(new CorrelationMatch(rule, result, shared))
    }
    return all
  }

  /** Matches of an event on which the detections `hits` hold. */
  function tell(
    hits: readonly number[],
    event: EventObject,
    { offset = 0, time }: EventDescription,
    view: EventView,
  ): readonly Match[] {
    turn += 1
    let matches: Match[] | undefined
    for (let index = 0; index < hits.length; index++) {
      const program = heard[hits[index] ?? -1]
      if (!program) continue
      const match = new DetectionMatch(program.rule, program.detection, { offset, time, view })
      if (matches) matches.push(match)
      else matches = [match]
    }
    if (!hasCorrelations) return matches ?? nothing
    const seen = hits.length === 0 ? event : flat(event, view)
    return tellFound(correlator.process(hits, seen, { offset, time }), matches)
  }

  function process(event: EventObject): readonly Match[] {
    const description = describe(event)
    const { view = [event] } = description
    return tell(partitionOf(description.logsource).match(view), event, description, view)
  }

  function parse(line: string): EventObject {
    const event: unknown = JSON.parse(line)
    if (isObject(event)) return event
    throw new Fault('ERR_INPUT_INVALID', 'an event is a JSON object')
  }

  /** For the line of so many bytes that has been loaded. */
  function hitsIn(to: number): readonly number[] | undefined {
    const { source } = scratch
    if (!routes || !scan.scan(source.bytes, 0, to)) return undefined
    return routes.find(source.bytes, scan)?.matchScan(source, { from: 0, to, aliases }, scan)
  }

  function hitsParsed(text: string): readonly number[] {
    const event = parse(text)
    const { logsource, view = [event] } = describe(event)
    return partitionOf(logsource).match(view)
  }

  function hitsJson(line: string | Buffer, from = 0, to = line.length): readonly number[] {
    if (typeof line === 'string') {
      return (routes && hitsIn(scratch.load(line))) ?? hitsParsed(line)
    }
    return (
      (routes && hitsIn(scratch.loadBytes(line, from, to))) ??
      hitsParsed(line.toString('utf8', from, to))
    )
  }

  return {
    process,
    hitsJson,
    processJson(line) {
      const hits = hitsJson(line)
      if (hits.length === 0 && !hasCorrelations) return []
      const event = parse(line)
      const description = describe(event)
      return tell(hits, event, description, description.view ?? [event])
    },
    advance: time => {
      turn += 1
      return tellFound(correlator.advance(time), undefined)
    },
    left: correlator.counts,
    snapshot: () => ({ version: stateVersion, correlations: correlator.snapshot() }),
  }
}
