/** How those appear of whom nothing is known: accounts that nobody is bound to, under a stand-in of their own, and people who are gone. Pure. */
import type { PersonChip } from '../../events/api.ts'
import { accountPseudonym } from './pseudonyms.ts'

const unknown = (pseudonym: string): PersonChip => ({
  ...{ id: null, pseudonym, name: null, revealed_until: null },
  ...{ department: null, title: null, working_hours: null, zone: null },
  ...{ departing: false, notice_date: null, last_day: null, days_to_last_day: null },
})

export const strangerChip = (account: string): PersonChip => unknown(accountPseudonym(account))

export const goneChip = unknown('somebody who is gone')
