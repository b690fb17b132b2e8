/** An export onto a phone over MTP. */
import type { Activity } from '../activity.ts'
import { exported, minute, portions, type Scenario } from './scenario.ts'

export const phone: Scenario = {
  name: 'phone',
  summary: 'An export onto a phone over MTP',
  length: 3,
  steps: theft => {
    const { thief: by, customers: all, stealth, dayOf } = theft
    const size = Math.ceil(all.length / (1 + Math.round(3 * stealth)))
    return portions(theft, size).flatMap(({ day, customers }) => {
      const time = dayOf(day).atWork()
      const copy: Activity = {
        ...{ kind: 'file', act: 'Create', place: 'phone', name: 'contacts.vcf', customers, by },
        time: time + 4 * minute,
      }
      return [...exported(time, by, customers, 'contacts.vcf'), copy]
    })
  },
}
