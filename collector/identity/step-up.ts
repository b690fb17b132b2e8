/** A touch of a key over exactly what is about to be done: the challenge is a hash over the content, and the receipt proves it later. */
import { createHash } from 'node:crypto'
import { canonicalJson } from '../../events/canonical.ts'
import { Fault } from '../../events/fault.ts'
import type { Principal } from './access.ts'
import type { Identity } from './identity.ts'
import { newSecret } from './secret.ts'
import type { AuthenticationResponseJSON } from './webauthn.ts'

/** What asks for a touch. */
export type StepUpAction =
  | 'approve'
  | 'reveal'
  | 'policy'
  | 'rules'
  | 'users'
  | 'keys'
  | 'break-glass'
  | 'secure-person'
  | 'departures'
  | 'delete-person'

/** What is signed: who does what with which content. `url` is the path with its query. */
export interface Content {
  readonly user: string
  readonly method: string
  readonly url: string
  readonly body: unknown
}

/** SHA-256 over the content and a nonce, which makes every touch one of its own. */
const digestOf = (content: Content, nonce: string): Buffer =>
  createHash('sha256')
    .update(`clientkeep-step-up-1\n${canonicalJson({ ...content, nonce })}`)
    .digest()

/** Whether a touch can be asked for: the console has no key, and before keys are enforced some have none yet. */
export function needsTouch({ method, user }: Principal, { policies, users }: Identity): boolean {
  if (method === 'console') return false
  return policies.current().enforced || method === 'key' || users.keys(user).length > 0
}

/** Options for the browser, with the id under which the touch is handed in. */
export async function beginStepUp(content: Content, identity: Identity) {
  const { assertionOptions } = await import('./webauthn.ts')
  const nonce = newSecret()
  const challenge = digestOf(content, nonce).toString('base64url')
  const known = identity.users.keys(content.user)
  if (known.length === 0)
    throw new Fault(
      'ERR_ACCESS_KEY_NEEDED',
      'this takes a touch of a key, and you have none; register one first',
    )
  const id = identity.challenges.begin({
    kind: 'step-up',
    challenge,
    user: content.user,
    scope: nonce,
  })
  return { id, nonce, options: await assertionOptions(identity.site(), { challenge, known }) }
}

/** A touch as the header of a call carries it. */
export interface Touch {
  readonly id: string
  readonly nonce: string
  readonly response: AuthenticationResponseJSON
}

/** Holds a touch against what is being done. Gives the receipt. Throws Fault ERR_ACCESS_STEP_UP or ERR_ACCESS_KEY_REFUSED. */
export async function takeStepUp(
  { id, nonce, response }: Touch,
  content: Content,
  identity: Identity,
) {
  const { user, challenge } = identity.challenges.take(id, 'step-up', nonce)
  const sha256 = digestOf(content, nonce)
  if (user !== content.user || challenge !== sha256.toString('base64url'))
    throw new Fault(
      'ERR_ACCESS_STEP_UP',
      'the key was touched for something else than this; nothing was done, look again and touch anew',
    )
  const { checkAssertion } = await import('./assertions.ts')
  const key = await checkAssertion(response, { user, challenge }, identity)
  return {
    sha256: sha256.toString('hex'),
    nonce,
    key: key.id,
    client_data: response.response.clientDataJSON,
    authenticator_data: response.response.authenticatorData,
    signature: response.response.signature,
  }
}
