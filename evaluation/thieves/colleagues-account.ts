/** By the CRM account of a colleague, from the thief's own desk. */
import type { Activity } from '../activity.ts'
import { carryOut, minute, type Scenario } from './scenario.ts'

export const colleaguesAccount: Scenario = {
  name: 'colleagues-account',
  summary: "Under a colleague's CRM account, from the thief's own computer",
  length: 2,
  steps: ({ thief: by, colleagues, random, customers, dayOf, days }) => {
    const account = random.pick(colleagues).id
    const time = dayOf(days[0] ?? '').atWork()
    const steps: readonly Activity[] = [
      { kind: 'logon', hasKey: false, account, time, by },
      { kind: 'export', account, time: time + 3 * minute, by, customers },
      {
        ...{ kind: 'file', act: 'Create', place: 'folder', name: 'export.csv', customers, by },
        time: time + 4 * minute,
      },
    ]
    const carried = { time: time + 20 * minute, by, customers, name: 'export.csv' }
    return [...steps, ...carryOut({ ...carried, serial: `NEW-${by.id}` })]
  },
}
