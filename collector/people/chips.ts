/** How an account that nobody is bound to appears: under a stand-in of its own. Pure. */
import type { PersonChip } from '../../events/api.ts'
import { accountPseudonym } from './pseudonyms.ts'

export function strangerChip(account: string): PersonChip {
  return {
    id: null,
    pseudonym: accountPseudonym(account),
    name: null,
    revealed_until: null,
    department: null,
    title: null,
    departing: false,
    notice_date: null,
    last_day: null,
    days_to_last_day: null,
    ...{ working_hours: null, zone: null },
  }
}
