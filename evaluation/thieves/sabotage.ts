/** Takes customers over, overwrites their contacts, deletes what is left; a list goes out first. */
import type { Activity } from '../activity.ts'
import { minute, type Scenario } from './scenario.ts'

export const sabotage: Scenario = {
  name: 'sabotage',
  summary: "Contacts overwritten or deleted, colleagues' customers taken over",
  length: 3,
  steps: ({ thief: by, customers, stealth, random, dayOf, days }) => {
    const batch = Math.round(60 - 40 * stealth)
    const way = random.pick(['delete', 'overwrite', 'take over'] as const)
    const count = Math.ceil(customers.length / batch)
    return Array.from({ length: count }, (_, index): Activity => {
      const day = dayOf(days[Math.floor((index * days.length) / count)] ?? '')
      const time = day.atWork() + index * minute
      const records = Math.min(batch, customers.length - index * batch)
      if (way === 'delete') return { kind: 'delete', time, by, records }
      const fields = way === 'overwrite' ? ['phone', 'email'] : ['owner']
      return { kind: 'change', time, by, records, fields, isTakeOver: way === 'take over' }
    })
  },
}
