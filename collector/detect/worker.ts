/** The detection thread: reads the journal behind ingest, hands findings back for the main thread to append. Writes nothing itself. */
import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { DetectionFinding } from '../../events/detection-finding.ts'
import type { CompiledRules } from '../../rules/engine/compile.ts'
import type { Rule } from '../../rules/engine/rule.ts'
import { openCustomerBase } from '../customers/base.ts'
import { openExports } from '../exports/exports.ts'
import { exposureSchema } from '../exposure/exposure-schema.ts'
import { type Noted, notedOf } from '../exposure/notes.ts'
import { openExposureRecorder, type Sighting } from '../exposure/recorder.ts'
import { clockPrefix } from '../ingest/records.ts'
import { openEmbeddedReader } from '../journal/embedded-reader.ts'
import { bodyOf, type EventBatch, type EventLine, type Refused } from '../journal/journal.ts'
import { openDirectory } from '../people/directory.ts'
import { remembering } from '../people/remembering.ts'
import { openDatabase } from '../store/database.ts'
import { projectionsSchema } from '../store/projections-schema.ts'
import { compile, compileFirst } from './compile.ts'
import {
  createDetector,
  type Detected,
  type Detector,
  type DetectorState,
  type Incoming,
} from './detector.ts'
import { gatherFacts } from './facts.ts'
import { openHeapGrowth } from './heap-growth.ts'
import { type LaneStart, type LaneState, openLanes } from './lanes.ts'
import type { DetectSettings, DetectStart, FromDetect, ToDetect } from './messages.ts'
import { yieldToIngest } from './yield-to-ingest.ts'

const batchEntries = 2000
/** While more waits, exposure is written after so many events: its indexes change the same pages for few events as for many. */
const eventsPerRecord = 8000
/** What is kept of an event that cannot be taken, for whoever looks into it. */
const refusedCharsMax = 4096
/** How often to look whether the projections have a decision that events came after. */
const projectedMs = 5

const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Rules that only serve correlations give no findings. */
function toldRules({ rules, correlations }: CompiledRules): readonly Rule[] {
  const referred = (isTold: boolean) =>
    correlations.filter(({ spec }) => spec.generate === isTold).flatMap(each => each.references)
  const [served, told] = [new Set(referred(false)), new Set(referred(true))]
  return rules.filter((_, number) => !served.has(number) || told.has(number))
}

/** What several lanes find by one entry. */
async function inAll(detectors: readonly Detector[], incoming: Incoming): Promise<Detected> {
  const all = await Promise.all(detectors.map(async detector => detector.process(incoming)))
  return { ...all[0], findings: all.flatMap(({ findings }) => findings) }
}

async function open(settings: DetectSettings, head: () => number) {
  const now = Date.now
  const journal = openEmbeddedReader(settings.journal, head)
  const projections = openDatabase(settings.projections, projectionsSchema, { readonly: true })
  const base = openCustomerBase(settings.base, { region: settings.region, readonly: true })
  const directory = remembering(openDirectory(projections, settings))
  const exports = openExports(projections)
  const exposure = openDatabase(settings.exposure, exposureSchema, {
    durability: 'normal',
    isSecond: true,
  })
  const recorder = openExposureRecorder(exposure)
  const detectorOf = (rules: CompiledRules, state: DetectorState | undefined): Detector => {
    const { product } = settings
    const entryAt = (offset: number) => journal.at(offset)
    return createDetector({ rules, base, directory, exports, product, now, entryAt, state })
  }
  const projected = projections.prepare<[], { offset: number }>('SELECT offset FROM projected')
  /** Whoever sends events after a decision on people is judged by it. */
  const decided = async (after: number, until: number): Promise<void> => {
    const decisions = await journal.readTold(after, 500, 'decision')
    const last = decisions.findLast(({ offset }) => offset <= until)?.offset ?? 0
    while ((projected.get()?.offset ?? 0) < last) await pause(projectedMs)
  }
  const close = async () => {
    projections.close()
    base.close()
    exposure.close()
    await journal.close()
  }
  return { journal, recorder, detectorOf, decided, forgetPeople: directory.forget, close }
}

async function run(settings: DetectStart, port: NonNullable<typeof parentPort>): Promise<void> {
  let head = settings.head
  const { journal, recorder, detectorOf, decided, forgetPeople, close } = await open(
    settings,
    () => head,
  )
  const send = (message: FromDetect) => port.postMessage(message)
  const fail = (error: unknown) => send({ type: 'failed', message: inWords(error) })
  const first = await compileFirst(settings)
  let rules = first.rules
  const lanes = openLanes(
    state => detectorOf(rules, state),
    (offset, error) => send({ type: 'skipped', offset, message: inWords(error) }),
  )
  /** Looks at what is another node's to judge, for exposure and facts. */
  const onlooker = detectorOf(rules, undefined)
  lanes.own(settings.lanes)
  // Exposure and facts have offsets of their own: whichever is behind is caught up with first, and none is told twice.
  let seen = Math.min(recorder.offset, settings.factsOffset)
  let offset = Math.min(lanes.from, seen)
  const facts = gatherFacts(settings.factsOffset)
  const growHeap = openHeapGrowth()
  let unrecorded: { sightings: Sighting[]; noted: Noted[] } = { sightings: [], noted: [] }
  let isBusy = false
  let isAwake = false
  let isReloading = false
  let isStopping = false
  let assigned: readonly LaneStart[] | undefined
  let leaving: string[] = []
  let committed: () => void = () => {}

  async function reload(): Promise<void> {
    isReloading = false
    try {
      const compiled = await compile(settings)
      const isNew = compiled.digest !== rules.digest
      rules = compiled
      if (isNew) lanes.renew()
      send({ type: 'ready', rules: toldRules(rules) })
    } catch (error) {
      send({ type: 'refused', message: inWords(error) })
    }
  }

  /** Writes what was seen up to here. */
  function record(): void {
    recorder.record(unrecorded, offset)
    unrecorded = { sightings: [], noted: [] }
  }

  /** Between two batches only: what is under way belongs to the lanes of before. */
  function own(starts: readonly LaneStart[]): void {
    assigned = undefined
    record()
    lanes.own(starts)
    offset = Math.min(offset, lanes.from)
  }

  /** Hands over what was found, and what to remember where a checkpoint is wanted. */
  async function report(
    { findings, refused }: { findings: readonly DetectionFinding[]; refused: readonly Refused[] },
    states: readonly LaneState[],
    tellsFacts = true,
  ): Promise<void> {
    const done = new Promise<void>(resolve => {
      committed = resolve
    })
    const told = tellsFacts ? facts.take(offset) : undefined
    send({ type: 'progress', findings, states, refused, facts: told })
    await done
    lanes.saved(states)
  }

  async function unnameAll(): Promise<void> {
    const words = leaving
    leaving = []
    lanes.forget(words)
    await report({ findings: [], refused: [] }, lanes.due(new Set(), true), false)
    send({ type: 'forgotten' })
  }

  /** An entry that trips a bug costs only itself, and is said. Undefined where all of it is known already. */
  function process(
    { lane, source, receivedAt }: Pick<EventBatch, 'lane' | 'source' | 'receivedAt'>,
    line: EventLine,
  ): Detected | Promise<Detected | undefined> | undefined {
    const at = line.offset
    const isForAll = source.startsWith(clockPrefix)
    const [detector, ...others] = isForAll ? lanes.detectorsAt(at) : lanes.detectorsOf(lane, at)
    if (!detector && at <= seen) return undefined
    const incoming = { source, receivedAt, offset: at, body: bodyOf(line) }
    const skip = (error: unknown) => {
      send({ type: 'skipped', offset: at, message: inWords(error) })
      return undefined
    }
    try {
      if (!detector) return onlooker.sight(incoming)
      if (others.length > 0) return inAll([detector, ...others], incoming).catch(skip)
      const detected = detector.process(incoming)
      return detected instanceof Promise ? detected.catch(skip) : detected
    } catch (error) {
      return skip(error)
    }
  }

  async function processBatch({ lines, ...batch }: EventBatch) {
    const findings: DetectionFinding[] = []
    const refused: Refused[] = []
    const sightings: Sighting[] = []
    const noted: Noted[] = []
    const { source, lane } = batch
    for (const line of lines) {
      const processed = process(batch, line)
      const detected = processed instanceof Promise ? await processed : processed
      if (!detected) continue
      findings.push(...detected.findings)
      const { offset: at } = line
      const { event, account, sighting } = detected
      if (event) {
        facts.add(event, { offset: at, source })
        const customers = sighting?.customers.length ?? 0
        const note = notedOf(event, { offset: at, customers, ...(account && { account }) })
        if (note) noted.push(note)
      }
      if (sighting) sightings.push(sighting)
      if (detected.refused === undefined || !lanes.isOwn(lane)) continue
      const body = bodyOf(line).slice(0, refusedCharsMax)
      const { seq, index } = line
      refused.push({ source, seq, index, reason: detected.refused, body })
    }
    return { findings, refused, sightings, noted, lane }
  }

  async function drain(): Promise<void> {
    while (!isStopping) {
      isAwake = false
      if (isReloading) await reload()
      if (assigned) own(assigned)
      if (leaving.length > 0) await unnameAll()
      const until = head
      const batches = await journal.readEvents(offset, batchEntries)
      // Behind the last event there is nothing to look at but findings and decisions.
      const last = batches.at(-1)?.lines.at(-1)?.offset ?? until
      if (last <= offset) break
      await decided(offset, last)
      growHeap(until - last > batchEntries)
      const all = []
      for (const batch of batches) all.push(await processBatch(batch))
      offset = last
      lanes.reached(offset)
      for (const { sightings, noted } of all) {
        unrecorded.sightings.push(...sightings)
        unrecorded.noted.push(...noted)
      }
      seen = Math.max(seen, offset)
      const told = {
        findings: all.flatMap(({ findings }) => findings),
        refused: all.flatMap(({ refused }) => refused),
      }
      const telling = new Set(
        all.flatMap(({ findings, lane }) => (findings.length > 0 ? [lane] : [])),
      )
      const states = lanes.due(telling)
      const tellsFacts = facts.isDue(offset >= head)
      if (told.findings.length + told.refused.length + states.length > 0 || tellsFacts)
        await report(told, states, tellsFacts)
      else await breathe()
      // It counts as looked at when what was found is in the journal.
      if (offset >= head || unrecorded.noted.length >= eventsPerRecord) record()
    }
  }

  async function wake(): Promise<void> {
    isAwake = true
    if (isBusy) return
    isBusy = true
    while (isAwake && !isStopping) await drain()
    isBusy = false
    record()
    growHeap(false)
    if (isStopping) await stop()
    else send({ type: 'asleep', head })
  }

  async function stop(): Promise<void> {
    const states = lanes.due(new Set(), true)
    if (states.length > 0 || facts.isDue(true)) await report({ findings: [], refused: [] }, states)
    await close()
    port.close()
  }

  port.on('message', (message: ToDetect) => {
    if (message.type === 'committed') committed()
    if (message.type === 'people') forgetPeople()
    if (message.type === 'forget') {
      forgetPeople()
      leaving.push(...message.words)
      wake().catch(fail)
    }
    if (message.type === 'wake') {
      head = Math.max(head, message.head)
      wake().catch(fail)
    }
    if (message.type === 'reload') {
      isReloading = true
      wake().catch(fail)
    }
    if (message.type === 'lanes') {
      assigned = message.lanes
      wake().catch(fail)
    }
    if (message.type === 'stop') {
      isStopping = true
      wake().catch(fail)
    }
  })
  send({ type: 'ready', rules: toldRules(rules) })
  if (first.refused !== undefined) send({ type: 'refused', message: first.refused })
  await wake()
}

if (parentPort) {
  yieldToIngest()
  const port = parentPort
  run(workerData, port).catch((error: unknown) => {
    port.postMessage({ type: 'failed', message: inWords(error) })
  })
}
