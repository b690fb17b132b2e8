/** Puts on an event what only the collector knows: which customers were in it, and who the account belongs to. */
import { unpackGroups } from '../../content/row-groups.ts'
import { unpackTokens } from '../../content/token.ts'
import type { ExportShare } from '../../events/detection-finding.ts'
import { limits } from '../../events/limits.ts'
import { classUid } from '../../events/ocsf.ts'
import type { ScanSummary } from '../../events/scan.ts'
import type { CustomerBase } from '../customers/base.ts'
import type { CanaryOwner } from '../customers/canary-table.ts'
import type { Recognised } from '../customers/recognise.ts'
import type { Exports } from '../exports/exports.ts'
import type { Directory, Person } from '../people/directory.ts'
import { type OwnerShares, shareOut } from '../people/owners.ts'
import type { AnyEvent } from './any-event.ts'

/** The added fields are ordinary fields to rules: `unmapped.clientkeep.customers`, `person` and `subject`. */
export interface Enriched {
  readonly event: Record<string, unknown>
  /** Who it is on: a person of the directory, or an account or endpoint that nobody is bound to. */
  readonly subject: { readonly person?: string; readonly account?: string }
  /** Ids of the confirmed customers, ascending. */
  readonly customers: Uint32Array
  /** What the canary customers in it say, in words. */
  readonly canaries: readonly string[]
  /** Exports that they come from, the one that explains most first. */
  readonly exports: readonly ExportShare[]
}

/** What enriching asks of the base, the directory and the exports; an evaluation brings others than the collector's. */
export interface Knowledge {
  readonly base: Pick<CustomerBase, 'recognise' | 'total' | 'owners' | 'owned'> & {
    readonly canaries: Pick<CustomerBase['canaries'], 'get'>
  }
  readonly directory: Pick<Directory, 'resolve' | 'get' | 'aliases' | 'departure' | 'isOffHours'>
  readonly exports: Pick<Exports, 'match'>
}

interface Sources extends Knowledge {
  /** The account that was last seen at work on an endpoint, for events that name none. */
  readonly lastAccount: (deviceUid: string) => string | undefined
}

const none: Recognised = {
  customers: new Uint32Array(),
  canaries: new Uint32Array(),
  fields: {},
}

/** The account that an event names itself. */
export const accountOf = ({ actor, user }: AnyEvent): string | undefined =>
  actor?.user?.name ?? user?.name

function personFields(
  person: Person | undefined,
  event: AnyEvent,
  directory: Knowledge['directory'],
) {
  const off_hours = directory.isOffHours(person, event)
  if (!person) return { known: false, departing: false, after_last_day: false, off_hours }
  const { departing, afterLastDay, daysToLastDay } = directory.departure(person, event.time)
  return {
    id: person.id,
    known: true,
    departing,
    after_last_day: afterLastDay,
    off_hours,
    ...(daysToLastDay === null ? {} : { days_to_last_day: daysToLastDay }),
    ...(person.department === null ? {} : { department: person.department }),
    ...(person.title === null ? {} : { title: person.title }),
  }
}

/** Which customers of the base a scan found. Most files hold nobody: they cost no look into the base. */
export const recognised = (
  base: Pick<CustomerBase, 'recognise'>,
  {
    tokens,
    groups = '',
    filter_version,
  }: Pick<ScanSummary, 'tokens' | 'groups' | 'filter_version'>,
): Recognised =>
  tokens === '' && groups === ''
    ? none
    : base.recognise({
        tokens: unpackTokens(tokens),
        rows: unpackGroups(groups),
        filterVersion: filter_version,
      })

interface Seen {
  /** Customers of the base. */
  readonly total: number
  readonly exports: readonly ExportShare[]
  readonly canaries: readonly CanaryOwner[]
  /** Undefined where nobody is bound to the account. */
  readonly shares: OwnerShares | undefined
}

function customerFields(
  event: AnyEvent,
  { customers, fields }: Recognised,
  { total, exports, canaries, shares }: Seen,
) {
  const given = event.unmapped?.clientkeep
  // What a source counted itself stands where there is nothing to confirm; of files only the scan counts.
  if (
    !given?.scan &&
    !given?.canaries &&
    given?.customers &&
    event.class_uid !== classUid.fileActivity
  ) {
    return given.customers
  }
  return {
    distinct: customers.length,
    share_percent: total === 0 ? 0 : Math.round((customers.length / total) * 1000) / 10,
    kinds: fields,
    ids: [...customers.subarray(0, limits.customerIdsPerEvent)],
    ...(canaries.length > 0 && { canaries: canaries.length, canary_of: [...canaries] }),
    ...shares,
    ...(exports.length > 0 && { exports }),
  }
}

/** For whom the canaries of an event were made, one for each canary. */
function canariesOf(
  { canaries }: Recognised,
  event: AnyEvent,
  base: Knowledge['base'],
): CanaryOwner[] {
  const given = event.unmapped?.clientkeep?.canaries ?? []
  return [...new Set([...canaries, ...given])].flatMap(id => base.canaries.get(id) ?? [])
}

function ownerOf(
  canaries: readonly CanaryOwner[],
  directory: Knowledge['directory'],
): Person | undefined {
  const id = canaries.find(({ person }) => person !== null)?.person
  return id == null ? undefined : directory.get(id)
}

function canaryWords(
  { export: number, person }: CanaryOwner,
  directory: Knowledge['directory'],
): string {
  const pseudonym = person === null ? undefined : directory.get(person)?.pseudonym
  const of = number === null ? '' : ` of export ${number}`
  return `canary customer${of}${pseudonym === undefined ? '' : `, made for ${pseudonym}`}`
}

/** Enriches one event. The event that is handed in stays as it is. */
export function enrich(
  event: AnyEvent,
  { base, directory, exports, lastAccount }: Sources,
): Enriched {
  const clientkeep = event.unmapped?.clientkeep
  const found = clientkeep?.scan ? recognised(base, clientkeep.scan) : none
  const { device } = event
  const hostname = device?.hostname ?? ''
  const account = accountOf(event) ?? (device && lastAccount(device.uid))
  const canaries = canariesOf(found, event, base)
  // Of a mail to a canary nobody is the actor: it is on whom the canary was made for.
  const person =
    account === undefined ? ownerOf(canaries, directory) : directory.resolve(account, hostname)
  const name = hostname === '' ? (account ?? 'mail') : `${account ?? ''}@${hostname}`
  const total = found.customers.length === 0 ? 0 : base.total()
  const sighted = { time: event.time, person: person?.id, base: total }
  const matches = exports.match(found.customers, sighted)
  const shares = person && shareOut(found.customers, { base, directory, person: person.id })
  return {
    exports: matches,
    canaries: canaries.map(owner => canaryWords(owner, directory)),
    subject: person ? { person: person.id } : { account: name },
    customers: found.customers,
    event: {
      ...event,
      unmapped: {
        ...event.unmapped,
        clientkeep: {
          ...clientkeep,
          subject: person ? `person:${person.id}` : `account:${name}`,
          person: personFields(person, event, directory),
          customers: customerFields(event, found, { total, exports: matches, canaries, shares }),
        },
      },
    },
  }
}
