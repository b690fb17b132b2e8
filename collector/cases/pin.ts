/** Takes down what is pinned to a case as it is at this moment, by pseudonym: no name, account or token of it. */
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { Pinned, PinnedRow, PinRef } from '../../events/cases.ts'
import { Fault } from '../../events/fault.ts'
import type { HistoryRow } from '../../events/history.ts'
import type { AlertViews } from '../alerts/views.ts'
import { accountOf } from '../detect/enrich.ts'
import type { History } from '../exposure/history.ts'
import { lineOf } from '../exposure/notes.ts'
import { admit } from '../ingest/admission.ts'
import type { Journal } from '../journal/journal.ts'
import type { Directory } from '../people/directory.ts'
import { hideHome } from '../people/hide-home.ts'
import { accountPseudonym } from '../people/pseudonyms.ts'
import { nobody } from '../people/viewer.ts'

interface Parts {
  readonly alerts: AlertViews
  readonly history: History
  readonly journal: Journal
  readonly directory: Directory
}

/** What identifies the file of an event. */
const Told = Compile(
  Type.Object({
    file: Type.Object({
      path: Type.String(),
      hashes: Type.Optional(Type.Array(Type.Object({ value: Type.String() }))),
    }),
  }),
)

/** A report is read by a person; what is left out is counted. */
const rowsMax = 200

async function alertPin(ref: PinRef & { kind: 'alert' }, { alerts }: Parts): Promise<Pinned> {
  const { alert, findings } = await alerts.detail(ref.alert, nobody)
  // One event may stand behind several findings.
  const events = new Map(
    findings.flatMap(({ evidence }) => evidence).map(item => [item.event_id, item]),
  )
  const rows = [...events.values()]
    .map(
      ({ time, activity, file, path, sha256, place, endpoint, customers }): PinnedRow => ({
        ...{ time, activity, name: file ?? '', path, sha256, customers },
        ...{ place: place.label, endpoint: endpoint.hostname },
      }),
    )
    .sort((one, other) => one.time - other.time)
  return {
    ...{ ref, person: alert.person.id, pseudonym: alert.person.pseudonym, title: alert.headline },
    ...{ from: alert.first_at, to: alert.last_at, customers: alert.customers },
    rules: findings.map(({ rule, reason, why }) => ({
      ...{ title: rule.title, level: rule.level, reason, why },
    })),
    rows: rows.slice(0, rowsMax),
    rows_total: rows.length,
  }
}

async function eventPin(ref: PinRef & { kind: 'event' }, parts: Parts): Promise<Pinned> {
  const { journal, directory } = parts
  const entry = await journal.at(ref.offset)
  const event = entry?.kind === 'event' ? admit(entry.body, entry.source).event : undefined
  if (!event)
    throw new Fault(
      'ERR_NOT_FOUND',
      `there is no event ${ref.offset}; retention may have removed it`,
    )
  const account = accountOf(event)
  const endpoint = event.device?.hostname ?? ''
  const owner = account === undefined ? undefined : directory.resolve(account, endpoint)
  const pseudonym = owner?.pseudonym ?? accountPseudonym(account ?? '')
  const { activity, name, label } = lineOf(event)
  const file = Told.Check(event) ? event.file : undefined
  const customers = parts.history.at(ref.offset)?.customers ?? 0
  const row: PinnedRow = {
    ...{ time: event.time, activity, name, endpoint, place: label, customers },
    path: file ? hideHome(file.path) : null,
    sha256: file?.hashes?.[0]?.value ?? null,
  }
  return {
    ...{ ref, person: owner?.id ?? null, pseudonym, title: '', from: event.time, to: event.time },
    ...{ customers, rules: [], rows: [row], rows_total: 1 },
  }
}

const rowOf = ({ time, activity, name, label, endpoint, customers }: HistoryRow): PinnedRow => ({
  ...{ time, activity, name, path: null, sha256: null, place: label, endpoint, customers },
})

function timePin(ref: PinRef & { kind: 'time' }, { directory, history }: Parts): Pinned {
  const person = directory.get(ref.person) ?? directory.byPseudonym(ref.person)
  if (!person) throw new Fault('ERR_NOT_FOUND', `there is no person "${ref.person}"`)
  const { from, to } = ref
  if (from > to)
    throw new Fault('ERR_INPUT_INVALID', 'from is after to: give the earlier time first')
  const answer = history.search({ person: person.id, from, to, limit: rowsMax }, nobody)
  return {
    ...{ ref: { ...ref, person: person.id }, person: person.id, pseudonym: person.pseudonym },
    ...{ title: '', from, to, customers: null, rules: [] },
    rows: answer.rows.map(rowOf).sort((one, other) => one.time - other.time),
    rows_total: answer.total,
  }
}

/** Rejects with Fault ERR_NOT_FOUND where there is no such thing. */
export async function pinnedOf(ref: PinRef, parts: Parts): Promise<Pinned> {
  if (ref.kind === 'alert') return alertPin(ref, parts)
  return ref.kind === 'event' ? eventPin(ref, parts) : timePin(ref, parts)
}
