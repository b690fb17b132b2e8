/** The same logs split by user and day: `USER/YYYY-MM/YYYY-MM-DD.csv`, all kinds in one file. */
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { LabelledSet, SetFormat } from '../labelled-set.ts'
import { certLines, documentsInAll, withInsiders } from './cert.ts'
import { type CertRow, certKinds, certTime } from './cert-events.ts'
import { certLabels, certPeople } from './cert-people.ts'
import { type Row, recordsOf } from './csv.ts'

const monthName = /^\d{4}-\d{2}$/
const dayName = /^(\d{4}-\d{2}-\d{2})\.csv$/

const foldersIn = async (dir: string): Promise<string[]> =>
  (await readdir(dir, { withFileTypes: true }).catch(() => []))
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name)
    .sort()

/** Users who have at least one month. */
async function usersIn(dir: string): Promise<string[]> {
  const users: string[] = []
  for (const name of await foldersIn(dir)) {
    if ((await foldersIn(join(dir, name))).some(month => monthName.test(month))) users.push(name)
  }
  return users
}

/** Files by day, so that one day of all is in memory at a time. */
async function filesByDay(dir: string, users: readonly string[]): Promise<Map<string, string[]>> {
  const days = new Map<string, string[]>()
  for (const user of users) {
    for (const month of (await foldersIn(join(dir, user))).filter(name => monthName.test(name))) {
      for (const file of await readdir(join(dir, user, month))) {
        const day = dayName.exec(file)?.[1]
        if (day === undefined) continue
        const files = days.get(day) ?? []
        days.set(day, files)
        files.push(join(dir, user, month, file))
      }
    }
  }
  return new Map([...days].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Columns of rows that come without a header: what all kinds share, and the first of their own. The date is the last. */
const shared = ['type', 'user', 'pc', 'detail'] as const

function rowOf({ text, cells }: Row): CertRow[] {
  const kind = certKinds.find(known => known === text('type').toLowerCase())
  const time = certTime(text('date')) ?? certTime(cells.at(-1)?.trim() ?? '')
  const user = text('user')
  if (!kind || time === undefined || user === '') return []
  const read = (column: string) => text(column) || text('detail')
  return [{ kind, time, user, pc: text('pc'), text: read }]
}

async function rowsIn(path: string): Promise<CertRow[]> {
  const rows: CertRow[] = []
  for await (const record of recordsOf(path, shared)) rows.push(...rowOf(record))
  return rows
}

async function* rowsByDay(days: ReadonlyMap<string, readonly string[]>): AsyncGenerator<CertRow> {
  for (const files of days.values()) {
    const rows = (await Promise.all(files.map(rowsIn))).flat()
    yield* rows.sort((a, b) => a.time - b.time)
  }
}

async function open(dir: string): Promise<LabelledSet> {
  const users = await usersIn(dir)
  const days = await filesByDay(dir, users)
  return {
    name: `CERT days in ${basename(dir)}`,
    customers: documentsInAll,
    people: withInsiders(await certPeople(dir), users),
    labels: await certLabels(dir),
    lines: () => certLines(rowsByDay(days)),
  }
}

export const certDays: SetFormat = {
  name: 'cert-days',
  summary:
    'the same logs by user and day: USER/YYYY-MM/YYYY-MM-DD.csv with rows type,user,pc,…,date',
  fits: async dir => existsSync(dir) && (await usersIn(dir)).length > 0,
  open,
}
