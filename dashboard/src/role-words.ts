/** Roles in words, with what each is for. Pure. */
import type { Role } from '../../events/roles.ts'

export const roleWords: readonly {
  readonly role: Role
  readonly word: string
  readonly does: string
}[] = [
  { role: 'officer', word: 'officer', does: 'works on alerts and cases; cannot change keys' },
  { role: 'admin', word: 'admin', does: 'users, keys, set-up; cannot read cases' },
  { role: 'manager', word: 'manager', does: 'sees and approves for their own people only' },
  {
    role: 'privacy_officer',
    word: 'privacy officer',
    does: 'sees who revealed whom, agrees to reveals, answers people about their data',
  },
  { role: 'auditor', word: 'auditor', does: 'reads everything by pseudonym, changes nothing' },
]

export const roleWord = (role: Role): string =>
  roleWords.find(words => words.role === role)?.word ?? role
