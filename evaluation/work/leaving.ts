/** What honest leavers do in their last weeks: hand lists over, take private things along, look at what they worked on. */
import type { Activity } from '../activity.ts'
import { addDays, daysBetween } from '../calendar.ts'
import type { Day } from '../day.ts'

const minute = 60_000

/** Photos and private papers on an own stick; no customers in them. */
function takesPhotos({ member, at, random }: Day): readonly Activity[] {
  const time = at(member.hours[1] - 1)
  const serial = `OWN-${member.id}`
  const file = {
    kind: 'file',
    act: 'Create',
    place: 'removable',
    customers: [],
    by: member,
  } as const
  return [
    { kind: 'device', act: 'Connect', type: 'storage', serial, time, by: member },
    { ...file, name: `photos-${random.whole(1, 9)}.zip`, time: time + minute },
    { ...file, name: 'payslips.pdf', time: time + 2 * minute },
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

/** The accounts of the leaver as a list for the successor, where the company keeps such things. */
function handsOver(day: Day): readonly Activity[] {
  const { member, random } = day
  const customers = day.own(random.whole(10, 22))
  return [
    {
      ...{ kind: 'file', act: 'Create', place: 'folder', name: 'hand-over.xlsx', customers },
      ...{ time: day.atWork(), by: member },
    },
    { kind: 'mail', isExternal: false, customers, time: day.atWork(), by: member },
  ]
}

/** What an honest leaver does besides the day's work; nothing outside the notice period. */
export function leaving(day: Day): readonly Activity[] {
  const { notice, lastDay } = day.member
  if (notice === null || lastDay === null) return []
  const left = daysBetween(day.day, lastDay)
  const isPhotoDay = left === 3 && day.random.chance(0.5)
  const isHandOver = day.day > notice && left > 0 && left % 7 === 2
  return [
    ...(isPhotoDay && day.day >= addDays(notice, 1) ? takesPhotos(day) : []),
    ...(isHandOver && day.random.chance(0.6) ? handsOver(day) : []),
  ]
}
