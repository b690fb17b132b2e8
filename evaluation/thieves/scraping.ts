/** Page by page through the CRM's lists, without ever pressing Export. */
import type { Activity } from '../activity.ts'
import { portions, type Scenario } from './scenario.ts'

export const scraping: Scenario = {
  name: 'scraping',
  summary: 'Page by page through the CRM, without an export',
  length: 8,
  steps: theft => {
    const { thief: by, stealth, dayOf } = theft
    const pageSize = Math.round(50 - 30 * stealth)
    return portions(theft, pageSize).map(
      ({ day, customers }): Activity => ({
        kind: 'view',
        time: dayOf(day).atWork(),
        by,
        customers,
      }),
    )
  },
}
