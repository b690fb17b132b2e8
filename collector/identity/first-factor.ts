/**
 * The log-in at the identity provider that comes before the key: who began one, who came back as whom, for some minutes. In memory: a
 * restart only asks to begin again. It opens nothing by itself; only a key of the same user goes on from here.
 */
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import type { Directory } from '../people/directory.ts'
import { foldAlias } from '../people/directory.ts'
import type { Begun, Subject } from './oidc.ts'
import { hashOf, newSecret } from './secret.ts'
import type { Subjects } from './subjects.ts'
import type { User, Users } from './users.ts'

/** What a browser's cookie stands for. */
type Step =
  | { readonly at: 'provider'; readonly begun: Begun }
  | { readonly at: 'key'; readonly user: string }
  | { readonly at: 'refused'; readonly reason: string }

export interface FirstFactor {
  /** Keeps a step; gives the secret of the cookie. */
  keep(step: Step): string
  /** The step of a cookie, once where `isUsed`. */
  step(secret: string | undefined, isUsed?: boolean): Step | undefined
}

export function createFirstFactor(now: () => number): FirstFactor {
  const open = new Map<string, { readonly step: Step; readonly until: number }>()
  return {
    keep: step => {
      const secret = newSecret()
      open.set(hashOf(secret), { step, until: now() + limits.providerMs })
      for (const [old, { until }] of open) {
        if (until > now() && open.size <= limits.ceremoniesMax) break
        open.delete(old)
      }
      return secret
    },
    step: (secret, isUsed = false) => {
      if (secret === undefined) return undefined
      const hash = hashOf(secret)
      const found = open.get(hash)
      if (isUsed) open.delete(hash)
      return found && found.until > now() ? found.step : undefined
    },
  }
}

interface Known {
  readonly users: Users
  readonly subjects: Subjects
  readonly directory: Pick<Directory, 'byEmail' | 'aliasOwner'>
}

const refuse = (message: string): never => {
  throw new Fault('ERR_ACCESS_PROVIDER', message)
}

/** The user whom a subject means, and whether that is new. Throws Fault ERR_ACCESS_PROVIDER with the reason. */
export function userOfSubject(
  { issuer, subject, name }: Subject,
  { users, subjects, directory }: Known,
): { readonly user: User; readonly isNew: boolean } {
  const bound = subjects.userOf(issuer, subject)
  if (bound === undefined && name === null)
    return refuse(
      'the identity provider does not say, or has not verified, which address is yours; ask whoever runs it',
    )
  const alias = foldAlias(name ?? '')
  const person = directory.byEmail(alias)?.id ?? directory.aliasOwner(alias)
  const ofPerson = person === undefined ? undefined : users.ofPerson(person)
  const user = bound === undefined ? ofPerson : users.get(bound)
  if (!user || user.disabled)
    return refuse('nobody of that name has a user here; ask an administrator to add you')
  if (bound === undefined && subjects.of(user.id))
    return refuse(
      'this address belonged to another account of the identity provider before; an administrator has to release it first',
    )
  return { user, isNew: bound === undefined }
}
