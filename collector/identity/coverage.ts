/** Who has a key, who must have one by when, and what enforcing keys would break. Reads; decides nothing. */
import type { KeyCoverage, KeyLess } from '../../events/api-identity.ts'
import { limits } from '../../events/limits.ts'
import type { Directory } from '../people/directory.ts'
import type { CrmLogins } from './crm-logins.ts'
import type { Identity } from './identity.ts'
import { dueOf, isOver, lackOf } from './key-due.ts'
import type { User } from './users.ts'

interface Sources {
  readonly identity: Identity
  readonly directory: Pick<Directory, 'get' | 'departments'>
  readonly crm: CrmLogins
  readonly now: number
}

/** Of the dry run. */
export const dryRunMs = 30 * 86_400_000
const addressesMax = 20

function departmentsOf(active: readonly User[], { identity, directory }: Sources) {
  const of = (user: User) =>
    user.person === null ? null : (directory.get(user.person)?.department ?? null)
  const users = Map.groupBy(active, of)
  return [...directory.departments()]
    .map(([department, people]) => {
      const own = users.get(department) ?? []
      const with_key = own.filter(({ id }) => identity.users.keys(id).length > 0).length
      return { department, people, users: own.length, with_key }
    })
    .sort((left, right) => right.users - left.users || right.people - left.people)
    .slice(0, limits.pageRowsMax)
}

/** Coverage now, and the dry run over the last 30 days. */
export async function keyCoverage(sources: Sources): Promise<KeyCoverage> {
  const { identity, crm, now } = sources
  await identity.models.ready()
  const policy = identity.policies.current()
  const active = identity.users.list().filter(({ disabled }) => !disabled)
  const counts = active.map(({ id }) => identity.users.keys(id).length)
  const without: KeyLess[] = []
  for (const user of active) {
    const why = lackOf(identity.users.keys(user.id), policy, identity.models)
    if (why === undefined) continue
    const due = dueOf(user, policy)
    const roles = [...user.roles]
    without.push({ user: user.id, roles, due, overdue: isOver(due, now), why })
  }
  const since = now - dryRunMs
  const logins = identity.policies.logins(since, limits.coverageLoginsMax)
  const bare = logins.filter(({ key }) => key === null)
  const hasAdmin = active.some(
    ({ id, roles }) => roles.includes('admin') && identity.users.keys(id).length > 0,
  )
  return {
    users: active.length,
    with_key: counts.filter(count => count > 0).length,
    with_two: counts.filter(count => count > 1).length,
    departments: departmentsOf(active, sources),
    without,
    dry_run: {
      since,
      logins: logins.length,
      without_key: bare.length,
      last_without_key: bare[0]?.at ?? null,
      addresses: [...new Set(bare.flatMap(({ address }) => address ?? []))].slice(0, addressesMax),
      crm_logins: crm.all,
      crm_without_key: crm.withoutKey,
      locked_out: without.map(({ user }) => user),
      blocked: hasAdmin ? null : 'no administrator has a key: everybody would be locked out',
    },
  }
}
