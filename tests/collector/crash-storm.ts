/** A collector that is killed at random moments while endpoints hand in, beside one that nobody disturbs: what each has at the end. */
import { setTimeout as pause } from 'node:timers/promises'
import {
  eventsOf,
  findingsOf,
  handIn,
  type Load,
  type Progress,
  prepare,
  settled,
  work,
} from '../cluster/load.ts'
import { startProcess } from '../long/node-process.ts'
import { fillCompany } from './company.ts'
import { startRig } from './harness.ts'
import { die } from './people/people.ts'

interface Outcome {
  readonly events: Awaited<ReturnType<typeof eventsOf>>
  readonly findings: readonly string[]
}

async function undisturbed(load: Load): Promise<Outcome> {
  const rig = await startRig()
  await fillCompany(rig)
  await work(rig, load, (agent, records) => agent.post(records), nothingYet())
  await settled(rig)
  return { events: await eventsOf(rig), findings: await findingsOf(rig) }
}

const nothingYet = (): Progress => ({ acknowledged: 0, refusals: 0 })

/** Kills it `kills` times, evenly over the load; a seed kills at the same moments of it, as far as a machine can. */
async function disturbed(
  load: Load,
  { kills, seed }: { kills: number; seed: number },
): Promise<Outcome & { readonly refusals: number }> {
  const random = die(seed)
  const first = await startRig()
  await fillCompany(first)
  const prepared = await prepare(first, load)
  await first.collector.close()
  const node = await startProcess(first.dir)
  const progress = nothingYet()
  const total = load.people.length * load.batches * load.perBatch
  const killing = async () => {
    for (let kill = 1; kill <= kills; kill += 1) {
      while (progress.acknowledged < (total / (kills + 1)) * kill) await pause(1)
      await pause(random() * 30)
      await node.crash()
    }
  }
  try {
    await Promise.all([handIn(prepared, node.post, progress), killing()])
  } finally {
    await node.end()
  }
  const after = await startRig({ dir: first.dir })
  await settled(after)
  const events = await eventsOf(after)
  return { events, findings: await findingsOf(after), refusals: progress.refusals }
}

/** Both runs of the same load. */
export async function crashStorm(kills: number, seed: number) {
  const [batches, perBatch, everyMs] = [kills * 4, 5, 20_000]
  const load: Load = {
    ...{ people: ['anna', 'olaf', 'mira', 'stranger'], batches, perBatch },
    start: Date.now() - batches * perBatch * everyMs - 3_600_000,
  }
  return {
    sent: load.people.length * batches * perBatch,
    calm: await undisturbed(load),
    stormy: await disturbed(load, { kills, seed }),
  }
}
