/** People and answers of the CERT sets: LDAP by the month, from which leavers vanish, and the list of insiders. */
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../events/fault.ts'
import type { SetPerson } from '../labelled-set.ts'
import type { Label } from '../simulate.ts'
import { certTime } from './cert-events.ts'
import { recordsOf, required } from './csv.ts'

/** The first day of the month after `2010-05`. */
function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10)
}

interface Seen {
  readonly email: string
  readonly department: string | null
  readonly title: string | null
  readonly month: string
}

/**
 * People of `LDAP/YYYY-MM.csv`; none where there is no such folder. Who is missing from the newest month left at the end of the last
 * month that lists the person, and the company learns of it then: the set knows no notice.
 */
export async function certPeople(dir: string): Promise<SetPerson[]> {
  const folder = join(dir, 'LDAP')
  if (!existsSync(folder)) return []
  const files = (await readdir(folder)).filter(name => /^\d{4}-\d{2}\.csv$/.test(name)).sort()
  const seen = new Map<string, Seen>()
  for (const file of files) {
    for await (const { text } of recordsOf(join(folder, file))) {
      seen.set(required(text, 'user_id'), {
        email: text('email'),
        department: text('department') || text('functional_unit') || null,
        title: text('role') || null,
        month: file.slice(0, 7),
      })
    }
  }
  const newest = files.at(-1)?.slice(0, 7)
  return [...seen].map(([id, { email, department, title, month }]) => {
    const left = month === newest ? null : monthAfter(month)
    const aliases = email === '' ? [] : [email]
    return { ...{ id, aliases, department, title }, notice: left, lastDay: left }
  })
}

/** Insiders of `answers/insiders.csv`; `dataset` picks one release of several, as `4.2`. None where there is no such file. */
export async function certLabels(dir: string, dataset?: string): Promise<Label[]> {
  const path = join(dir, 'answers', 'insiders.csv')
  if (!existsSync(path)) return []
  const labels: Label[] = []
  for await (const { text, line } of recordsOf(path)) {
    if (dataset !== undefined && text('dataset') !== dataset) continue
    const [start, end] = [certTime(text('start')), certTime(text('end'))]
    if (start === undefined || end === undefined)
      throw new Fault(
        'ERR_INPUT_INVALID',
        `${path}:${line}: start and end are times like 07/02/2010 06:20:04`,
      )
    const scenario = `scenario ${text('scenario') || '?'}`
    labels.push({
      scenario,
      person: required(text, 'user'),
      start,
      end,
      others: [],
      customers: 0,
      stealth: 0,
    })
  }
  return labels
}
