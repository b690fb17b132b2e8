/** An ordinary working day: comes, signs in, follows habits, uses the stick if there is one, goes. */
import type { Activity } from '../activity.ts'
import { isQuarterEnd, isWorkday } from '../calendar.ts'
import type { Day } from '../day.ts'
import type { Member } from '../organisation.ts'
import { type Habit, habits } from './habits.ts'

const minute = 60_000
/** Share of working days that people are ill or on holiday. */
const absence = 0.12
const nightWork = 0.06
/** A list keeper exports as often as a marketing specialist. */
const keeperFactor = 4

const crmRoles: readonly Member['role'][] = [
  'sales',
  'sales manager',
  'marketing',
  'back office',
  'support',
]

/** Whether the person is employed and at work on that day. */
function isAtWork({ member, day, random }: Day): boolean {
  const { site, hired, lastDay } = member
  const isEmployed = day >= hired && (lastDay === null || day <= lastDay)
  return isEmployed && isWorkday(day, site) && !random.chance(absence)
}

/** The key goes in, the CRM session begins; in the evening both end, mostly in the right order. */
function session({ member, random, at }: Day): readonly Activity[] {
  const [start, end] = member.hours
  const come = at(start) + random.whole(-20, 5) * minute
  const go = at(end) + random.whole(-10, 40) * minute
  const by = member
  const start_: readonly Activity[] = [{ kind: 'agent', act: 'Start', time: come, by }]
  const stop: readonly Activity[] = [{ kind: 'agent', act: 'Stop', time: go + 6 * minute, by }]
  if (!crmRoles.includes(member.role)) return [...start_, ...stop]
  const serial = `KEY-${member.id}`
  const isForgetful = random.chance(0.03)
  return [
    ...start_,
    { kind: 'device', act: 'Connect', type: 'key', serial, time: come + 2 * minute, by },
    { kind: 'logon', hasKey: true, time: come + 3 * minute, by },
    ...(isForgetful ? [] : [{ kind: 'logoff', hasKey: true, time: go, by } as const]),
    { kind: 'device', act: 'Disconnect', type: 'key', serial, time: go + 4 * minute, by },
    ...stop,
  ]
}

/** The stick of the company: plugged in now and then, with an offer on it or nothing of interest. */
function stickWork(day: Day): readonly Activity[] {
  const { member, random } = day
  const { stick: serial } = member
  if (serial === null || !random.chance(0.15)) return []
  const time = day.atWork()
  const customers = random.chance(0.2) ? day.own(random.whole(1, 6)) : []
  const file = {
    kind: 'file',
    act: 'Create',
    place: 'removable',
    name: 'presentation.pptx',
  } as const
  return [
    { kind: 'device', act: 'Connect', type: 'storage', serial, time, by: member },
    { ...file, customers, time: time + minute, by: member },
    {
      kind: 'device',
      act: 'Disconnect',
      type: 'storage',
      serial,
      time: time + 9 * minute,
      by: member,
    },
  ]
}

function frequency({ often, isSeasonal, name }: Habit, { member, day }: Day): number {
  const season = isSeasonal && isQuarterEnd(day) ? 2 : 1
  const keeper = member.isListKeeper && name === 'exports a list' ? keeperFactor : 1
  return (often[member.role] ?? 0) * member.pace * season * keeper
}

/** Some finish their lists in the evening. */
function lateWork(day: Day): readonly Activity[] {
  const { member, random } = day
  if (!member.isNightOwl || !random.chance(nightWork)) return []
  const time = day.at(20 + random.next() * 3)
  return [
    { kind: 'view', time, by: member, customers: day.own(random.whole(1, 8)) },
    { kind: 'clipboard', time: time + minute, by: member, customers: day.own(2) },
  ]
}

/** All that a person does on a day, in no order; nothing where the person is not at work. */
export function workday(day: Day): readonly Activity[] {
  if (!isAtWork(day)) return []
  const done = habits.flatMap(habit =>
    Array.from({ length: day.random.poisson(frequency(habit, day)) }, () => habit.act(day)).flat(),
  )
  return [...session(day), ...done, ...stickWork(day), ...lateWork(day)]
}
