/** Who may decide on a request: the line of managers above the requester without those who must not, then officers. Pure but for the directory. */
import type { Unfit } from '../../events/approvals.ts'
import { reachOf } from '../../events/roles.ts'
import type { Users } from '../identity/users.ts'
import type { Directory, Person } from '../people/directory.ts'

export interface Sources {
  readonly directory: Pick<Directory, 'get' | 'byEmail' | 'reports' | 'departure'>
  readonly users: Pick<Users, 'ofPerson'>
}

/** Ids of people who are asked, whether officers are, and who was passed over. */
export interface Asked {
  readonly people: string[]
  readonly officers: boolean
  readonly skipped: { person: string; why: Unfit }[]
}

/** Steps of an escalation: the manager, the next one up, officers. */
export const levelMax = 2

/** A line longer than that goes round in circles. */
const lineMax = 50

/** Why somebody must not decide on a request of `requester`; undefined where they may. */
export function unfitness(
  person: Person,
  requester: string | null,
  { directory, time }: { directory: Pick<Directory, 'reports' | 'departure'>; time: number },
): Unfit | undefined {
  if (person.id === requester) return 'requester'
  if (directory.departure(person, time).departing) return 'departing'
  return requester !== null && directory.reports(requester).has(person.id) ? 'report' : undefined
}

/** A user who is bound to the person and has the permission. */
function hasAccount(person: string, users: Sources['users']): boolean {
  const user = users.ofPerson(person)
  return (
    user !== undefined && !user.disabled && reachOf(user.roles, 'approvals.decide') !== undefined
  )
}

/** Managers above the requester who may decide, the nearest first, and who was passed over on the way. */
function lineAbove(requester: string | null, time: number, { directory, users }: Sources) {
  const line: string[] = []
  const skipped: Asked['skipped'] = []
  const seen = new Set<string>()
  let next = requester === null ? undefined : directory.get(requester)?.manager
  while (next != null && next !== '' && seen.size < lineMax) {
    const manager = directory.byEmail(next.trim().toLowerCase())
    if (!manager) {
      skipped.push({ person: '', why: 'not in the directory' })
      break
    }
    if (seen.has(manager.id)) break
    seen.add(manager.id)
    const why =
      unfitness(manager, requester, { directory, time }) ??
      (hasAccount(manager.id, users) ? undefined : 'no account')
    if (why === undefined) line.push(manager.id)
    else skipped.push({ person: manager.id, why })
    next = manager.manager
  }
  return { line, skipped }
}

/** Whom to ask at a level from 0. What takes two asks the next manager and officers from the start. */
export function askedAt(
  level: number,
  { person, needed, time }: { person: string | null; needed: number; time: number },
  sources: Sources,
): Asked {
  const { line, skipped } = lineAbove(person, time, sources)
  const people = line.slice(0, level + needed)
  const isShort = line.length < level + 1
  return { people, officers: needed > 1 || level >= levelMax || isShort, skipped }
}

/** Whether these approvals are enough. Two officers alone are not, while a manager may still answer. */
export function isEnough(
  given: readonly { readonly as: 'manager' | 'officer' }[],
  { needed, level, people }: { needed: number; level: number; people: readonly string[] },
): boolean {
  if (given.length < needed) return false
  return (
    needed === 1 || level > 0 || people.length === 0 || given.some(({ as }) => as === 'manager')
  )
}
