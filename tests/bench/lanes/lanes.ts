/** The kinds of events that the rule benchmark runs over, each written to a file of one JSON object a line. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EventObject } from '../../../rules/engine/event.ts'
import { deriveEvents } from './derived.ts'
import { cisco, mixed, noMatch, ocsfFile } from './others.ts'
import { type Random, seeded } from './random.ts'
import { regressionEvents, windowsEvents } from './recorded.ts'
import { fileEvent, highCardinality, matchHeavy, raw, structured } from './windows.ts'

/** What a lane counts for: `main` lanes carry the goal on structured Windows and file events, `other` the goal on every lane; `hits` is not timed. */
export type LaneKind = 'main' | 'other' | 'hits'

/** A file of events. */
export interface Lane {
  readonly name: string
  readonly kind: LaneKind
  readonly path: string
  readonly events: number
  readonly bytesPerEvent: number
}

const madeCount = 20_000

const made: Readonly<Record<string, readonly [LaneKind, (random: Random) => EventObject]>> = {
  structured_windows: ['main', structured],
  sysmon_file_event: ['main', fileEvent],
  dlp_ocsf_file: ['main', ocsfFile],
  hicard: ['other', highCardinality],
  match_heavy: ['other', matchHeavy],
  raw_windows: ['other', raw],
  mixed_schema: ['other', mixed],
  no_match: ['other', noMatch],
  cisco_syslog: ['other', cisco],
}

async function write(
  dir: string,
  name: string,
  kind: LaneKind,
  events: readonly EventObject[],
): Promise<Lane> {
  const path = join(dir, `${name}.ndjson`)
  const text = events.map(event => `${JSON.stringify(event)}\n`).join('')
  await writeFile(path, text)
  return { name, kind, path, events: events.length, bytesPerEvent: text.length / events.length }
}

/** Writes all lanes below `dir`; `rulePaths` are what the lane of derived events comes from. */
export async function writeLanes(dir: string, rulePaths: readonly string[]): Promise<Lane[]> {
  await mkdir(dir, { recursive: true })
  const lanes: Lane[] = [await write(dir, 'recorded_windows', 'main', await windowsEvents())]
  for (const [index, [name, [kind, make]]] of Object.entries(made).entries()) {
    const random = seeded(7919 + index)
    const events = Array.from({ length: madeCount }, () => make(random))
    lanes.push(await write(dir, name, kind, events))
  }
  const texts = await Promise.all(rulePaths.map(path => readFile(path, 'utf8')))
  lanes.push(await write(dir, 'regression', 'hits', await regressionEvents()))
  lanes.push(await write(dir, 'derived', 'hits', deriveEvents(texts)))
  return lanes
}
