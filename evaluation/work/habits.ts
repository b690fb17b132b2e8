/** What people ordinarily do with customers, and how often: a table, so that a new habit is one entry. */
import type { Activity } from '../activity.ts'
import type { Day } from '../day.ts'
import type { Role } from '../organisation.ts'

export interface Habit {
  readonly name: string
  /** Times a day on average, by role; a role that is missing never does it. */
  readonly often: Readonly<Partial<Record<Role, number>>>
  /** Whether the end of a quarter doubles it. */
  readonly isSeasonal?: boolean
  readonly act: (day: Day) => readonly Activity[]
}

const everyone = (often: number): Record<Role, number> => ({
  ...{ sales: often, 'sales manager': often, marketing: often },
  ...{ 'back office': often, support: often, other: often },
})

const size = ({ random }: Day, median: number, spread: number): number =>
  Math.max(1, Math.round(random.logNormal(median, spread)))

/** Lists that the role makes at its work. */
const listSizes: Readonly<Record<Role, readonly [median: number, spread: number]>> = {
  sales: [14, 1.8],
  'sales manager': [60, 1.7],
  marketing: [500, 1.8],
  'back office': [40, 1.8],
  support: [5, 1.5],
  other: [10, 1.5],
}

function list(day: Day): readonly number[] {
  const { role } = day.member
  const [median, spread] = listSizes[role]
  const count = size(day, median, spread)
  return role === 'sales' ? day.own(count) : day.anyones(count)
}

const stem = ({ random }: Day): string =>
  `${random.pick(['visits', 'offers', 'customers', 'mailing', 'renewals', 'route'])}-${random.whole(1, 99)}`

export const habits: readonly Habit[] = [
  {
    name: 'looks customers up',
    often: {
      sales: 4,
      'sales manager': 2,
      marketing: 1,
      'back office': 4,
      support: 5,
      other: 0.05,
    },
    act: day => {
      const customers = day.random.chance(0.8) ? day.own(size(day, 2, 2)) : day.anyones(3)
      return [{ kind: 'view', time: day.atWork(), by: day.member, customers }]
    },
  },
  {
    name: 'edits customers',
    often: { sales: 1, 'sales manager': 0.3, 'back office': 1.5, support: 0.8 },
    act: ({ member, random, atWork }) => [
      {
        ...{ kind: 'change', time: atWork(), by: member, records: 1 },
        fields: [random.pick(['status', 'notes', 'phone', 'email', 'address'])],
      },
    ],
  },
  {
    name: 'cleans up',
    often: { 'back office': 0.01, marketing: 0.004 },
    act: ({ member, random, atWork }) =>
      random.chance(0.5)
        ? [{ kind: 'delete', time: atWork(), by: member, records: random.whole(2, 18) }]
        : [
            {
              ...{ kind: 'change', time: atWork(), by: member, records: random.whole(5, 45) },
              fields: ['address'],
            },
          ],
  },
  {
    name: 'exports a list',
    often: { sales: 0.05, 'sales manager': 0.08, marketing: 0.12, 'back office': 0.08 },
    isSeasonal: true,
    act: day => {
      const customers = list(day)
      const time = day.atWork()
      const by = day.member
      const name = `${stem(day)}.${day.random.pick(['csv', 'xlsx'])}`
      return [
        { kind: 'export', time, by, customers },
        {
          ...{ kind: 'file', act: 'Create', place: 'folder', name, customers, by },
          time: time + 4000,
        },
      ]
    },
  },
  {
    name: 'shares a list in the cloud folder of the company',
    often: { sales: 0.03, 'sales manager': 0.05, marketing: 0.04, 'back office': 0.03 },
    isSeasonal: true,
    act: day => [
      {
        ...{ kind: 'file', act: 'Create', place: 'folder', name: `${stem(day)}.xlsx` },
        ...{ time: day.atWork(), by: day.member, customers: list(day) },
      },
    ],
  },
  {
    name: 'keeps a file in a folder that syncs',
    often: { sales: 0.02, 'sales manager': 0.02, marketing: 0.01, support: 0.005 },
    act: day => [
      {
        ...{ kind: 'file', act: 'Update', place: 'cloud-sync', name: `${stem(day)}.docx` },
        ...{ time: day.atWork(), by: day.member, customers: day.own(size(day, 2, 1.8)) },
      },
    ],
  },
  {
    name: 'copies by the clipboard',
    often: { sales: 1, 'sales manager': 0.4, marketing: 0.2, 'back office': 1, support: 1.2 },
    act: day => [
      {
        ...{ kind: 'clipboard', time: day.atWork(), by: day.member },
        customers: day.own(day.random.chance(0.03) ? size(day, 8, 1.6) : day.random.whole(1, 2)),
      },
    ],
  },
  {
    name: 'writes to customers',
    often: { sales: 0.8, 'sales manager': 0.3, 'back office': 0.4, support: 0.6 },
    act: day => [
      {
        ...{ kind: 'mail', isExternal: true, time: day.atWork(), by: day.member },
        customers: day.own(day.random.whole(1, 2)),
      },
    ],
  },
  {
    name: 'sends a list to the mailing house',
    often: { marketing: 0.03 },
    act: day => [
      {
        ...{ kind: 'mail', isExternal: true, time: day.atWork(), by: day.member },
        customers: list(day),
      },
    ],
  },
  {
    name: 'prints',
    often: { sales: 0.06, 'sales manager': 0.04, 'back office': 0.15, support: 0.02 },
    act: day => [
      {
        ...{ kind: 'print', time: day.atWork(), by: day.member },
        customers: day.own(day.random.whole(1, 9)),
      },
    ],
  },
  {
    name: 'uploads something private',
    often: everyone(0.02),
    act: ({ member, random, atWork }) => [
      {
        ...{ kind: 'upload', time: atWork(), by: member, customers: [] },
        to: random.pick(['personal-cloud', 'webmail', 'webmail', 'file-transfer']),
      },
    ],
  },
  {
    name: 'sends an offer by webmail',
    often: { sales: 0.01, support: 0.003 },
    act: day => [
      {
        ...{ kind: 'upload', time: day.atWork(), by: day.member, to: 'webmail' },
        customers: day.own(1),
      },
    ],
  },
  {
    name: 'packs something that has no customers in it',
    often: everyone(0.04),
    act: ({ member, random, atWork }) => [
      {
        ...{
          kind: 'file',
          act: 'Create',
          place: 'folder',
          name: `photos-${random.whole(1, 99)}.zip`,
        },
        ...{ time: atWork(), by: member, customers: [] },
      },
    ],
  },
  {
    name: 'tidies Downloads',
    often: everyone(0.05),
    act: day => [
      {
        ...{ kind: 'file', act: 'Delete', place: 'folder', name: `${stem(day)}.csv` },
        ...{ time: day.atWork(), by: day.member, customers: [] },
      },
    ],
  },
  {
    name: 'has trouble with a sensor',
    often: everyone(0.002),
    act: ({ member, atWork }) => [
      { kind: 'degraded', time: atWork(), by: member, reason: 'kernel queue overflow' },
    ],
  },
]
