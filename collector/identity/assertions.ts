/** A touch by one of our keys: finds the key, checks the answer, moves its counter on. */
import { Fault } from '../../events/fault.ts'
import type { Identity } from './identity.ts'
import type { Key } from './users.ts'
import { type AuthenticationResponseJSON, readAssertion } from './webauthn.ts'

/** Says which key gave an answer that was refused, so that it can be recorded. */
const withKey = (error: unknown, { id, user }: Key): unknown =>
  error instanceof Fault
    ? new Fault(error.code, error.message, { cause: error, details: { key: id, user } })
    : error

/** The key that was touched. An empty `user` takes anybody's. Throws Fault ERR_ACCESS_KEY_REFUSED. */
export async function checkAssertion(
  response: AuthenticationResponseJSON,
  { user, challenge }: { user: string; challenge: string },
  { users, sessions, site }: Identity,
): Promise<Key> {
  const key = users.key(response.id)
  if (!key || (user !== '' && key.user !== user))
    throw new Fault(
      'ERR_ACCESS_KEY_REFUSED',
      'this key is not registered here, or was revoked; use another, or ask an administrator for a new link',
    )
  const counter = Math.max(sessions.counter(key.id) ?? 0, key.counter)
  try {
    sessions.used(key.id, await readAssertion(response, { challenge, key, counter }, site()))
  } catch (error) {
    throw withKey(error, key)
  }
  return key
}
