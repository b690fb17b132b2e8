/** Secures a person in one action: snapshot of what was taken, exports frozen, endpoints tightened, what waits ends; and undoes it. */
import { createHash, randomUUID } from 'node:crypto'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import type { Securing, Snapshot } from '../../events/securing.ts'
import { packIds } from '../detect/customer-ids.ts'
import { packManifest } from '../exports/manifest.ts'
import type { Principal } from '../identity/access.ts'
import type { Person } from '../people/directory.ts'
import type { Deed, Parts } from '../routes/app.ts'
import type { SecuredRow } from './secured.ts'

const hourMs = 3_600_000

/** What a person has taken as of now, with the ids of the customers. */
function snapshotOf(person: string, { exposures, exports, heldFiles, directory, now }: Parts) {
  const taken = exposures.of(person)
  const customers = exposures.customers(person)
  const held = heldFiles
    .list(limits.pageRowsMax)
    .filter(
      ({ state, account, hostname }) =>
        (state === 'held' || state === 'blocked') &&
        directory.resolve(account, hostname)?.id === person,
    )
  const snapshot: Snapshot = {
    at: now(),
    base: taken.base,
    customers: taken.customers,
    share_percent: taken.share_percent,
    own: taken.own,
    others: taken.others,
    staged: taken.stages.staged,
    out: taken.stages.out,
    channels: taken.channels.map(({ channel, stage, customers: count, last_at }) => ({
      ...{ channel, stage, customers: count, last_at },
    })),
    exports: exports
      .of(person, 0)
      .slice(0, limits.pageRowsMax)
      .map(({ number, name, rows, distinct_customers, time_ms }) => ({
        ...{ number, name, rows, customers: distinct_customers, at: time_ms },
      })),
    held: held.length,
    sha256: createHash('sha256').update(packIds(customers)).digest('hex'),
  }
  return { snapshot, customers }
}

/** Journals it all at once; gives what is in force. Throws Fault ERR_CONFLICT where the person is secured already. */
export async function securePerson(
  principal: Principal,
  { person, reason, hours }: { person: Person; reason: string; hours: number },
  parts: Parts,
): Promise<SecuredRow> {
  const { secured, approvals, now } = parts
  if (secured.of(person.id, now()))
    throw new Fault(
      'ERR_CONFLICT',
      `${person.pseudonym} is secured already; undo that first to change it`,
    )
  const { snapshot, customers } = snapshotOf(person.id, parts)
  const id = randomUUID()
  const ids = packManifest({ customers, counts: new Uint32Array(customers.length).fill(1) })
  const data = { id, person: person.id, until: now() + hours * hourMs, reason: reason.trim() }
  // What waits for one approval takes two from now on: it is asked anew.
  const withdrawn = approvals
    .open()
    .filter(row => row.person === person.id && row.content.needed < 2)
    .map(
      (row): Deed => ({
        kind: 'approval.withdrawn',
        data: { id: row.id, reason: 'exports of this person are frozen; ask anew' },
      }),
    )
  await parts.decide(principal, [
    { kind: 'person.secured', data: { ...data, snapshot, customers: ids } },
    ...withdrawn,
  ])
  const row = secured.get(id)
  if (!row) throw new Error('what was journaled is not in the projection')
  return row
}

/** Undoes it. Throws Fault ERR_CONFLICT where it is over, ERR_ACCESS_DENIED for who is secured. */
export async function unsecurePerson(
  principal: Principal,
  row: SecuredRow,
  reason: string,
  parts: Parts,
): Promise<void> {
  if (principal.person === row.person)
    throw new Fault('ERR_ACCESS_DENIED', 'nobody undoes this for themselves')
  if (row.undone_at !== null || row.until <= parts.now())
    throw new Fault('ERR_CONFLICT', 'this is over already')
  const data = { id: row.id, person: row.person, reason: reason.trim() }
  await parts.decide(principal, [{ kind: 'person.unsecured', data }])
}

/** As the API shows it. */
export function securingView(row: SecuredRow, viewer: string, parts: Parts): Securing {
  const person = parts.directory.get(row.person)
  if (!person)
    throw new Fault('ERR_NOT_FOUND', 'whoever was secured is not in the directory any more')
  const { undone_at, id, since, until, by, reason, snapshot, undone_by, undone_reason } = row
  const isOver = until <= parts.now()
  return {
    ...{ id, since, until, by, reason, snapshot, undone_by, undone_reason },
    person: parts.directory.chip(person, parts.now(), viewer),
    state: undone_at === null ? (isOver ? 'over' : 'secured') : 'undone',
  }
}
