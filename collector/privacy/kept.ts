/** What is kept about people, why and how long: the one home of these words, for the page that everybody may open and for subject access. */
import type { KeptKind } from '../../events/api-people.ts'
import type { RetentionSettings } from '../retention/retention.ts'

const daysOf = (days: number): number | null => (days === 0 ? null : days)

/** Kinds of data with the days that the configuration keeps them; null is without end. */
export const keptKinds = ({
  events_days,
  alerts_days,
  records_days,
}: RetentionSettings): KeptKind[] => [
  {
    kind: 'directory',
    what: 'Name, address, department, title, manager, accounts, working hours and zone, notice and last working day',
    why: 'To know whose account is whose, and who leaves',
    days: null,
  },
  {
    kind: 'events',
    what: 'Files, copies, prints and devices on work endpoints: names and counts of customers, never contents',
    why: 'To notice when customers are carried out of the company',
    days: daysOf(events_days),
  },
  {
    kind: 'alerts',
    what: 'Alerts with their evidence, and what was decided on them',
    why: 'To answer what was taken, and to correct mistakes',
    days: daysOf(alerts_days),
  },
  {
    kind: 'records',
    what: 'Sign-ins, and who saw the name behind a pseudonym, with the reason',
    why: 'To hold those who look to account',
    days: daysOf(records_days),
  },
  {
    kind: 'backups',
    what: 'Copies of all of it, made by the administrator',
    why: 'To survive a broken disk; what is deleted here stays in them until they are deleted',
    days: null,
  },
]
