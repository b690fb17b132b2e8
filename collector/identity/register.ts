/** Registering a key: begins the ceremony, judges what the key says of itself, gives the record to journal. */
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import type { Identity } from './identity.ts'
import { refusalOf } from './key-policy.ts'
import { newSecret } from './secret.ts'
import { type RegistrationResponseJSON, readRegistration, registrationOptions } from './webauthn.ts'

/** Begins; `scope` ties the answer to the session or invitation that asked. Throws Fault ERR_CONFLICT where there are enough keys. */
export async function beginRegistration(user: string, scope: string, identity: Identity) {
  const { users, challenges, site } = identity
  const known = users.keys(user)
  if (known.length >= limits.keysPerUserMax)
    throw new Fault('ERR_CONFLICT', `${known.length} keys are enough; revoke one that is not used`)
  const challenge = newSecret()
  const name = users.get(user)?.name ?? user
  const options = await registrationOptions(site(), { user, name, challenge, known })
  const id = challenges.begin({ kind: 'register', challenge, user, scope })
  return { id, options: { ...options } }
}

/** The record of a key that is good enough. Throws Fault ERR_ACCESS_KEY_REFUSED with the reason. */
export async function endRegistration(
  { id, label, response }: { id: string; label: string; response: RegistrationResponseJSON },
  scope: string,
  { users, challenges, models, policies, site }: Identity,
) {
  const { challenge, user } = challenges.take(id, 'register', scope)
  const { publicKey, ...key } = await readRegistration(response, challenge, site())
  if (users.allKeys().some(known => known.id === key.id))
    throw new Fault(
      'ERR_ACCESS_KEY_REFUSED',
      'this credential was registered before; make a new one',
    )
  const described = await models.described(key.aaguid)
  const model = await models.name(key.aaguid)
  const traced = described?.rooted === true && key.certified
  const facts = { ...key, model, traced, broken: described?.broken }
  const refusal = refusalOf(facts, policies.current())
  if (refusal !== undefined) throw new Fault('ERR_ACCESS_KEY_REFUSED', refusal)
  return {
    id: key.id,
    user,
    public_key: publicKey,
    counter: key.counter,
    aaguid: key.aaguid,
    model,
    label: label.trim() === '' ? model : label.trim(),
    transports: [...key.transports],
    format: key.format,
    traced,
    synced: key.synced,
  }
}
