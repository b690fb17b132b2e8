/** Lists marked on the screen and pasted into private mails. */
import type { Activity } from '../activity.ts'
import { minute, portions, type Scenario } from './scenario.ts'

export const clipboardWebmail: Scenario = {
  name: 'clipboard-webmail',
  summary: 'Copied from the screen, pasted into webmail',
  length: 5,
  steps: theft => {
    const { thief: by, stealth, dayOf } = theft
    return portions(theft, Math.round(60 - 45 * stealth)).flatMap(({ day, customers }) => {
      const time = dayOf(day).atWork()
      return [
        { kind: 'view', time: time - minute, by, customers },
        { kind: 'clipboard', time, by, customers },
        { kind: 'upload', to: 'webmail', time: time + minute, by, customers },
      ] satisfies readonly Activity[]
    })
  },
}
