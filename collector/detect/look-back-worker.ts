/** The thread of one look back: reads the journal beside detection, hands over what it found, and ends. */
import { parentPort, workerData } from 'node:worker_threads'
import { openCustomerBase } from '../customers/base.ts'
import { openExports } from '../exports/exports.ts'
import { openEmbeddedReader } from '../journal/embedded-reader.ts'
import { openDirectory } from '../people/directory.ts'
import { remembering } from '../people/remembering.ts'
import { openDatabase } from '../store/database.ts'
import { projectionsSchema } from '../store/projections-schema.ts'
import { compileFirst } from './compile.ts'
import type { DetectSettings } from './messages.ts'
import { type PastFound, type PastOf, replayPeople } from './replay-people.ts'
import { type Stoppable, untilStopped } from './replay-thread.ts'

/** What the thread is started with; `head`: the last offset that it looks at. */
export interface LookBackStart extends DetectSettings {
  readonly head: number
  readonly people: readonly PastOf[]
}

async function run(start: LookBackStart & Stoppable): Promise<readonly PastFound[]> {
  const { rules } = await compileFirst(start)
  const journal = untilStopped(
    openEmbeddedReader(start.journal, () => start.head),
    start,
  )
  const projections = openDatabase(start.projections, projectionsSchema, { readonly: true })
  const base = openCustomerBase(start.base, { region: start.region, readonly: true })
  try {
    const directory = remembering(openDirectory(projections, start))
    const exports = openExports(projections)
    const { product } = start
    return await replayPeople(start.people, {
      ...{ journal, directory, base, exports, rules, product },
      now: Date.now,
    })
  } finally {
    base.close()
    projections.close()
    await journal.close()
  }
}

if (parentPort) parentPort.postMessage(await run(workerData))
