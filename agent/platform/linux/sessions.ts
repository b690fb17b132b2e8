/** Who is logged in at the machine: the session files of systemd-logind, which sd-login(3) reads too. */
import { join } from 'node:path'
import type { Account } from '../platform.ts'
import { namesIn, pairsOf, textOf } from './sysfs.ts'

/** Sessions of people, by their folder; names with a dot are pipes. */
function sessionsIn(folder: string): ReadonlyMap<string, string>[] {
  return namesIn(folder)
    .filter(name => /^[A-Za-z0-9]+$/.test(name))
    .map(name => pairsOf(textOf(join(folder, name)) ?? ''))
    .filter(session => session.get('CLASS') === 'user' && session.get('REMOTE') !== '1')
}

/** The account whose session is in front on a seat, or the only one that has a seat. */
export function atDesk(folder: string): Account | undefined {
  const seated = sessionsIn(folder).filter(session => session.has('SEAT'))
  const active = seated.filter(session => session.get('ACTIVE') === '1')
  const [session] = active.length > 0 ? active : seated.length === 1 ? seated : []
  const [name, uid] = [session?.get('USER'), session?.get('UID')]
  return name === undefined ? undefined : { name, ...(uid !== undefined && { uid }) }
}
