/** Whether a new key is good enough. Pure: the policy is handed in; the reason is for the person who holds the key. */
import type { IdentityPolicy } from '../../events/identity-policy.ts'
import { noAaguid } from './models.ts'

/** What is known of a key when it is registered. */
export interface KeyFacts {
  readonly aaguid: string
  readonly model: string
  readonly synced: boolean
  readonly traced: boolean
  /** Why FIDO warns of this kind, where it does. */
  readonly broken: string | undefined
}

/** Why the policy refuses the key, in words; undefined where it does not. */
export function refusalOf(
  { aaguid, model, synced, traced, broken }: KeyFacts,
  policy: IdentityPolicy,
): string | undefined {
  if (broken !== undefined)
    return `FIDO reports this kind of key (${model}) as unsafe (${broken}); use another`
  if (synced && !policy.synced)
    return 'this passkey is synced: a copy of it may be on other devices. Use a hardware key, or ask an administrator to allow synced passkeys'
  if (aaguid === noAaguid && !policy.unnamed)
    return 'this key does not say which kind it is (AAGUID of zeros). Allow the browser to show its make, use a hardware key, or ask an administrator to allow such keys'
  if (policy.models.length > 0 && !policy.models.some(allowed => allowed.aaguid === aaguid)) {
    const names = policy.models.map(({ name }) => name).join(', ')
    return `${model} (AAGUID ${aaguid}) is not among the allowed keys: ${names}`
  }
  if (policy.traced && !traced)
    return `it is not proven that ${model} is what it says: its attestation does not lead to a maker in the FIDO metadata file`
  return undefined
}
