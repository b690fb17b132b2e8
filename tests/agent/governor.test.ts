/** Scanning takes its share of the machine and no more for long; a short storm is not slowed. */
import { expect, it } from 'vitest'
import { createGovernor } from '../../agent/governor.ts'
import { limits } from '../../events/limits.ts'

/** Scans all the time for `ms`, waiting as told; gives the share of the time that went to scans. */
function scanFor(ms: number, memoryBytes = 0): number {
  let now = 0
  let used = 0
  const governor = createGovernor({
    clock: () => now,
    memoryBytes: () => memoryBytes,
    processors: 1,
  })
  while (now < ms) {
    now += governor.waitMs()
    now += 50
    used += 50
    governor.used(50)
  }
  return used / now
}

it('lets a short storm through at full speed', () => {
  expect(scanFor(limits.scanBurstMs)).toBe(1)
})

it('keeps a long one to its share', () => {
  const share = scanFor(100 * limits.scanBurstMs)
  expect(share).toBeGreaterThan(limits.scanShareMax * 0.95)
  expect(share).toBeLessThan(limits.scanShareMax * 1.05)
})

it('slows down at once where memory has grown, and never stops', () => {
  const share = scanFor(100_000, limits.agentMemoryBytesMax + 1)
  expect(share).toBeGreaterThan(0)
  expect(share).toBeLessThan(0.1)
})
