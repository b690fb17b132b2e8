/** The detection thread: reads the journal behind ingest, hands findings back for the main thread to append. Writes nothing itself. */
import { parentPort, workerData } from 'node:worker_threads'
import type { DetectionFinding } from '../../events/detection-finding.ts'
import { type CompiledRules, compileRules } from '../../rules/engine/compile.ts'
import type { Rule } from '../../rules/engine/rule.ts'
import { loadRules } from '../../rules/load.ts'
import { openCustomerBase } from '../customers/base.ts'
import { openExports } from '../exports/exports.ts'
import { exposureSchema } from '../exposure/exposure-schema.ts'
import { openExposureRecorder, type Sighting } from '../exposure/recorder.ts'
import { openEmbeddedReader } from '../journal/embedded-reader.ts'
import type { EventBatch, Refused } from '../journal/journal.ts'
import { openDirectory } from '../people/directory.ts'
import { openDatabase } from '../store/database.ts'
import { projectionsSchema } from '../store/projections-schema.ts'
import {
  createDetector,
  type Detected,
  type Detector,
  type DetectorState,
  type Incoming,
  readState,
} from './detector.ts'
import { gatherFacts } from './facts.ts'
import {
  type DetectSettings,
  type DetectStart,
  detectCheckpoint,
  type FromDetect,
  type ToDetect,
} from './messages.ts'

const batchEntries = 500
/** What is kept of an event that cannot be taken, for whoever looks into it. */
const refusedCharsMax = 4096
/** Without a checkpoint this far behind, what is read again after a crash gives the same finding ids; it only costs time. */
const checkpointEntries = 2000
/** What is remembered is this small in a company of some hundred people: it is then saved with every finding. */
const smallState = 64 * 1024
/** Writing what correlations remember costs at most so much for each entry that was read. */
const stateBytesPerEntry = 4096

const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Rules that only serve correlations give no findings. */
function toldRules({ rules, correlations }: CompiledRules): readonly Rule[] {
  const referred = (isTold: boolean) =>
    correlations.filter(({ spec }) => spec.generate === isTold).flatMap(each => each.references)
  const [served, told] = [new Set(referred(false)), new Set(referred(true))]
  return rules.filter((_, number) => !served.has(number) || told.has(number))
}

const compile = async ({ rules }: DetectSettings): Promise<CompiledRules> =>
  compileRules((await Promise.all(rules.map(loadRules))).flat(), { isWithoutTests: true })

async function open(settings: DetectSettings, head: () => number) {
  const now = Date.now
  const journal = openEmbeddedReader(settings.journal, head)
  const projections = openDatabase(settings.projections, projectionsSchema, { readonly: true })
  const base = openCustomerBase(settings.base, { region: settings.region, readonly: true })
  const directory = openDirectory(projections)
  const exports = openExports(projections)
  const exposure = openDatabase(settings.exposure, exposureSchema, { durability: 'normal' })
  const recorder = openExposureRecorder(exposure)
  const detectorOf = (rules: CompiledRules, state: DetectorState | undefined): Detector => {
    const { product } = settings
    const entryAt = (offset: number) => journal.at(offset)
    return createDetector({ rules, base, directory, exports, product, now, entryAt, state })
  }
  const close = async () => {
    projections.close()
    base.close()
    exposure.close()
    await journal.close()
  }
  return { journal, recorder, detectorOf, close }
}

async function run(settings: DetectStart, port: NonNullable<typeof parentPort>): Promise<void> {
  let head = settings.head
  const { journal, recorder, detectorOf, close } = await open(settings, () => head)
  const send = (message: FromDetect) => port.postMessage(message)
  const fail = (error: unknown) => send({ type: 'failed', message: inWords(error) })
  const checkpoint = await journal.checkpoint(detectCheckpoint)
  const detected = checkpoint?.offset ?? 0
  // Exposure has an offset of its own: whichever is behind is caught up with first, and neither is told twice.
  let offset = Math.min(detected, recorder.offset, settings.factsOffset)
  const facts = gatherFacts(settings.factsOffset)
  let saved = detected
  let stateBytes = 0
  let isBusy = false
  let isAwake = false
  let isReloading = false
  let isStopping = false
  let committed: () => void = () => {}
  let { rules, detector } = restore(await compile(settings))

  /** With what was remembered at the checkpoint; what this version cannot read is given up, and said. */
  function restore(compiled: CompiledRules): { rules: CompiledRules; detector: Detector } {
    try {
      const state = checkpoint && readState(checkpoint.state)
      return { rules: compiled, detector: detectorOf(compiled, state) }
    } catch (error) {
      send({ type: 'skipped', offset: detected, message: inWords(error) })
      return { rules: compiled, detector: detectorOf(compiled, undefined) }
    }
  }

  async function reload(): Promise<void> {
    isReloading = false
    try {
      const compiled = await compile(settings)
      if (compiled.digest !== rules.digest) detector = detectorOf(compiled, detector.snapshot())
      rules = compiled
      send({ type: 'ready', rules: toldRules(rules) })
    } catch (error) {
      send({ type: 'refused', message: inWords(error) })
    }
  }

  const isDue = () => offset >= saved + Math.max(checkpointEntries, stateBytes / stateBytesPerEntry)

  /** Hands over what was found, and what to remember where a checkpoint is wanted. */
  async function report(
    { findings, refused }: { findings: readonly DetectionFinding[]; refused: readonly Refused[] },
    isCheckpoint: boolean,
  ): Promise<void> {
    const state = isCheckpoint ? JSON.stringify(detector.snapshot()) : undefined
    const done = new Promise<void>(resolve => {
      committed = resolve
    })
    send({ type: 'progress', offset, findings, state, refused, facts: facts.take(offset) })
    await done
    if (state === undefined) return
    stateBytes = state.length
    saved = offset
  }

  /** An entry that trips a bug costs only itself, and is said. */
  async function process(incoming: Incoming): Promise<Detected> {
    try {
      return incoming.offset > detected
        ? await detector.process(incoming)
        : detector.sight(incoming)
    } catch (error) {
      send({ type: 'skipped', offset: incoming.offset, message: inWords(error) })
      return { findings: [] }
    }
  }

  async function processBatch({ source, receivedAt, lines }: EventBatch) {
    const findings: DetectionFinding[] = []
    const refused: Refused[] = []
    const sightings: Sighting[] = []
    for (const line of lines) {
      const seen = await process({ source, receivedAt, ...line })
      findings.push(...seen.findings)
      if (seen.event) facts.add(seen.event, { offset: line.offset, source })
      if (seen.sighting) sightings.push(seen.sighting)
      if (seen.refused === undefined) continue
      const body = line.body.slice(0, refusedCharsMax)
      const { seq, index } = line
      refused.push({ source, seq, index, reason: seen.refused, body })
    }
    return { findings, refused, sightings }
  }

  async function drain(): Promise<void> {
    while (!isStopping) {
      isAwake = false
      if (isReloading) await reload()
      const until = head
      const batches = await journal.readEvents(offset, batchEntries)
      const seen = []
      for (const batch of batches) seen.push(await processBatch(batch))
      // Behind the last event there is nothing to look at but findings and decisions.
      const last = batches.at(-1)?.lines.at(-1)?.offset ?? until
      if (last <= offset) break
      offset = last
      recorder.record(
        seen.flatMap(({ sightings }) => sightings),
        offset,
      )
      const told = {
        findings: seen.flatMap(({ findings }) => findings),
        refused: seen.flatMap(({ refused }) => refused),
      }
      const isCheckpoint =
        offset > saved && (isDue() || (told.findings.length > 0 && stateBytes < smallState))
      if (batches.length > 0 || isCheckpoint) await report(told, isCheckpoint)
    }
  }

  async function wake(): Promise<void> {
    isAwake = true
    if (isBusy) return
    isBusy = true
    while (isAwake && !isStopping) await drain()
    isBusy = false
    if (isStopping) await stop()
  }

  async function stop(): Promise<void> {
    if (offset > saved) await report({ findings: [], refused: [] }, true)
    await close()
    port.close()
  }

  port.on('message', (message: ToDetect) => {
    if (message.type === 'committed') committed()
    if (message.type === 'wake') {
      head = Math.max(head, message.head)
      wake().catch(fail)
    }
    if (message.type === 'reload') {
      isReloading = true
      wake().catch(fail)
    }
    if (message.type === 'stop') {
      isStopping = true
      wake().catch(fail)
    }
  })
  send({ type: 'ready', rules: toldRules(rules) })
  await wake()
}

if (parentPort) {
  const port = parentPort
  run(workerData, port).catch((error: unknown) => {
    port.postMessage({ type: 'failed', message: inWords(error) })
  })
}
