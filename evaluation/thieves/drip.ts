/** A few customers a day for weeks, each time by another way. */
import type { Activity } from '../activity.ts'
import { carryOut, exported, minute, portions, type Scenario } from './scenario.ts'

export const drip: Scenario = {
  name: 'drip',
  summary: 'Under every threshold of a day, for a month',
  length: 30,
  steps: theft => {
    const { thief: by, random, stealth, dayOf } = theft
    const size = Math.round(18 - 12 * stealth)
    return portions(theft, size).flatMap(({ day, customers }): readonly Activity[] => {
      const time = dayOf(day).atWork()
      const way = random.whole(0, 3)
      if (way === 0) return [{ kind: 'upload', to: 'personal-cloud', time, by, customers }]
      if (way === 1) {
        const file = {
          kind: 'file',
          act: 'Update',
          place: 'cloud-sync',
          name: 'notes.docx',
        } as const
        return [{ ...file, time, by, customers }]
      }
      if (way === 2) return [{ kind: 'clipboard', time, by, customers }]
      return [
        ...exported(time, by, customers, 'visits.csv'),
        ...carryOut({
          time: time + minute,
          by,
          customers,
          name: 'visits.csv',
          serial: `NEW-${by.id}`,
        }),
      ]
    })
  },
}
