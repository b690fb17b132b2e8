/** What was spooled survives two hundred kills while the way to the collector breaks. */
import { afterEach, expect, it } from 'vitest'
import { killStorm } from '../agent/kill-storm.ts'
import { cleanUp } from '../collector/harness.ts'

afterEach(cleanUp)

it('every event that was spooled is in the journal exactly once after 200 kills', async () => {
  const { spooled, ...result } = await killStorm(200, 200)
  console.log(`${spooled} events were spooled`)
  expect(result).toEqual({ missing: [], repeated: [], ranges: 2 })
  expect(spooled).toBeGreaterThan(1000)
}, 1_800_000)
