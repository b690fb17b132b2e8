/** A storm in which the sender is killed at random moments while the way to the collector breaks: what is in the journal after it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { enrol, openIdentity } from '../../agent/identity.ts'
import { bodyOf, type Journal } from '../../collector/journal/journal.ts'
import { startRig, tempDir } from '../collector/harness.ts'
import { die } from '../collector/people/people.ts'
import { flappingWay } from './flapping-way.ts'

const runtime = join(import.meta.dirname, '..', '..', 'runtime.mjs')
const program = join(import.meta.dirname, 'send-forever.ts')

/** One life of the sender; resolves when it has ended. `killAfterMs`: from when it said its first event durable; absent to let it send all. */
async function live(
  dir: string,
  life: string,
  said: (line: string) => void,
  killAfterMs?: number,
): Promise<void> {
  const mode = killAfterMs === undefined ? 'drain' : 'storm'
  const args = ['--import', runtime, program, dir, life, mode]
  const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'clientkeep-compiled') }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  const closed = once(lines, 'close')
  lines.on('line', said)
  if (killAfterMs !== undefined) {
    await Promise.race([once(lines, 'line'), ended])
    await pause(killAfterMs)
    child.kill('SIGKILL')
  }
  await Promise.all([ended, closed])
}

/** How often the journal has each event, by its name. */
async function journaled(journal: Journal, source: string): Promise<Map<string, number>> {
  const times = new Map<string, number>()
  for (let after = 0; ; ) {
    const batches = await journal.readEvents(after, 5000)
    const lines = batches.flatMap(batch => batch.lines)
    if (lines.length === 0) return times
    after = lines.at(-1)?.offset ?? after
    for (const batch of batches.filter(each => each.source === source)) {
      for (const line of batch.lines) {
        const { uid } = JSON.parse(bodyOf(line)).metadata
        times.set(uid, (times.get(uid) ?? 0) + 1)
      }
    }
  }
}

export interface StormResult {
  /** Events that the spool said are durable. */
  readonly spooled: number
  readonly missing: readonly string[]
  readonly repeated: readonly string[]
  /** Ranges of numbers in the journal; one for each series where nothing is missing. */
  readonly ranges: number
}

/** Runs it; the same seed kills at the same moments. The collector is started anew halfway. */
export async function killStorm(kills: number, seed: number): Promise<StormResult> {
  const random = die(seed)
  let rig = await startRig()
  const url = new URL(await rig.collector.listen())
  const dir = tempDir()
  const token = rig.collector.parts.access.newEnrolToken()
  await enrol(dir, { collector: url.origin, token, version: 'test' })
  const [agent] = rig.collector.parts.agents.list()
  const ways = await flappingWay(url, random)
  await openIdentity(dir, Buffer.alloc(32, 7), ways.url)
  const spooled = new Set<string>()
  for (let kill = 0; kill < kills; kill += 1) {
    if (kill === Math.floor(kills / 2)) {
      rig = await rig.restart()
      ways.lead(new URL(await rig.collector.listen()))
    }
    await live(dir, `life${kill}`, line => spooled.add(line), 300 * random())
  }
  ways.heal()
  await live(dir, 'last', () => {})
  ways.close()
  const { journal } = rig.collector.parts
  const times = await journaled(journal, agent?.id ?? '')
  return {
    spooled: spooled.size,
    missing: [...spooled].filter(uid => !times.has(uid)),
    repeated: [...times].filter(([, count]) => count > 1).map(([uid]) => uid),
    ranges: journal.seqRanges(agent?.id ?? '').length,
  }
}
