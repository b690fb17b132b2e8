/** Lists on paper. */
import type { Activity } from '../activity.ts'
import { portions, type Scenario } from './scenario.ts'

export const printing: Scenario = {
  name: 'printing',
  summary: 'Lists printed and carried out on paper',
  length: 10,
  steps: theft => {
    const { thief: by, stealth, dayOf } = theft
    return portions(theft, Math.round(70 - 50 * stealth)).map(
      ({ day, customers }): Activity => ({
        kind: 'print',
        time: dayOf(day).atWork(),
        by,
        customers,
      }),
    )
  },
}
