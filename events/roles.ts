/** Who may do what: roles, permissions, and one table of both. The only home of either word. Pure. */
import Type, { type Static } from 'typebox'

export const Role = Type.Union([
  Type.Literal('officer'),
  Type.Literal('admin'),
  Type.Literal('manager'),
  Type.Literal('privacy_officer'),
  Type.Literal('auditor'),
])
export type Role = Static<typeof Role>

/** All roles, in the order in which pages list them. */
export const roles: readonly Role[] = ['officer', 'admin', 'manager', 'privacy_officer', 'auditor']

/** Over whom a permission reaches: everybody, or those who report to the manager, however far down. */
export type Reach = 'all' | 'own people'

type Grants = { readonly [R in Role]?: Reach }

const all = 'all'
const own = 'own people'

/** Each permission with the roles that have it. Not listed is not allowed. */
const table = {
  /** The first-run page: what is imported, watched, enrolled. */
  'setup.read': { admin: all, officer: all, auditor: all },
  'setup.change': { admin: all },
  /** Imports of people, aliases, and the accounts that nobody is bound to. */
  'directory.change': { admin: all },
  'people.read': { officer: all, admin: all, manager: own, privacy_officer: all, auditor: all },
  'people.reveal': { officer: all, manager: own, privacy_officer: all },
  'departures.change': { officer: all },
  'departures.read': { officer: all, manager: own, auditor: all },
  /** Alerts, their evidence, and exposure: by pseudonym. */
  'cases.read': { officer: all, manager: own, auditor: all },
  'cases.decide': { officer: all },
  /** What officers pinned and wrote about a matter: whoever is in it may be a manager, or run the machines. */
  'dossiers.read': { officer: all, auditor: all },
  /** Names of customers. Each look is recorded. */
  'customers.view': { officer: all },
  'exports.read': { officer: all, auditor: all },
  'exports.change': { officer: all, admin: all },
  /** Canary customers: who knows them can avoid them. */
  'canaries.use': { officer: all },
  'evidence.export': { officer: all, auditor: all },
  /** What is held, and what people decided on it. */
  'approvals.read': { officer: all, manager: own, auditor: all },
  'approvals.decide': { officer: all, manager: own },
  /** Freezes what a person may take, in one action, and undoes it. */
  'people.secure': { officer: all },
  'rules.change': { officer: all },
  /** How rules do, over everybody: counts, no people. */
  'tuning.read': { officer: all, admin: all, auditor: all },
  'holds.read': { officer: all, privacy_officer: all, auditor: all },
  'holds.change': { officer: all, privacy_officer: all },
  'reveals.read': { privacy_officer: all, auditor: all },
  'reveals.approve': { privacy_officer: all },
  /** Everything that is kept about one person, for that person. */
  'subject-access.export': { privacy_officer: all },
  /** Deletes everything about one person. */
  'people.delete': { privacy_officer: all },
  'users.read': { admin: all, auditor: all },
  'users.change': { admin: all },
  /** Other people's keys and sessions. Everybody has their own. */
  'keys.change': { admin: all },
  'identity.read': { admin: all, auditor: all },
  'identity.change': { admin: all },
  'break-glass.use': { admin: all },
  'break-glass.read': { admin: all, privacy_officer: all, auditor: all },
  'notify.read': { admin: all, officer: all, auditor: all },
  'notify.change': { admin: all },
  'connectors.read': { admin: all, officer: all, auditor: all },
  'connectors.change': { admin: all },
  /** Who decided what; reasons of cases stay with those who read cases. */
  'audit.read': { admin: all, auditor: all },
  'api.read': { admin: all, auditor: all },
} as const satisfies Record<string, Grants>

export type Permission = keyof typeof table

/** All permissions. */
const permissions = Object.keys(table) as readonly Permission[]

const order: Record<Reach, number> = { 'own people': 1, all: 2 }

/** How far somebody with these roles reaches with a permission; undefined where it is not theirs. */
export function reachOf(held: readonly Role[], permission: Permission): Reach | undefined {
  const grants: Grants = table[permission]
  return held
    .flatMap(role => grants[role] ?? [])
    .sort((left, right) => order[right] - order[left])[0]
}

/** Permissions that somebody with these roles has at all. */
export const permissionsOf = (held: readonly Role[]): Permission[] =>
  permissions.filter(permission => reachOf(held, permission) !== undefined)
