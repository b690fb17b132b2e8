/** The first page of somebody with these permissions. Pure. */
import type { Session } from '../../events/api-identity.ts'

const pages = [
  ['cases.read', '/alerts'],
  ['users.read', '/access'],
  ['reveals.read', '/reveals'],
] as const

/** Where a role's work is; everybody has their own keys. */
export const landing = ({ permissions }: Pick<Session, 'permissions'>): string =>
  pages.find(([permission]) => permissions.includes(permission))?.[1] ?? '/account'
