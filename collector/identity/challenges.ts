/** Ceremonies that began and did not end: each challenge is answered once, within its time. In memory: a restart only asks to begin again. */
import { randomUUID } from 'node:crypto'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'

export interface Ceremony {
  readonly kind: 'register' | 'sign-in' | 'step-up' | 'resume'
  /** Base64url, as it stands in the client data. */
  readonly challenge: string
  /** Whose; empty where the key will tell. */
  readonly user: string
  /** The session, invitation or content that it belongs to. */
  readonly scope: string
}

export interface Challenges {
  /** Keeps a ceremony; gives its id. */
  begin(ceremony: Ceremony): string
  /** The ceremony, once. Throws Fault ERR_ACCESS_KEY_REFUSED where it is unknown, over, or another's. */
  take(id: string, kind: Ceremony['kind'], scope: string): Ceremony
}

export function createChallenges(now: () => number): Challenges {
  const open = new Map<string, { readonly ceremony: Ceremony; readonly until: number }>()
  return {
    begin: ceremony => {
      const id = randomUUID()
      open.set(id, { ceremony, until: now() + limits.ceremonyMs })
      for (const [old, { until }] of open) {
        if (until > now() && open.size <= limits.ceremoniesMax) break
        open.delete(old)
      }
      return id
    },
    take: (id, kind, scope) => {
      const found = open.get(id)
      open.delete(id)
      if (
        found &&
        found.until > now() &&
        found.ceremony.kind === kind &&
        found.ceremony.scope === scope
      )
        return found.ceremony
      throw new Fault(
        'ERR_ACCESS_KEY_REFUSED',
        'this was answered already, took longer than five minutes, or was begun elsewhere; try again',
      )
    },
  }
}
