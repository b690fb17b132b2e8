/** What becomes of one file that was looked into. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type Examination, examine } from '../../agent/files/examine.ts'
import { createKnownContents } from '../../agent/files/known-contents.ts'
import { openIslands } from '../../agent/islands.ts'
import { scan } from '../events/samples.ts'
import { bareSystem, sensingDir, stopSensing } from './sensing.ts'

afterEach(stopSensing)

it('is at rest with customers where names and towns alone point to them, as the inventory has it', async () => {
  const dir = sensingDir()
  const path = join(dir, 'names.csv')
  writeFileSync(path, 'Anna Winter;Jena\n')
  const islands = openIslands(join(dir, 'islands.json'))
  const summary = { ...scan, candidates: 0, kinds: { email: 0, phone: 0 }, group_rows: 3 }
  const parts: Examination = {
    platform: bareSystem,
    scanner: {
      waiting: 0,
      scan: async () => ({ summary, sha256: 'a'.repeat(64), sizeBytes: 17 }),
      scanBytes: () => undefined,
    },
    islands,
    emit: () => {},
    signal: new AbortController().signal,
    order: () => ({ places: [], removable_drives: false }),
    contents: createKnownContents(),
    mayReadAttributes: false,
    decide: async () => undefined,
    again: () => {},
    onVanished: () => {},
    isGivenBack: () => false,
    isTaken: () => false,
    remote: undefined,
  }
  const place = { kind: 'folder', label: 'Home', path: dir } as const
  await examine({ path, activity: 'Create', place, seenAt: 0, doer: {} }, parts)
  expect(islands.get(path)).toBe(3)
})
