/** Whom a call may see: everybody, or those who report to the caller, however far down. */
import type { FastifyRequest } from 'fastify'
import type { Permission } from '../../events/roles.ts'
import { reachOf } from '../../events/roles.ts'
import type { Principal } from '../identity/access.ts'
import type { Viewer } from '../people/viewer.ts'
import type { Parts } from './app.ts'

/** A principal as a viewer of what a permission gives; undefined where it gives nothing. */
export function viewerOf(
  { user, roles, person, method }: Principal,
  permission: Permission,
  { directory }: Parts,
): Viewer | undefined {
  const reach = method === 'console' ? 'all' : reachOf(roles, permission)
  if (reach === undefined) return undefined
  if (reach === 'all') return { user, sees: () => true }
  const own = person === null ? new Set<string>() : directory.reports(person)
  return { user, sees: id => id !== null && own.has(id) }
}

/** The caller of a route as a viewer, as far as the route's permission reaches. */
export function viewer({ principal, reach }: FastifyRequest, { directory }: Parts): Viewer {
  const { user, person } = principal
  if (reach === 'all') return { user, sees: () => true }
  const own = person === null ? new Set<string>() : directory.reports(person)
  return { user, sees: id => id !== null && own.has(id) }
}
