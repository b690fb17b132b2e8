/** What an account took within a day: a list that is cut into pieces is still the whole list, whatever the pieces. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { openDaySum } from '../../agent/vault/day-sum.ts'
import type { ScanOutcome } from '../../content/scan.ts'
import { packTokens } from '../../content/token.ts'
import { scan } from '../events/samples.ts'
import { sensingDir, stopSensing } from './sensing.ts'

const key = Buffer.alloc(32, 7)
const hourMs = 3_600_000
afterEach(stopSensing)

/** A file with an address of each of these customers. */
const fileOf = (customers: readonly number[]): ScanOutcome => {
  const tokens = packTokens(BigUint64Array.from(customers, each => BigInt(each) + 1n))
  const kinds = { email: customers.length, phone: 0 }
  return {
    ...{ sha256: 'a'.repeat(64), sizeBytes: 1 },
    summary: { ...scan, candidates: customers.length, kinds, tokens },
  }
}

function open(path = join(sensingDir(), 'taken.day')) {
  const told: string[] = []
  const clock = { now: Date.UTC(2026, 10, 26, 9) }
  const start = () =>
    openDaySum(path, key, { now: () => clock.now, degraded: reason => told.push(reason) })
  return { path, told, clock, start }
}

describe('what an account took within a day', () => {
  it('is how many different customers its files hold, however they are cut', () => {
    const files = fc.array(
      fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 20 }),
      { minLength: 1, maxLength: 8 },
    )
    fc.assert(
      fc.property(files, all => {
        const sum = open().start()
        const seen = new Set<number>()
        for (const customers of all) {
          const isNews = customers.some(each => !seen.has(each))
          for (const each of customers) seen.add(each)
          const found = sum.with('anna', fileOf(customers))
          expect(found).toBe(isNews ? seen.size : undefined)
          sum.note('anna', fileOf(customers))
        }
        expect(sum.with('olaf', fileOf([1]))).toBe(1)
      }),
      { numRuns: 20 },
    )
  })

  it('outlives a restart, not the day', () => {
    const { clock, start } = open()
    start().note('anna', fileOf([1, 2, 3]))
    clock.now += 23 * hourMs
    expect(start().with('anna', fileOf([4]))).toBe(4)
    expect(start().with('anna', fileOf([3]))).toBeUndefined()
    clock.now += 2 * hourMs
    expect(start().with('anna', fileOf([3]))).toBe(1)
  })

  it('is told where somebody changed the record', () => {
    const { path, told, start } = open()
    start().note('anna', fileOf([1, 2, 3]))
    expect(told).toEqual([])
    writeFileSync(path, '{}')
    expect(start().with('anna', fileOf([4]))).toBe(1)
    expect(told).toEqual([expect.stringContaining('was changed')])
  })
})
