/** The CERT Insider Threat format with one file per kind of log (r4.2 and later). None of its data is here: its licence forbids that. */
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { LabelledSet, SetFormat, SetPerson } from '../labelled-set.ts'
import {
  type CertKind,
  type CertRow,
  certEvent,
  certKinds,
  certTime,
  numbering,
} from './cert-events.ts'
import { certLabels, certPeople } from './cert-people.ts'
import { type Row, recordsOf } from './csv.ts'

/** Rows whose time or user cannot be read say nothing. */
function rowOf(kind: CertKind, { text }: Row): CertRow | undefined {
  const time = certTime(text('date'))
  const user = text('user')
  return time === undefined || user === '' ? undefined : { kind, time, user, pc: text('pc'), text }
}

async function* rowsOf(path: string, kind: CertKind): AsyncGenerator<CertRow> {
  for await (const record of recordsOf(path)) {
    const row = rowOf(kind, record)
    if (row) yield row
  }
}

/** Merges logs that are each in order of time. */
async function* merged(logs: readonly AsyncGenerator<CertRow>[]): AsyncGenerator<CertRow> {
  const next = async (log: AsyncGenerator<CertRow>): Promise<CertRow | undefined> => {
    const step = await log.next()
    return step.done ? undefined : step.value
  }
  const heads = await Promise.all(logs.map(async log => ({ log, row: await next(log) })))
  for (;;) {
    let first: (typeof heads)[number] | undefined
    for (const head of heads) {
      if (head.row && (!first?.row || head.row.time < first.row.time)) first = head
    }
    if (!first?.row) return
    yield first.row
    first.row = await next(first.log)
  }
}

/** The release in a folder's name: `r4.2` is `4.2`. */
const releaseOf = (dir: string): string | undefined => /^r(\d+(?:\.\d+)?)$/.exec(basename(dir))?.[1]

/** Everyone who is in the logs' answers or directory; without a directory, whoever the answers name. */
export function withInsiders(
  people: readonly SetPerson[],
  users: Iterable<string>,
): readonly SetPerson[] {
  const known = new Set(people.map(({ id }) => id))
  const more = [...users].filter(user => !known.has(user))
  const nobody = { aliases: [], department: null, title: null, notice: null, lastDay: null }
  return [...people, ...more.map(id => ({ id, ...nobody }))]
}

/** Events of rows in the order in which they come. */
export async function* certLines(rows: AsyncIterable<CertRow>): AsyncGenerator<string> {
  const documents = numbering()
  let number = 0
  for await (const row of rows) {
    number += 1
    const line = certEvent(row, `c${number}`, documents)
    if (line !== undefined) yield line
  }
}

/** Stands in for the number of customers, which such logs do not have: shares of it say nothing. */
export const documentsInAll = 1_000_000

async function open(dir: string): Promise<LabelledSet> {
  const labels = await certLabels(dir, releaseOf(dir))
  const people = await certPeople(dir)
  const present = certKinds.filter(kind => existsSync(join(dir, `${kind}.csv`)))
  return {
    name: `CERT ${basename(dir)} (${present.join(', ')})`,
    customers: documentsInAll,
    people: withInsiders(people, new Set(labels.map(({ person }) => person))),
    labels,
    lines: () => certLines(merged(present.map(kind => rowsOf(join(dir, `${kind}.csv`), kind)))),
  }
}

export const cert: SetFormat = {
  name: 'cert',
  summary:
    'CERT Insider Threat logs: logon.csv, device.csv, file.csv, http.csv, email.csv, LDAP/, answers/insiders.csv',
  fits: async dir => certKinds.some(kind => existsSync(join(dir, `${kind}.csv`))),
  open,
}
