/** Our own labelled sets, as `clientkeep simulate` writes them: writing and reading. */
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import Type from 'typebox'
import Value from 'typebox/value'
import { Fault } from '../../events/fault.ts'
import { eventOf } from '../activity.ts'
import { crmLogLine } from '../crm-log.ts'
import type { LabelledSet, SetFormat, SetPerson } from '../labelled-set.ts'
import type { Member } from '../organisation.ts'
import type { Label, Simulation, SimulationOptions } from '../simulate.ts'
import { listOf, recordsOf, required } from './csv.ts'

const version = 1
const names = {
  manifest: 'manifest.json',
  people: 'people.csv',
  labels: 'labels.csv',
  events: 'events.ndjson.gz',
  crmLog: 'crm-access.log.gz',
} as const

const Manifest = Type.Object({
  format: Type.Literal('clientkeep-labelled-set'),
  version: Type.Literal(version),
  seed: Type.String(),
  start: Type.String(),
  people: Type.Integer(),
  days: Type.Integer(),
  customers: Type.Integer({ minimum: 1 }),
})

const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(cell => `${cell ?? ''}`).join(',')}\n`

const personHeader = 'email,manager,department,title,hired,notice date,last working day,aliases\n'
const personLine = ({ id, email, manager, department, title, hired, notice, lastDay }: Member) =>
  csvLine([email, manager, department, title, hired, notice, lastDay, id])

const labelHeader = 'scenario,person,start,end,customers,stealth,others\n'
const labelLine = ({ scenario, person, start, end, customers, stealth, others }: Label): string => {
  const [from, to] = [start, end].map(time => new Date(time).toISOString())
  return csvLine([scenario, person, from ?? '', to ?? '', customers, stealth, others.join(';')])
}

/** Both logs in one pass; a few hundred kilobytes at a time. */
async function writeEvents(dir: string, { organisation, arrivals }: Simulation): Promise<number> {
  let count = 0
  const log: string[] = []
  function* lines() {
    for (const day of arrivals()) {
      let text = ''
      let crm = ''
      for (const done of day) {
        count += 1
        text += `${JSON.stringify(eventOf(done, `e${count}`, organisation.customers))}\n`
        crm += crmLogLine(done)
      }
      log.push(crm)
      yield text
    }
  }
  const packed = (name: string) =>
    [createGzip({ level: 4 }), createWriteStream(join(dir, name))] as const
  await pipeline(Readable.from(lines()), ...packed(names.events))
  await pipeline(Readable.from(log), ...packed(names.crmLog))
  return count
}

/** Whether nothing would be overwritten there. */
export const isEmptyFolder = async (dir: string): Promise<boolean> =>
  !existsSync(dir) || (await readdir(dir)).length === 0

/** Writes a simulation into a folder, which is made. Gives the number of events. */
export async function writeSet(
  dir: string,
  simulation: Simulation,
  { people, days, seed, start }: SimulationOptions,
): Promise<number> {
  const { organisation, labels } = simulation
  await mkdir(dir, { recursive: true })
  const put = (name: string, text: string) => writeFile(join(dir, name), text)
  await put(names.people, personHeader + organisation.members.map(personLine).join(''))
  await put(names.labels, labelHeader + labels.map(labelLine).join(''))
  const events = await writeEvents(dir, simulation)
  // Last: a folder without it is a set that was not finished.
  const { customers } = organisation
  const manifest = {
    format: 'clientkeep-labelled-set',
    version,
    seed,
    start,
    people,
    days,
    customers,
  }
  await put(names.manifest, `${JSON.stringify(manifest, null, 2)}\n`)
  return events
}

async function readManifest(dir: string) {
  const path = join(dir, names.manifest)
  try {
    return Value.Parse(Manifest, JSON.parse(await readFile(path, 'utf8')))
  } catch {
    throw new Fault(
      'ERR_INPUT_INVALID',
      `${path}: not the manifest of a labelled set of version ${version}; make the set again with \`clientkeep simulate\``,
    )
  }
}

async function readPeople(dir: string): Promise<SetPerson[]> {
  const people: SetPerson[] = []
  for await (const { text } of recordsOf(join(dir, names.people))) {
    const email = required(text, 'email')
    people.push({
      id: listOf(text('aliases'))[0] ?? email,
      aliases: [email, ...listOf(text('aliases'))],
      department: text('department') || null,
      title: text('title') || null,
      notice: text('notice date') || null,
      lastDay: text('last working day') || null,
    })
  }
  return people
}

async function readLabels(dir: string): Promise<Label[]> {
  const labels: Label[] = []
  for await (const { text, fault } of recordsOf(join(dir, names.labels))) {
    const [start, end] = [Date.parse(text('start')), Date.parse(text('end'))]
    if (Number.isNaN(start) || Number.isNaN(end))
      throw fault('start and end are ISO 8601 times, like 2026-03-01T20:15:00.000Z')
    labels.push({
      ...{ scenario: required(text, 'scenario'), person: required(text, 'person') },
      ...{ start, end, others: listOf(text('others')) },
      ...{ customers: Number(text('customers')), stealth: Number(text('stealth')) },
    })
  }
  return labels
}

const pieceBytes = 1 << 18

/** The lines of a packed file. Takes large pieces: of readline's own pace, a year of events takes a fifth longer. */
async function* linesOf(path: string): AsyncGenerator<string> {
  const unpacked = createGunzip({ chunkSize: pieceBytes })
  const bytes = createReadStream(path, { highWaterMark: pieceBytes })
  bytes.on('error', error => unpacked.destroy(error))
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of bytes.pipe(unpacked)) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}

async function open(dir: string): Promise<LabelledSet> {
  const manifest = await readManifest(dir)
  const path = join(dir, names.events)
  return {
    name: `simulated, seed ${manifest.seed}`,
    customers: manifest.customers,
    people: await readPeople(dir),
    labels: await readLabels(dir),
    lines: () => linesOf(path),
  }
}

export const clientkeep: SetFormat = {
  name: 'clientkeep',
  summary: `a folder of \`clientkeep simulate\`, with ${names.manifest}`,
  fits: async dir => existsSync(join(dir, names.manifest)),
  open,
}
