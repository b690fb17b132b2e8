/**
 * The folders that are measured: one company of a million people, before its first event and after so many. The history is handed in once,
 * by the agents' way, and copied at each mark but the last. What is there already is gone on from, so that it can be made in pieces.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { agentOf, type BenchAgent, startCollector } from '../ingest/servers.ts'
import type { Say } from '../report.ts'
import { prepareCompany } from './company.ts'
import { agentsAll, type Company, people, round, roundEvents } from './round.ts'

/** The events of the longest history lie in so long a time, and those that are measured after it come before today. */
const spanMs = 75 * 86_400_000

interface Record {
  readonly tokens: string
  readonly importSeconds: number
  readonly startMs: number
  readonly stepMs: number
  readonly agents: readonly { readonly id: string; readonly key: string }[]
  /** Events in each folder, by its name. */
  readonly events: Readonly<{ [name: string]: number }>
}

export interface Histories extends Company {
  readonly importSeconds: number
  /** Folders by how many events they were made for, ascending; the first has none. */
  readonly marks: readonly number[]
  folder(mark: number): string
  /** Events in a folder now: rounds that were measured are in it. */
  events(mark: number): number
  /** Notes that a round was added. */
  added(mark: number): void
}

export interface HistoryOrder {
  readonly marks: readonly number[]
  readonly rounds?: number | undefined
  readonly say: Say
}

const growing = 'growing'
const pathOf = (root: string): string => join(root, 'histories.json')

function read(root: string): Record | undefined {
  return existsSync(pathOf(root)) ? JSON.parse(readFileSync(pathOf(root), 'utf8')) : undefined
}

const save = (root: string, record: Record): void =>
  writeFileSync(pathOf(root), JSON.stringify(record), { mode: 0o600 })

/** The same folder under another name; a half-made copy of before is made anew. */
function copy(root: string, from: string, to: string): void {
  rmSync(join(root, to), { recursive: true, force: true })
  cpSync(join(root, from), join(root, to), { recursive: true })
}

async function begin(root: string, longest: number, say: Say): Promise<Record> {
  rmSync(root, { recursive: true, force: true })
  mkdirSync(root, { recursive: true })
  say(`importing ${people.toLocaleString('en-US')} people …`)
  const { tokens, importSeconds } = await prepareCompany(join(root, growing), people)
  const collector = await startCollector(join(root, growing))
  const agents: BenchAgent[] = []
  while (agents.length < agentsAll) agents.push(await collector.enrol())
  await collector.stop()
  copy(root, growing, '0')
  const record = {
    ...{ tokens, importSeconds, startMs: Date.now() - spanMs },
    stepMs: Math.floor(spanMs / (longest / agentsAll)),
    agents: agents.map(({ id, key }) => ({ id, key })),
    events: { [growing]: 0, 0: 0 },
  }
  save(root, record)
  return record
}

const companyOf = ({ tokens, startMs, stepMs, agents }: Record): Company => ({
  ...{ tokens, startMs, stepMs },
  agents: agents.map(({ id, key }) => agentOf(id, key)),
})

async function grow(
  root: string,
  record: Record,
  { mark, isLast, rounds, say }: { mark: number; isLast: boolean; rounds: number; say: Say },
): Promise<Record> {
  let now = record
  const collector = await startCollector(join(root, growing))
  const from = now.events[growing] ?? 0
  const until = Math.min(mark, from + rounds * roundEvents)
  for (let done = from; done < until; done += roundEvents) {
    const { cost, acknowledged, seconds } = await round(companyOf(now), collector, done)
    say(
      `${done + roundEvents} events: ${cost.toFixed(1)} µs an event, ${Math.round(acknowledged)} acknowledged/s, ${seconds.toFixed(1)} s`,
    )
    now = { ...now, events: { ...now.events, [growing]: done + roundEvents } }
    save(root, now)
  }
  await collector.stop()
  if (until < mark) return now
  if (isLast) renameSync(join(root, growing), join(root, String(mark)))
  else {
    say(`copying the folder after ${mark} events …`)
    copy(root, growing, String(mark))
  }
  now = { ...now, events: { ...now.events, [mark]: mark } }
  save(root, now)
  return now
}

/**
 * Makes what is missing of the folders under `root` for histories of `marks` events, ascending. With `rounds`, no more than so many are
 * added, and undefined means that more is missing.
 */
export async function makeHistories(
  root: string,
  { marks, rounds = Number.MAX_SAFE_INTEGER, say }: HistoryOrder,
): Promise<Histories | undefined> {
  let record = read(root) ?? (await begin(root, marks.at(-1) ?? 0, say))
  for (const mark of marks) {
    if (record.events[mark] !== undefined) continue
    record = await grow(root, record, { mark, isLast: mark === marks.at(-1), rounds, say })
    if (record.events[mark] === undefined) return undefined
  }
  return {
    ...companyOf(record),
    importSeconds: record.importSeconds,
    marks: [0, ...marks],
    folder: mark => join(root, String(mark)),
    events: mark => record.events[mark] ?? 0,
    added: mark => {
      const events = (record.events[mark] ?? 0) + roundEvents
      record = { ...record, events: { ...record.events, [mark]: events } }
      save(root, record)
    },
  }
}
