/** Puts on an event what only the collector knows: which customers were in it, and who the account belongs to. */
import { unpackGroups } from '../../content/row-groups.ts'
import { unpackTokens } from '../../content/token.ts'
import type { FileActivity } from '../../events/file-activity.ts'
import type { ScanSummary } from '../../events/scan.ts'
import type { CustomerBase } from '../customers/base.ts'
import type { Recognised } from '../customers/recognise.ts'
import { departureAt } from '../people/departure.ts'
import type { Directory } from '../people/directory.ts'

/** The added fields are ordinary fields to rules: `unmapped.clientkeep.customers.*` and `unmapped.clientkeep.person.*`. */
export interface Enriched {
  readonly event: Record<string, unknown>
  readonly person: string | undefined
  /** Ids of the confirmed customers, ascending. */
  readonly customers: Uint32Array
}

const none: Recognised = { customers: new Uint32Array(), fields: {} }

function personFields(directory: Directory, event: FileActivity) {
  const person = directory.resolve(event.actor.user.name, event.device.hostname)
  if (!person)
    return { id: undefined, fields: { known: false, departing: false, after_last_day: false } }
  const { departing, afterLastDay, daysToLastDay } = departureAt(person, event.time)
  return {
    id: person.id,
    fields: {
      known: true,
      departing,
      after_last_day: afterLastDay,
      ...(daysToLastDay === null ? {} : { days_to_last_day: daysToLastDay }),
      ...(person.department === null ? {} : { department: person.department }),
      ...(person.title === null ? {} : { title: person.title }),
    },
  }
}

const recognised = (base: CustomerBase, { tokens, groups = '' }: ScanSummary): Recognised =>
  base.recognise({ tokens: unpackTokens(tokens), rows: unpackGroups(groups) })

/** Enriches one file event. The event that is handed in stays as it is. */
export function enrich(
  event: FileActivity,
  { base, directory }: { base: CustomerBase; directory: Directory },
): Enriched {
  const { clientkeep } = event.unmapped
  const { customers, fields } = clientkeep.scan ? recognised(base, clientkeep.scan) : none
  const total = base.total()
  const share = total === 0 ? 0 : Math.round((customers.length / total) * 1000) / 10
  const person = personFields(directory, event)
  return {
    person: person.id,
    customers,
    event: {
      ...event,
      unmapped: {
        clientkeep: {
          ...clientkeep,
          person: person.fields,
          customers: { distinct: customers.length, share_percent: share, kinds: fields },
        },
      },
    },
  }
}
