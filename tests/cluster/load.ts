/** The same company at work against any collectors: each person at an endpoint of their own, batch after batch, until all is acknowledged. */
import { setTimeout as pause } from 'node:timers/promises'
import { copyEvent, type KnowsKey } from '../collector/company.ts'
import { enrolAgent, type Rig } from '../collector/harness.ts'

export type Agent = Awaited<ReturnType<typeof enrolAgent>>

export interface Load {
  readonly people: readonly string[]
  readonly batches: number
  readonly perBatch: number
  /** Of the first event, UTC epoch milliseconds; runs that are compared have the same. */
  readonly start: number
}

export interface Progress {
  acknowledged: number
  refusals: number
}

/** The status of one attempt to hand a batch in; anything but 200 is tried again, elsewhere. */
export type Post = (
  agent: Agent,
  records: readonly unknown[],
  attempt: number,
) => Promise<{ readonly status: number }>

const everyMs = 20_000

/** What the endpoint of the person `who` hands in as its batch number `batch`. */
export function batchOf(
  rig: KnowsKey,
  { people, perBatch, start }: Omit<Load, 'batches'>,
  { agent, who, batch }: { agent: Agent; who: number; batch: number },
) {
  return Array.from({ length: perBatch }, (_, place) => {
    const seq = batch * perBatch + place + 1
    const uid = `${who}-${seq}`
    const account = people[who] ?? ''
    const time = start + seq * everyMs + who
    // Now and then much, mostly little: thresholds of rules are crossed at some events only.
    const count = seq % 7 === 0 ? 30 : seq % 5
    return { seq, event: copyEvent(rig, agent.id, { uid, account, count, time }) }
  })
}

/** What each endpoint has to hand in. */
export type Work = readonly {
  readonly agent: Agent
  readonly batches: readonly (readonly unknown[])[]
}[]

/** Enrols an endpoint for each person at `rig`, and makes what it will hand in. */
export async function prepare(rig: Rig, load: Load): Promise<Work> {
  const agents: Agent[] = []
  for (const _ of load.people) agents.push(await enrolAgent(rig))
  return agents.map((agent, who) => ({
    agent,
    batches: Array.from({ length: load.batches }, (_, batch) =>
      batchOf(rig, load, { agent, who, batch }),
    ),
  }))
}

/** Sends a batch until it is acknowledged. */
export async function insist(
  agent: Agent,
  records: readonly unknown[],
  post: Post,
  progress: Progress,
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const { status } = await post(agent, records, attempt).catch(() => ({ status: 0 }))
    if (status === 200) break
    progress.refusals += 1
    await pause(100)
  }
  progress.acknowledged += records.length
}

/** Sends everything, all endpoints at once. */
export async function handIn(work: Work, post: Post, progress: Progress): Promise<void> {
  await Promise.all(
    work.map(async ({ agent, batches }) => {
      for (const records of batches) await insist(agent, records, post, progress)
    }),
  )
}

/** Both, one after the other. */
export async function work(rig: Rig, load: Load, post: Post, progress: Progress): Promise<void> {
  await handIn(await prepare(rig, load), post, progress)
}

/** What the rules said, told apart by rule and events: ids of agents and people differ between runs. */
export async function findingsOf(rig: Rig): Promise<readonly string[]> {
  const entries = await rig.collector.parts.journal.readTold(0, 100_000, 'finding')
  return entries
    .map(({ body }) => {
      const { unmapped } = JSON.parse(body)
      const { rule, evidence, subject } = unmapped.clientkeep
      const events = evidence.map(({ event }: { event: string }) => event)
      return JSON.stringify([rule.name, subject.person === undefined, events])
    })
    .sort()
}

/**
 * How often each event of an agent is in a node's journal, as `source seq` of those that are not there exactly once, and how many there are.
 * What a collector says itself, such as that time has passed, is left out: on a slow machine there is more of it.
 */
export async function eventsOf(rig: Rig) {
  const times = new Map<string, number>()
  for (let after = 0; ; ) {
    const batches = await rig.collector.parts.journal.readEvents(after, 2000)
    const last = batches.at(-1)?.lines.at(-1)
    if (!last) break
    for (const { source, lines } of batches)
      for (const { seq } of source.includes(':') ? [] : lines) {
        const name = `${source} ${seq}`
        times.set(name, (times.get(name) ?? 0) + 1)
      }
    after = last.offset
  }
  return { count: times.size, repeated: [...times].filter(([, count]) => count !== 1) }
}

/** Resolves when the node has looked at everything and nothing new comes for a while. */
export async function settled(rig: Rig): Promise<void> {
  let quiet = 0
  let before = -1
  for (const end = Date.now() + 180_000; quiet < 10 && Date.now() < end; ) {
    await pause(200)
    const { head } = rig.collector.parts.journal
    quiet = head === before && rig.collector.lag().entries === 0 ? quiet + 1 : 0
    before = head
  }
}
