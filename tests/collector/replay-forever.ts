/** A thread that reads a journal over and over, until it is told to stop. */
import { workerData } from 'node:worker_threads'
import { type Stoppable, untilStopped } from '../../collector/detect/replay-thread.ts'
import { openEmbeddedReader } from '../../collector/journal/embedded-reader.ts'

const start: Stoppable & { readonly path: string } = workerData
for (;;) {
  const journal = untilStopped(openEmbeddedReader(start.path), start)
  try {
    await journal.readTold(0, 100)
  } finally {
    await journal.close()
  }
}
