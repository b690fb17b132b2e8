/** Export, archive with a password, stick, and away with the traces. */
import type { Activity } from '../activity.ts'
import { carryOut, exported, minute, quietMoment, type Scenario } from './scenario.ts'

export const zipStickDelete: Scenario = {
  name: 'zip-stick-delete',
  summary: 'Export, archive with a password, stick, traces deleted',
  length: 2,
  steps: theft => {
    const { thief: by, customers, dayOf, days } = theft
    const time = quietMoment(theft, dayOf(days[0] ?? ''))
    const hidden = [] as const
    const file = { kind: 'file', place: 'folder', by } as const
    const packed: readonly Activity[] = [
      {
        ...{ ...file, act: 'Create', name: 'music.7z', customers: hidden, isEncrypted: true },
        time: time + 6 * minute,
      },
    ]
    const traces: readonly Activity[] = [
      {
        ...file,
        act: 'Delete',
        name: 'customers.xlsx',
        customers: hidden,
        time: time + 25 * minute,
      },
      { ...file, act: 'Delete', name: 'music.7z', customers: hidden, time: time + 26 * minute },
    ]
    return [
      ...exported(time, by, customers, 'customers.xlsx'),
      ...packed,
      ...carryOut({
        ...{ time: time + 12 * minute, by, customers: hidden },
        ...{ name: 'music.7z', serial: `NEW-${by.id}` },
      }),
      ...traces,
    ]
  },
}
