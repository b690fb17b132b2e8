/** Outside working hours: by the clock on the wall of the person, not of the server. */
import { describe, expect, it } from 'vitest'
import { isOffHours } from '../../collector/detect/working-hours.ts'

const monday = (hour: number, minute = 0) => Date.UTC(2026, 0, 5, hour, minute)

describe('working hours', () => {
  it.each([
    ['begin at seven', monday(6, 59), 0, true],
    ['at seven', monday(7), 0, false],
    ['last to seven in the evening', monday(18, 59), 0, false],
    ['are over at seven in the evening', monday(19), 0, true],
    ['are none on Saturday', monday(12) + 5 * 86_400_000, 0, true],
    ['are those of Jakarta at midnight UTC', monday(0, 30), 420, false],
    ['are those of New York at night', monday(8), -300, true],
    ['follow the date across midnight', Date.UTC(2026, 0, 4, 23), 540, false],
  ])('%s', (_name, time, offset, isOff) => {
    expect(isOffHours(time, offset)).toBe(isOff)
  })
})
