/** A thread that replays the journal ends by itself when it is told to stop, whatever native code it is in: ended from outside it may end the process. */
import { afterEach, expect, it } from 'vitest'
import { replayInThread } from '../../collector/detect/replay-thread.ts'
import { cleanUp, startRig } from './harness.ts'

afterEach(cleanUp)

it('stops at any moment, with the process as it was', async () => {
  const { dir } = await startRig()
  const program = new URL('./replay-forever.ts', import.meta.url)
  const stops = Array.from({ length: 12 }, async (_, turn) => {
    const stopping = new AbortController()
    const start = { path: `${dir}/journal.db` }
    const answer = replayInThread(program, { name: 'replay', start, signal: stopping.signal })
    for (let step = 0; step < turn * 20; step += 1) await new Promise(setImmediate)
    stopping.abort()
    return answer
  })
  for (const stop of await Promise.allSettled(stops)) {
    const reason = expect.objectContaining({ message: 'it was told to stop' })
    expect(stop).toEqual({ status: 'rejected', reason })
  }
})
