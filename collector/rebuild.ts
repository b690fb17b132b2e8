/** Drops what is derived, so that the next start makes it again from the journal; and waits until it has. */
import { rmSync } from 'node:fs'
import { type Collector, type CollectorOptions, startCollector } from './main.ts'
import { openDataFolder } from './store/data-folder.ts'

const derived = ['projections.db', 'exposure.db']

/** Deletes the derived files of a folder that no collector uses. Throws Fault ERR_DATA_LOCKED. */
function dropDerived({ dir, mode }: CollectorOptions): void {
  const folder = openDataFolder(dir, mode)
  try {
    for (const name of derived)
      for (const end of ['', '-wal', '-shm']) rmSync(folder.path(`${name}${end}`), { force: true })
  } finally {
    folder.release()
  }
}

async function caughtUp({ lag, parts }: Collector): Promise<void> {
  while (lag().entries > 0 && parts.detection.health.failure === undefined)
    await new Promise(resolve => setTimeout(resolve, 50))
}

/** Makes projections and exposure again; gives how many journal entries they hold then. */
export async function rebuildDerived(options: CollectorOptions): Promise<{ entries: number }> {
  dropDerived(options)
  const collector = await startCollector(options)
  try {
    await caughtUp(collector)
    return { entries: collector.parts.journal.head }
  } finally {
    await collector.close()
  }
}
