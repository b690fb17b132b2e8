/** What was spooled survives kills while the way to the collector breaks. Two hundred kills are in `tests/long`. */
import { afterEach, expect, it } from 'vitest'
import { cleanUp } from '../collector/harness.ts'
import { killStorm } from './kill-storm.ts'

afterEach(cleanUp)

it('every event that was spooled is in the journal exactly once after five kills', async () => {
  const { spooled, ...result } = await killStorm(5, 20_261_125)
  expect(result).toEqual({ missing: [], repeated: [], ranges: 2 })
  expect(spooled).toBeGreaterThan(0)
}, 120_000)
