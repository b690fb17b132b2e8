/** Who must have a good key by when, and whether a key still is one. Pure over the policy in force. */
import type { IdentityPolicy } from '../../events/identity-policy.ts'
import { dateOf } from '../people/departure.ts'
import { refusalOf } from './key-policy.ts'
import type { Models } from './models.ts'
import type { Key, User } from './users.ts'

/** The last day on which a user may be without a good key (ISO 8601); null where none is set. */
export function dueOf(
  { id, roles }: Pick<User, 'id' | 'roles'>,
  policy: IdentityPolicy,
): string | null {
  const days = (policy.key_by ?? [])
    .filter(({ role, user }) => user === id || (role !== undefined && roles.includes(role)))
    .map(({ date }) => date)
    .sort()
  return days[0] ?? null
}

/** Whether a day is over at a time (UTC epoch milliseconds). */
export const isOver = (due: string | null, time: number): boolean =>
  due !== null && dateOf(time) > due

/** Why the policy in force refuses a key that was registered before, in words; undefined where it does not. */
export const lackOfKey = (
  { aaguid, model, synced, traced }: Key,
  policy: IdentityPolicy,
  models: Pick<Models, 'broken'>,
): string | undefined =>
  refusalOf({ aaguid, model, synced, traced, broken: models.broken(aaguid) }, policy)

/** Why none of somebody's keys is good enough; undefined where one is. */
export function lackOf(
  keys: readonly Key[],
  policy: IdentityPolicy,
  models: Pick<Models, 'broken'>,
): string | undefined {
  if (keys.length === 0) return 'has no key'
  const refusals = keys.map(key => lackOfKey(key, policy, models))
  return refusals.includes(undefined) ? undefined : refusals[0]
}
