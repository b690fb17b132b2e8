/** Tells that somebody's last working day is over: what was closed by itself, and what speaks against a clean exit. By pseudonym. */
import type { Decision } from '../journal/decisions.ts'
import type { Letter } from '../notify/letters.ts'
import type { Directory } from './directory.ts'
import type { openExits } from './exit.ts'
import { nobody } from './viewer.ts'

interface Parts {
  readonly directory: Directory
  readonly exits: () => Pick<ReturnType<typeof openExits>, 'report'>
  readonly dashboardUrl: string | undefined
}

/** The report on an exit as it is when the day is over; none on any other decision. */
export function closingLetter(
  { kind, data, time }: Decision,
  offset: number,
  { directory, exits, dashboardUrl }: Parts,
): Letter[] {
  const person = kind === 'person.closed' ? directory.get(data.person) : undefined
  if (kind !== 'person.closed' || !person) return []
  const { pseudonym } = person
  const { clean, open, departure } = exits().report(person, nobody)
  const url = dashboardUrl && `${dashboardUrl.replace(/\/$/, '')}/leavers/${pseudonym}`
  const { customers, out } = departure.taken
  const lines = [
    `The last working day of ${pseudonym}, ${data.last_day}, is over.`,
    `Closed here: ${data.steps.join(', ')}.`,
    clean ? 'Nothing speaks against a clean exit.' : `Still open: ${open.join('; ')}.`,
    `Customers seen with them: ${customers}, outside of the company: ${out}.`,
    ...(url ? [url] : []),
  ]
  return [
    {
      ...{ id: `closed-${offset}`, time, kind: 'departures', to: [] },
      subject: `[Clientkeep] left: ${pseudonym}`,
      text: `${lines.join('\n')}\n`,
      data: {
        ...{ person: pseudonym, last_day: data.last_day, closed: data.steps, clean, open },
        ...{ customers, out, ...(url ? { url } : {}) },
      },
    },
  ]
}
