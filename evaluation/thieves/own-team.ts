/** A manager lets the own people export, approves it, and takes the files along. */
import type { Activity } from '../activity.ts'
import { carryOut, exported, minute, portions, type Scenario } from './scenario.ts'

export const approvingManager: Scenario = {
  name: 'approving-manager',
  summary: "A manager's people export for the manager, who takes the files out",
  length: 6,
  roles: ['sales manager', 'sales'],
  steps: theft => {
    const { thief, colleagues, random, customers: all, dayOf } = theft
    const size = Math.ceil(all.length / Math.max(1, Math.min(3, colleagues.length)))
    return portions(theft, size).flatMap(({ day, customers }) => {
      const helper = random.pick(colleagues)
      const time = dayOf(day, helper).atWork()
      const name = `team-${random.whole(1, 9)}.xlsx`
      const handed: Activity = {
        ...{ kind: 'mail', isExternal: false, customers, by: helper },
        time: time + 10 * minute,
      }
      const carried = { time: time + 60 * minute, by: thief, customers, name }
      return [
        ...exported(time, helper, customers, name),
        handed,
        ...carryOut({ ...carried, serial: `NEW-${thief.id}` }),
      ]
    })
  },
}
