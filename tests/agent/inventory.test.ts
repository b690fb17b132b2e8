/** The inventory finds files at rest that hold customers, reads only what changed, and can be paused and gone on with. */
import assert from 'node:assert'
import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Value from 'typebox/value'
import { afterEach, expect, it } from 'vitest'
import { inventory } from '../../agent/sensors/inventory.ts'
import { ScanActivity } from '../../events/at-rest.ts'
import { FileActivity } from '../../events/file-activity.ts'
import type { Policy } from '../../events/policy.ts'
import { eventually } from '../collector/harness.ts'
import { filterOf } from '../content/scanning.ts'
import { bareSystem, type Sensing, sensingDir, startSensing, stopSensing } from './sensing.ts'

afterEach(stopSensing)

const emails = ['anna@example.com', 'olaf@example.com']
const filter = filterOf({ emails })
const searched: Partial<Policy> = { filter: { version: 'one', sha256: '' } }

const found = ({ events }: Sensing) =>
  events
    .map((event): unknown => event)
    .filter(event => Value.Check(FileActivity, event))
    .map(({ file, unmapped }) => `${file.name} ${unmapped.clientkeep.scan?.candidates ?? 0}`)
const states = ({ events }: Sensing) =>
  events
    .map((event): unknown => event)
    .filter(event => Value.Check(ScanActivity, event))
    .map(({ unmapped }) => unmapped.clientkeep.inventory)

/** A home with two lists, a letter and a picture of a list. */
function home() {
  const dir = realpathSync(sensingDir())
  mkdirSync(join(dir, 'deep', 'down'), { recursive: true })
  mkdirSync(join(dir, 'node_modules'))
  writeFileSync(join(dir, 'a.csv'), 'anna@example.com\n')
  writeFileSync(join(dir, 'deep', 'down', 'both.csv'), emails.join('\n'))
  writeFileSync(join(dir, 'letter.txt'), 'Dear customer')
  writeFileSync(join(dir, 'list.png'), 'anna@example.com\n')
  writeFileSync(join(dir, 'node_modules', 'b.csv'), 'anna@example.com\n')
  const platform = { ...bareSystem, homeFolders: () => [{ path: dir, label: 'anna' }] }
  return { dir, platform }
}
const options = { restMsMin: 1, restShare: 0, everyMs: 100 }
const done = (sensing: Sensing, times = 1) =>
  eventually(
    () =>
      states(sensing).filter(({ state }) => state === 'done').length >= times ? true : undefined,
    `the end of search ${times}`,
  )

it('lists files that hold customers, and those that do no longer', async () => {
  const { dir, platform } = home()
  const sensing = startSensing(inventory, { platform, options, filter })
  await sensing.policy({ inventory: 'on' }, searched)
  await done(sensing)
  expect(found(sensing)).toEqual(['a.csv 1', 'both.csv 2'])
  expect(states(sensing).at(-1)).toMatchObject({ files: 3, done: 3, islands: 2 })
  rmSync(join(dir, 'a.csv'))
  writeFileSync(join(dir, 'deep', 'down', 'both.csv'), 'nobody')
  await done(sensing, 3)
  expect(found(sensing)).toContain('a.csv 0')
  expect(found(sensing)).toContain('both.csv 0')
  expect(sensing.islands.size).toBe(0)
})

it('lists no more what was emptied, or whose name something else has now', async () => {
  const { dir, platform } = home()
  const sensing = startSensing(inventory, { platform, options, filter })
  await sensing.policy({ inventory: 'on' }, searched)
  await done(sensing)
  writeFileSync(join(dir, 'a.csv'), '')
  rmSync(join(dir, 'deep', 'down', 'both.csv'))
  mkdirSync(join(dir, 'deep', 'down', 'both.csv'))
  await done(sensing, 3)
  expect(found(sensing)).toContain('a.csv 0')
  expect(found(sensing)).toContain('both.csv 0')
  expect(sensing.islands.size).toBe(0)
})

it('leaves alone what another machine serves within a home: it may never answer', async () => {
  const { dir, platform } = home()
  const cloud = join(dir, 'deep')
  const mounts = () => (path: string) => (path.startsWith(cloud) ? 'rclone' : undefined)
  const open = () => assert.fail('nothing is watched')
  const sensing = startSensing(inventory, {
    ...{ platform: { ...platform, remote: { mounts, open } }, options, filter },
  })
  await sensing.policy({ inventory: 'on' }, searched)
  await done(sensing)
  expect(found(sensing)).toEqual(['a.csv 1'])
})

it('does nothing unless policy says so, and pauses and goes on when it does', async () => {
  const { platform } = home()
  let room = 1
  const sensing = startSensing(inventory, {
    ...{ platform, options, filter },
    room: () => {
      room -= 1
      return room >= 0
    },
  })
  await sensing.policy({}, searched)
  await sensing.policy({ inventory: 'on' }, searched)
  await eventually(() => (sensing.refusals() > 0 ? true : undefined), 'a busy scanner')
  await sensing.policy({ inventory: 'paused' }, searched)
  await eventually(() => states(sensing).find(({ state }) => state === 'paused'), 'the pause')
  expect(sensing.islands.size).toBeLessThan(2)
  room = 1000
  await sensing.policy({ inventory: 'on' }, searched)
  await done(sensing)
  expect([...sensing.islands.entries()].map(([, customers]) => customers).sort()).toEqual([1, 2])
})
