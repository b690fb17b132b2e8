/** Outside working hours: by the person's own hours and zone, else the company's; never by the clock of the machine that looks. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  companyTime,
  hoursFault,
  isOffHours,
  type WorkTime,
} from '../../../collector/people/working-hours.ts'
import { minutesAhead, zoneFault } from '../../../collector/people/zones.ts'

const dayMs = 86_400_000
const monday = (hour: number, minute = 0) => Date.UTC(2026, 0, 5, hour, minute)
const company = { working_hours: 'Mo-Fr 07:00-19:00', zone: null, machine_zone: 'UTC' }
const nobody: WorkTime = { working_hours: null, zone: null }

describe('hours of the company', () => {
  it.each([
    ['begin at seven', monday(6, 59), 0, true],
    ['at seven', monday(7), 0, false],
    ['last to seven in the evening', monday(18, 59), 0, false],
    ['are over at seven in the evening', monday(19), 0, true],
    ['are none on Saturday', monday(12) + 5 * dayMs, 0, true],
    ['are those of Jakarta at midnight UTC', monday(0, 30), 420, false],
    ['are those of New York at night', monday(8), -300, true],
    ['follow the date across midnight', Date.UTC(2026, 0, 4, 23), 540, false],
  ])('%s', (_name, time, offset, isOff) => {
    expect(isOffHours(time, offset, { own: nobody, company })).toBe(isOff)
  })

  it('are judged in its zone, whatever an endpoint says of its clock', () => {
    const jakarta = { ...company, zone: 'Asia/Jakarta' }
    const eveningThere = monday(13)
    expect(isOffHours(eveningThere, 0, { own: undefined, company: jakarta })).toBe(true)
    expect(isOffHours(eveningThere, 0, { own: undefined, company })).toBe(false)
  })

  it('are judged in the zone of the machine only where nobody names another', () => {
    const far = { ...company, machine_zone: 'America/New_York' }
    expect(isOffHours(monday(10), undefined, { own: undefined, company: far })).toBe(true)
    expect(isOffHours(monday(10), 0, { own: undefined, company: far })).toBe(false)
    expect(companyTime({ hours: 'Mo 10:00-11:00' }).machine_zone).toBe(
      Intl.DateTimeFormat().resolvedOptions().timeZone,
    )
  })
})

describe('hours of a person', () => {
  const off = (working_hours: string | null, zone: string | null, time: number) =>
    isOffHours(time, 0, { own: { working_hours, zone }, company })

  it.each([
    ['stand above the company’s', '10:00-14:00', null, monday(15), true],
    ['without days are those of Monday to Friday', '10:00-14:00', null, monday(11), false],
    ['without days leave the weekend free', '10:00-14:00', null, monday(11) - dayMs, true],
    ['may be the company’s in another zone', null, 'America/New_York', monday(23), false],
    ['may be at the weekend', 'Sa-Su 08:00-16:00', null, monday(9) - dayMs, false],
    ['leave out the break', 'Mo-Fr 08:00-12:00, 13:00-17:00', null, monday(12, 30), true],
    ['go on after the break', 'Mo-Fr 08:00-12:00, 13:00-17:00', null, monday(13), false],
    ['go past midnight', 'Mo-Fr 22:00-06:00', null, monday(5) + dayMs, false],
    ['begin in the evening before', 'Mo-Fr 22:00-06:00', null, monday(5), true],
    ['go from Sunday into Monday', 'Su 22:00-06:00', null, monday(5), false],
    ['differ by day', 'Mo-Fr 09:00-18:00; Fr 09:00-14:00', null, monday(15) + 4 * dayMs, true],
    ['may be off for a day', 'Mo-Fr 09:00-18:00; We off', null, monday(10) + 2 * dayMs, true],
    ['may be all of them', '24/7', null, monday(3) - dayMs, false],
    ['take names of days in full', 'Monday, Wednesday 9:00-17:00', null, monday(10), false],
  ])('%s', (_name, hours, zone, time, isOff) => {
    expect(off(hours, zone, time)).toBe(isOff)
  })

  it('follow summer time', () => {
    const [winter, summer] = [Date.UTC(2026, 0, 5, 6, 30), Date.UTC(2026, 6, 6, 6, 30)]
    expect(off('Mo-Fr 08:00-18:00', 'Europe/Berlin', winter)).toBe(true)
    expect(off('Mo-Fr 08:00-18:00', 'Europe/Berlin', summer)).toBe(false)
    expect(minutesAhead('Europe/Berlin', Date.UTC(2026, 2, 29, 0, 59))).toBe(60)
    expect(minutesAhead('Europe/Berlin', Date.UTC(2026, 2, 29, 1))).toBe(120)
    expect(minutesAhead('Asia/Kathmandu', winter)).toBe(345)
  })
})

describe('what is no notation', () => {
  it.each([
    '',
    'nine to five',
    'Mo-Fr',
    'Xx 09:00-17:00',
    '25:00-26:00',
    '09:00',
    'Mo 09:60-17:00',
  ])('is refused with how to write it: %s', text => {
    expect(hoursFault(text)).toContain('write them as Mo-Fr 09:00-18:00')
  })

  it.each(['', 'Jakarta time', '+07:00', 'Asia/Atlantis'])('is no zone: %s', zone => {
    expect(zoneFault(zone)).toContain('write its IANA name')
  })

  it('never throws, and what is taken has an answer for every moment', () => {
    const pieces = fc.constantFrom(
      'Mo',
      'Fr',
      '-',
      ' ',
      ',',
      ';',
      '09:00',
      '17:30',
      'off',
      '24/7',
      ':',
      '–',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map(list => list.join('')),
        ),
        fc.integer({ min: 0, max: 4_102_444_800_000 }),
        (text, time) => {
          if (hoursFault(text) !== undefined) return
          const own = { working_hours: text, zone: 'Asia/Jakarta' }
          const isOff = isOffHours(time, undefined, { own, company })
          // The same moment a week later, in a zone without summer time, is the same minute of the week.
          expect(isOffHours(time + 7 * dayMs, undefined, { own, company })).toBe(isOff)
        },
      ),
    )
  })
})
