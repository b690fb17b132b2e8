/** Keys that are pulled out of an endpoint, as its agent tells: a hint, never a proof, so it can only make a session wait. */
import Type from 'typebox'
import Value from 'typebox/value'
import { limits } from '../../events/limits.ts'
import { PeripheralActivity } from '../../events/peripheral-activity.ts'
import type { Directory } from '../people/directory.ts'
import type { Identity } from './identity.ts'

const mark = Buffer.from('"security-key"')
const disconnected = 2
const Line = Type.Object({ event: PeripheralActivity })

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Suspends the sessions of whose key was pulled now, where the policy asks for presence. `body` is an agent's batch (NDJSON). */
export function suspendPulled(
  body: Buffer,
  { identity, directory, now }: { identity: Identity; directory: Directory; now: () => number },
): void {
  if (!identity.policies.current().presence || !body.includes(mark)) return
  for (const text of body.toString().split('\n')) {
    const line = text.includes('"security-key"') ? parse(text) : undefined
    if (!Value.Check(Line, line)) continue
    const { activity_id, time, actor, device, unmapped } = line.event
    // What a laptop tells when it is back from a week offline is no news.
    const isNews = Math.abs(now() - time) <= limits.clockSkewMs
    const { kind } = unmapped.clientkeep.peripheral
    if (kind !== 'security-key' || activity_id !== disconnected || !isNews || !actor.user) continue
    const person = directory.resolve(actor.user.name, device.hostname)
    const user = person && identity.users.ofPerson(person.id)
    if (user) identity.sessions.suspend(user.id)
  }
}
