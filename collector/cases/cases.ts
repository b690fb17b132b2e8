/** Cases, projected from the journal: evidence that officers pinned, who works on it, notes, and how it ended. */
import type { Verdict } from '../../events/api.ts'
import type { CaseAbout } from '../../events/api-people.ts'
import type { CaseDetail, CaseNote, CasePin, CaseStatus, CaseSummary } from '../../events/cases.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import type { Decision } from '../journal/decisions.ts'
import { strangerChip } from '../people/chips.ts'
import type { Directory } from '../people/directory.ts'
import type { Database } from '../store/database.ts'
import { caseStatements } from './statements.ts'

export interface Cases {
  /** The one that changed last first; `user` is who looks. */
  list(user: string, status?: CaseStatus): readonly CaseSummary[]
  /** Throws Fault ERR_NOT_FOUND. */
  detail(id: string, user: string): CaseDetail
  /** For somebody who asks what is kept about them, the oldest first. */
  about(person: string): readonly CaseAbout[]
  /** Closed before a time, on nobody of whom `isHeld` says that nothing is deleted. */
  old(before: number, isHeld: (person: string) => boolean): readonly string[]
  /** Whether the decision was about a case. */
  apply(decision: Decision): boolean
}

export interface CaseRow {
  readonly id: string
  readonly title: string
  readonly status: CaseStatus
  readonly verdict: Verdict | null
  readonly opened_ms: number
  readonly opened_by: string
  readonly changed_ms: number
}

export interface PinRow {
  readonly id: string
  readonly at_ms: number
  readonly by: string
  readonly note: string
  readonly pinned: string
  readonly removed_ms: number | null
  readonly removed_by: string | null
  readonly removed_reason: string | null
}

const pinOf = ({ at_ms, removed_ms, removed_by, removed_reason, ...row }: PinRow): CasePin => ({
  ...{ id: row.id, at: at_ms, by: row.by, note: row.note, pinned: JSON.parse(row.pinned) },
  removed:
    removed_ms === null
      ? null
      : { at: removed_ms, by: removed_by ?? '', reason: removed_reason ?? '' },
})

/** Works on the projections' file; `apply` is for the projector alone. */
export function openCases(
  database: Database,
  { directory, now }: { readonly directory: Directory; readonly now: () => number },
): Cases {
  const sql = caseStatements(database)

  function peopleOf(pins: readonly CasePin[], user: string): CaseSummary['people'] {
    const kept = pins.filter(({ removed }) => removed === null)
    const byPseudonym = new Map(kept.map(({ pinned }) => [pinned.pseudonym, pinned]))
    return [...byPseudonym.values()].map(({ person, pseudonym }) => {
      const known = person === null ? undefined : directory.get(person)
      return known ? directory.chip(known, now(), user) : { ...strangerChip(''), pseudonym }
    })
  }

  function summaryOf(row: CaseRow, pins: readonly CasePin[], user: string): CaseSummary {
    const { opened_ms, changed_ms, ...rest } = row
    return {
      ...{ id: rest.id, title: rest.title, status: rest.status, verdict: rest.verdict },
      ...{ opened_at: opened_ms, opened_by: rest.opened_by, changed_at: changed_ms },
      officers: sql.officers.all(row.id),
      people: peopleOf(pins, user),
      pins: pins.filter(({ removed }) => removed === null).length,
    }
  }

  const pinsOf = (id: string): CasePin[] =>
    sql.pins
      .all(id)
      .map(pinOf)
      .sort((one, other) => one.pinned.from - other.pinned.from || one.at - other.at)

  function told({ by, time, ...decision }: Decision): string | undefined {
    const note = (id: string, what: CaseNote['what'], text: string, verdict: Verdict | null) =>
      sql.addNote.run(id, time, by, what, verdict, text)
    const { kind, data } = decision
    if (kind === 'case.opened') {
      sql.open.run(data.case, data.title, time, by, time)
      sql.join.run(data.case, by)
    } else if (kind === 'case.pinned')
      sql.pin.run(data.pin, data.case, time, by, data.note, JSON.stringify(data.pinned))
    else if (kind === 'case.unpinned') sql.unpin.run(time, by, data.reason, data.pin, data.case)
    else if (kind === 'case.noted') note(data.case, 'noted', data.note, null)
    else if (kind === 'case.exported')
      note(data.case, 'exported', Object.keys(data.files).join(', '), null)
    else if (kind === 'case.joined') {
      if (data.joins) sql.join.run(data.case, data.user)
      else sql.leave.run(data.case, data.user)
      note(data.case, data.joins ? 'joined' : 'left', data.user, null)
    } else if (kind === 'case.decided') {
      // Of two who decide at the same moment the first one counts.
      if (sql.one.get(data.case)?.status !== data.from) return data.case
      sql.decide.run(data.status, data.verdict, data.case)
      const what = data.status === 'closed' ? 'closed' : 'opened'
      note(data.case, what, data.note, data.verdict)
    } else return undefined
    return data.case
  }

  return {
    list: (user, status) =>
      sql.list
        .all(status ?? '', status ?? '', limits.pageRowsMax)
        .map(row => summaryOf(row, pinsOf(row.id), user)),
    detail: (id, user) => {
      const row = sql.one.get(id)
      if (!row) throw new Fault('ERR_NOT_FOUND', `there is no case "${id}"; open the list of cases`)
      const pins = pinsOf(id)
      const history = sql.notes.all(id)
      return { case: summaryOf(row, pins, user), pins, history }
    },
    about: person =>
      sql.of.all(person).map(({ id, status, verdict, opened_ms, changed_ms }) => {
        const isOpen = status !== 'closed'
        const theirs = pinsOf(id).filter(({ pinned }) => pinned.person === person)
        return {
          ...{ id, status, verdict, opened_at: opened_ms, changed_at: changed_ms },
          pins: isOpen ? [] : theirs.map(({ pinned }) => pinned),
          withheld: isOpen
            ? 'What is in it is handed out once the matter is closed'
            : 'Its title and the notes of those who worked on it, which may speak of others',
        }
      }),
    old: (before, isHeld) =>
      sql.old
        .all(before, limits.pageRowsMax)
        .filter(({ id }) =>
          pinsOf(id).every(({ pinned: { person } }) => person === null || !isHeld(person)),
        )
        .map(({ id }) => id),
    apply: decision => {
      if (decision.kind === 'retention.applied')
        for (const id of decision.data.cases ?? []) for (const forget of sql.forget) forget.run(id)
      const id = told(decision)
      if (id !== undefined) sql.touch.run(decision.time, id)
      return id !== undefined
    },
  }
}
