/** Whose work something was: who logged in, whatever account they work as; else the process's account, the person at the desk, the file's owner. */
import type { FileFacts, FileMore } from '../../events/file-activity.ts'
import type { Account, Platform } from '../platform/platform.ts'
import type { Waiting } from './change.ts'

export type Whose = Pick<FileFacts, 'account' | 'process' | 'session'> &
  Pick<FileMore, 'attribution' | 'ran_as'>

/** Numbers below are of the system and its services (login.defs(5)). */
const firstPerson = 1000
const isPerson = ({ uid }: Account): boolean => Number(uid) >= firstPerson

/** `owner`: the number of the file's owner; undefined where it is gone. */
export function whoseWork(
  {
    doer,
    path,
    place,
    activity,
  }: Pick<Waiting, 'doer' | 'path' | 'place'> & {
    readonly activity: Waiting['activity'] | 'Delete'
  },
  owner: number | undefined,
  platform: Pick<Platform, 'owner' | 'atDesk'>,
): Whose {
  const { account, process, login, session } = doer
  const more = { ...(process && { process }), ...(session !== undefined && { session }) }
  // Who opens a file need not be its owner.
  if (!account) return { ...platform.owner(path, activity === 'Open' ? undefined : owner), ...more }
  if (login && isPerson(login))
    return { account: login, attribution: 'process', ran_as: account.name, ...more }
  // A service that somebody lets carry files out: sudo systemd-run, at, a container.
  const person = place.kind === 'folder' || isPerson(account) ? undefined : platform.atDesk()
  if (person && account.uid !== undefined && person.uid !== account.uid)
    return { account: person, attribution: 'session', ran_as: account.name, ...more }
  return { account, attribution: 'process', ...more }
}
