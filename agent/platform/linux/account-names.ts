/** Names of accounts by number: from the passwd file, and of accounts of a domain from whatever the system asks (getent(1): sssd, winbind, LDAP). */
import { execFileSync } from 'node:child_process'

interface Entry {
  readonly name: string
  readonly uid: number
}

/** Asked for a name that nobody knows, again only after this; who is asked may be far away, and the agent waits for it. */
const againMs = 600_000
const waitMs = 500

function askSystem(uid: number): string | undefined {
  try {
    const said = execFileSync('getent', ['passwd', String(uid)], {
      timeout: waitMs,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return said.split(':')[0] || undefined
  } catch {
    return undefined
  }
}

/** `local` reads the passwd file: again for each number that is not known, since accounts are made while the agent runs. */
export function accountNames(
  local: () => readonly Entry[],
  ask: (uid: number) => string | undefined = askSystem,
): (uid: number) => string | undefined {
  const names = new Map<number, string>()
  const askedAt = new Map<number, number>()
  return uid => {
    const known = names.get(uid)
    if (known !== undefined) return known
    const now = performance.now()
    if (now - (askedAt.get(uid) ?? Number.NEGATIVE_INFINITY) < againMs) return undefined
    askedAt.set(uid, now)
    for (const entry of local()) names.set(entry.uid, entry.name)
    const name = names.get(uid) ?? ask(uid)
    if (name !== undefined) names.set(uid, name)
    return name
  }
}
