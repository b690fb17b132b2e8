/** Deletes one person: events, findings and decisions in the journal, and all that was derived from them. Only that it was done stays, with counts. */
import { setTimeout as wait } from 'node:timers/promises'
import type { DeletionReport } from '../../events/api-people.ts'
import { Fault } from '../../events/fault.ts'
import type { Detection } from '../detect/detection.ts'
import type { Principal } from '../identity/access.ts'
import type { Identity } from '../identity/identity.ts'
import { type Decision, decisionEntry } from '../journal/decisions.ts'
import type { Journal } from '../journal/journal.ts'
import { type Directory, foldAlias, type Person } from '../people/directory.ts'
import type { Holds } from '../people/holds.ts'
import type { Database } from '../store/database.ts'
import type { Forgotten } from './forgotten.ts'
import { type Known, knownOf, needFree } from './known.ts'
import { eventsOf, isNaming, toldOf } from './traces.ts'

export interface ForgetParts {
  readonly journal: Journal
  readonly projections: Database
  readonly directory: Directory
  readonly holds: Holds
  readonly identity: Identity
  /** Everything up to here was looked at by all readers. */
  readonly read: () => number
  /** Resolves when the projections hold everything up to an offset. */
  readonly reached: (offset: number) => Promise<void>
  readonly detection: Pick<Detection, 'forget'>
  /** Deletes what is derived of who was deleted in the journal. */
  readonly forgotten: Pick<Forgotten, 'look'>
  readonly now: () => number
}

/** Detection looks at what came in within a moment; where it takes longer, it is not at work. */
const readMsMax = 60_000
const pollMs = 50
/** Each file of the event log is written anew for so many. */
const removedAtOnce = 100_000

/** Waits until detection has looked at all that is in the journal now. Throws Fault ERR_BUSY where it does not. */
async function settled({ journal, read }: ForgetParts): Promise<number> {
  const end = journal.head
  for (let waited = 0; read() < end; waited += pollMs) {
    if (waited > readMsMax)
      throw new Fault('ERR_BUSY', 'detection is behind; try again when it has caught up')
    await wait(pollMs)
  }
  return end
}

/** What is said anew of others, so that a replay without the emptied records gives the same of them; and the end of the person's own sign-in. */
function saidAnew(known: Known, colleagues: Iterable<string>, parts: ForgetParts, by: string) {
  const { directory, identity, now } = parts
  const deeds: Decision[] = []
  const head = { by, time: now() }
  for (const id of colleagues) {
    const colleague = directory.get(id)
    if (!colleague) continue
    const { marked_date: _, ...record } = colleague
    const isReport = known.aliases.has(foldAlias(record.manager ?? ''))
    const manager = isReport ? null : record.manager
    const aliases = [...directory.aliases(id)]
    const other = (text: string | null) => (text !== null && isNaming(text, known) ? null : text)
    const [title, department] = [other(record.title), other(record.department)]
    const data = { ...record, manager, title, department, aliases }
    deeds.push({ kind: 'person.set', ...head, data })
  }
  if (known.user === undefined) return deeds
  const user = known.user
  for (const { id } of identity.users.keys(user))
    deeds.push({ kind: 'key.revoked', ...head, data: { key: id, user, reason: 'deleted' } })
  const bound = identity.subjects.of(user)
  if (bound)
    deeds.push({
      kind: 'user.subject-released',
      ...head,
      data: { ...bound, user, subject: 'deleted' },
    })
  const data = { user, name: user, person: null, roles: [], disabled: true }
  deeds.push({ kind: 'user.set', ...head, data })
  return deeds
}

/** Deletes; the record of it is in the same transaction as the last of it. Throws Fault ERR_CONFLICT where something keeps the person. */
export async function forgetPerson(
  person: Person,
  { by, reason }: { by: Principal; reason: string },
  parts: ForgetParts,
): Promise<DeletionReport> {
  const { journal, projections, directory, identity, now } = parts
  const end = await settled(parts)
  await parts.reached(end)
  const known = knownOf(person, { projections, directory, users: identity.users })
  needFree(known, parts)
  if (isNaming(reason, known))
    throw new Fault('ERR_INPUT_INVALID', 'reason: names the person, and it is kept; say it without')
  await parts.detection.forget([...known.aliases])
  const events = await eventsOf(known, { journal, directory, end })
  const told = await toldOf(known, { journal, end })
  const anew = saidAnew(known, told.colleagues.keys(), parts, by.user)
  if (anew.length > 0) {
    const { head } = await journal.append(anew.map(deed => decisionEntry(deed)))
    await parts.reached(head)
  }
  if (known.user !== undefined) identity.sessions.end({ user: known.user })
  for (let start = 0; start < events.length; start += removedAtOnce)
    await journal.removeEverywhere(events.slice(start, start + removedAtOnce), [])
  const decisions = [...told.decisions, ...[...told.colleagues.values()].flat()]
  const report = {
    events: events.length,
    findings: told.findings.length,
    alerts: known.alerts.length,
    decisions: decisions.length,
    naming: told.naming,
  }
  const data = { person: person.id, reason, ...report, decisions }
  const record: Decision = { kind: 'person.forgotten', by: by.user, time: now(), data }
  await journal.removeEverywhere(told.findings, decisions, decisionEntry(record))
  await parts.reached(journal.head)
  await parts.forgotten.look()
  return report
}
