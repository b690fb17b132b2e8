/** Roles in words, with what each is for. */
import type { Role } from '../../events/roles.ts'
import { t } from './text.ts'

/** In the order in which pages list them. */
export const roleOrder: readonly Role[] = [
  'officer',
  'admin',
  'manager',
  'privacy_officer',
  'auditor',
]

export const roleWord = (role: Role): string => t(`words.role.${role}`)
export const roleDoes = (role: Role): string => t(`words.roleDoes.${role}`)
