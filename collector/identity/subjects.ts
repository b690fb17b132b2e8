/** Which user the identity provider means by a subject: bound at the first log-in, released by an administrator. Projected from the journal. */
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'

export interface Subjects {
  /** The user that a subject of an issuer is bound to. */
  userOf(issuer: string, subject: string): string | undefined
  /** The subject that a user is bound to. */
  of(user: string): { readonly issuer: string; readonly subject: string } | undefined
  apply(decision: Decision): void
}

export function openSubjects(database: Database): Subjects {
  const user = database.prepare<[string, string], { user: string }>(
    'SELECT user FROM user_subject WHERE issuer = ? AND subject = ?',
  )
  const of = database.prepare<[string], { issuer: string; subject: string }>(
    'SELECT issuer, subject FROM user_subject WHERE user = ?',
  )
  const bind = database.prepare<[string, string, string]>(
    'INSERT INTO user_subject (user, issuer, subject) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const release = database.prepare<[string]>('DELETE FROM user_subject WHERE user = ?')
  return {
    userOf: (issuer, subject) => user.get(issuer, subject)?.user,
    of: id => of.get(id),
    apply: ({ kind, data }) => {
      if (kind === 'user.subject-bound') bind.run(data.user, data.issuer, data.subject)
      else if (kind === 'user.subject-released') release.run(data.user)
    },
  }
}
