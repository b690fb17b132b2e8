/** One big export at night, onto a stick. */
import { carryOut, exported, minute, quietMoment, type Scenario } from './scenario.ts'

export const nightExport: Scenario = {
  name: 'night-export',
  summary: 'One big export, mostly at night, then a stick',
  length: 1,
  steps: theft => {
    const { thief, customers, dayOf, days } = theft
    const day = dayOf(days[0] ?? '')
    const time = quietMoment(theft, day)
    const serial = `NEW-${thief.id}`
    return [
      ...exported(time, thief, customers, 'customers.csv'),
      ...carryOut({ time: time + 8 * minute, by: thief, customers, name: 'customers.csv', serial }),
    ]
  },
}
