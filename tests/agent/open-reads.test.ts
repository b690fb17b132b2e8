/** How often a file that stays open is read again: small ones soon, large ones seldom. */
import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { createOpenReads } from '../../agent/files/open-reads.ts'
import { sensingDir, stopSensing } from './sensing.ts'

afterEach(stopSensing)

it('reads a small file again at once, and a large one after as long as reading it is worth', () => {
  let now = 1000
  const reads = createOpenReads(() => now)
  const [small, large] = ['small', 'large'].map(name => join(sensingDir(), name))
  if (small === undefined || large === undefined) throw new Error('no paths')
  writeFileSync(small, 'x')
  writeFileSync(large, 'x')
  truncateSync(large, 5_000_000_000)
  const waits = () => [small, large].map(path => Math.round(reads.waitMs(path, false)))
  expect(waits()).toEqual([0, 0])
  for (const path of [small, large]) reads.note(path, true)
  expect(waits()).toEqual([0, 5_000_000])
  now += 4_999_000
  expect(waits()).toEqual([0, 1000])
  // Once it is closed it is read, whatever was before.
  reads.note(large, false)
  expect(waits()).toEqual([0, 0])
})

it('asks nothing of another machine', () => {
  const reads = createOpenReads(() => 0)
  reads.note('/mnt/far/away', true)
  expect(reads.waitMs('/mnt/far/away', true)).toBe(60_000)
})
