/** What about a session is weaker than it should be, in words for the page. */
import type { Principal } from './access.ts'
import type { Identity } from './identity.ts'

/** Sentences, the worst first; none where all is as it should be. */
export function weakPoints(
  { method, user, roles }: Principal,
  { users, policies, models }: Identity,
): string[] {
  const { enforced, synced, unnamed } = policies.current()
  const keys = users.keys(user)
  const points: string[] = []
  if (method === 'link')
    points.push(
      'You came in by the link of the console, with every role: whoever gets at the machine can do the same. Make users with keys, then enforce them.',
    )
  else if (!enforced)
    points.push('Keys are not enforced yet: the link of the console still opens everything.')
  if (method === 'key' && keys.length === 1)
    points.push('You have one key only. Register a second one, so that losing it locks nobody out.')
  if (keys.some(key => key.synced))
    points.push('One of your keys is a synced passkey: a copy of it may be on other devices.')
  if (!roles.includes('admin')) return points
  if (synced) points.push('Synced passkeys are allowed.')
  if (unnamed) points.push('Keys that do not say which kind they are, are allowed.')
  if (models.known === null)
    points.push(
      'No FIDO metadata file is set (identity.fido_metadata_file): what a key says of its maker is not proven.',
    )
  return points
}
