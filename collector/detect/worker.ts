/** The detection thread: reads the journal behind ingest, hands findings back for the main thread to append. Writes nothing itself. */
import { parentPort, workerData } from 'node:worker_threads'
import type { DetectionFinding } from '../../events/detection-finding.ts'
import { compileRules } from '../../rules/engine/compile.ts'
import { loadRules } from '../../rules/load.ts'
import { openCustomerBase } from '../customers/base.ts'
import { exposureSchema } from '../exposure/exposure-schema.ts'
import { openExposureRecorder } from '../exposure/recorder.ts'
import type { Entry } from '../journal/journal.ts'
import { openSqliteJournal } from '../journal/sqlite.ts'
import { openDirectory } from '../people/directory.ts'
import { openDatabase } from '../store/database.ts'
import { projectionsSchema } from '../store/projections-schema.ts'
import { createDetector, type Detected } from './detector.ts'
import {
  type DetectSettings,
  detectCheckpoint,
  type FromDetect,
  type ToDetect,
} from './messages.ts'

const batchEntries = 500
/** Without findings, progress is only saved this often: what is read again gives the same finding ids. */
const checkpointEntries = 2000

async function open(settings: DetectSettings) {
  const now = Date.now
  const journal = openSqliteJournal(settings.journal, { now, readonly: true })
  const projections = openDatabase(settings.projections, projectionsSchema, { readonly: true })
  const base = openCustomerBase(settings.base, { region: settings.region, readonly: true })
  const rules = compileRules((await Promise.all(settings.rules.map(loadRules))).flat())
  const directory = openDirectory(projections)
  const detector = createDetector({ rules, base, directory, product: settings.product, now })
  const exposure = openDatabase(settings.exposure, exposureSchema, { durability: 'normal' })
  const recorder = openExposureRecorder(exposure)
  return { journal, projections, base, exposure, recorder, rules, detector }
}

async function run(settings: DetectSettings, port: NonNullable<typeof parentPort>): Promise<void> {
  const { journal, projections, base, exposure, recorder, rules, detector } = await open(settings)
  const send = (message: FromDetect) => port.postMessage(message)
  const detected = (await journal.checkpoint(detectCheckpoint))?.offset ?? 0
  // Exposure has an offset of its own: whichever is behind is caught up with first, and neither is told twice.
  let offset = Math.min(detected, recorder.offset)
  let saved = detected
  let isBusy = false
  let isAwake = false
  let committed: () => void = () => {}

  async function report(findings: readonly DetectionFinding[]): Promise<void> {
    const done = new Promise<void>(resolve => {
      committed = resolve
    })
    send({ type: 'progress', offset, findings })
    await done
    saved = offset
  }

  /** An entry that trips a bug costs only itself, and is said. */
  function process(entry: Entry): Detected {
    try {
      return entry.offset > detected ? detector.process(entry) : detector.sight(entry)
    } catch (error) {
      send({
        type: 'skipped',
        offset: entry.offset,
        message: error instanceof Error ? error.message : String(error),
      })
      return { findings: [] }
    }
  }

  async function drain(): Promise<void> {
    for (;;) {
      isAwake = false
      const entries = await journal.read(offset, batchEntries)
      const last = entries.at(-1)
      if (!last) break
      const seen = entries.map(process)
      offset = last.offset
      recorder.record(
        seen.flatMap(({ sighting }) => sighting ?? []),
        offset,
      )
      const findings = seen.flatMap(({ findings }) => findings)
      if (findings.length > 0 || offset >= saved + checkpointEntries) await report(findings)
    }
  }

  async function wake(): Promise<void> {
    isAwake = true
    if (isBusy) return
    isBusy = true
    while (isAwake) await drain()
    isBusy = false
  }

  port.on('message', (message: ToDetect) => {
    if (message.type === 'committed') committed()
    if (message.type === 'wake') wake().catch(fail)
    if (message.type === 'stop') {
      projections.close()
      base.close()
      exposure.close()
      journal.close().then(() => port.close(), fail)
    }
  })
  send({ type: 'ready', rules: rules.rules.length })
  await wake()

  function fail(error: unknown): void {
    send({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
}

if (parentPort) {
  const port = parentPort
  run(workerData, port).catch((error: unknown) => {
    port.postMessage({
      type: 'failed',
      message: error instanceof Error ? error.message : String(error),
    })
  })
}
