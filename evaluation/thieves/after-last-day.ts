/** The account still works after the last day, and is used. */
import type { Activity } from '../activity.ts'
import { minute, portions, type Scenario } from './scenario.ts'

export const afterLastDay: Scenario = {
  name: 'after-last-day',
  summary: 'The CRM account is used after the last working day',
  length: 4,
  isAfterLastDay: true,
  steps: theft => {
    const { thief: by, customers: all, stealth, dayOf } = theft
    const size = Math.ceil(all.length / (1 + Math.round(4 * stealth)))
    return portions(theft, size).flatMap(({ day, customers }) => {
      const time = dayOf(day).at(20)
      return [
        { kind: 'logon', hasKey: false, time, by },
        { kind: stealth > 0.5 ? 'view' : 'export', time: time + minute, by, customers },
      ] satisfies readonly Activity[]
    })
  },
}
