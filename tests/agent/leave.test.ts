/** Leave and restriction of single people at the endpoint: a permit to fill one stick, and what a secured person can still do. */
import { execFileSync } from 'node:child_process'
import { existsSync, realpathSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import Value from 'typebox/value'
import { afterEach, describe, expect, it } from 'vitest'
import { hasCapability } from '../../agent/platform/linux/capabilities.ts'
import { linux } from '../../agent/platform/linux.ts'
import type { Platform } from '../../agent/platform/platform.ts'
import { files } from '../../agent/sensors/files.ts'
import { openLeave } from '../../agent/vault/leave.ts'
import { type DriveIdentity, FileActivity, type HoldState } from '../../events/file-activity.ts'
import { accountMark, type DevicePermit } from '../../events/permit.ts'
import type { HoldPolicy, Policy } from '../../events/policy.ts'
import { eventually } from '../collector/harness.ts'
import { filterOf } from '../content/scanning.ts'
import { sensingDir, startSensing, stopSensing } from './sensing.ts'

const hasRight = process.platform === 'linux' && hasCapability('CapEff', 21)
if (!hasRight) console.warn('skipped: holds need root on Linux')

const key = Buffer.alloc(32, 9)
const locked = join(import.meta.dirname, '../content/extract/fixtures/encrypted.zip')
const sealKey = Buffer.alloc(32, 7)
const now = Date.now()
const later = Math.floor(now / 1000) + 3600

const stick: DriveIdentity = {
  name: 'Kingston DataTraveler',
  serial: '60A44C3FAE22',
  identity: { quality: 'strong' },
}
const permit = (more: Partial<DevicePermit> = {}): DevicePermit => ({
  permit: 'p1',
  agent: 'agent-1',
  accounts: [accountMark(key, 'anna')],
  serial: '60A44C3FAE22',
  rows_max: 200,
  exp: later,
  ...more,
})
const policyOf = (more: Partial<Policy> = {}): Policy => ({
  version: 1,
  issued_at: now,
  watch: { places: [], removable_drives: true },
  filter: { version: 'none', sha256: '' },
  release_key: key.toString('base64url'),
  ...more,
})
const leaveWith = (permits: readonly DevicePermit[], path = join(sensingDir(), 'used')) => {
  const leave = openLeave(path, sealKey, { now: () => now, degraded: () => {} })
  leave.learn(policyOf(), permits)
  return leave
}
const file = { drive: stick, account: 'anna', sha256: 'a', rows: 150 }

afterEach(stopSensing)

describe('a permit for a stick', () => {
  it('lets files be up to its rows, each content once, and remembers that over a restart', () => {
    const path = join(sensingDir(), 'used')
    const leave = leaveWith([permit()], path)
    expect(leave.use(file)).toBe('p1')
    expect(leave.use(file)).toBe('p1')
    expect(leave.use({ ...file, sha256: 'b', rows: 51 })).toBeUndefined()
    const after = leaveWith([permit()], path)
    expect(after.use({ ...file, sha256: 'b', rows: 51 })).toBeUndefined()
    expect(after.use({ ...file, sha256: 'c', rows: 50 })).toBe('p1')
    expect(after.use({ ...file, sha256: 'd', rows: 1 })).toBeUndefined()
  })

  it.each<[string, Partial<DevicePermit>, Partial<typeof file>]>([
    ['is over', { exp: Math.floor(now / 1000) - 1 }, {}],
    ['is for another stick', { serial: '0000AAAA' }, {}],
    ['is for another person', { accounts: [accountMark(key, 'olaf')] }, {}],
    ['was marked for another endpoint', { accounts: [accountMark(sealKey, 'anna')] }, {}],
    [
      'is for a number that others have too',
      {},
      { drive: { ...stick, identity: { quality: 'weak' } } },
    ],
    ['is for a stick, and this is a share', {}, { drive: undefined }],
  ])('lets nothing be where it %s', (_, given, other) => {
    const leave = leaveWith([permit(given)])
    expect(leave.use({ ...file, ...other })).toBeUndefined()
  })

  it('is not taken any more where somebody changed what was used', () => {
    const path = join(sensingDir(), 'used')
    leaveWith([permit()], path).use(file)
    writeFileSync(path, '{}')
    expect(leaveWith([permit()], path).use({ ...file, sha256: 'b', rows: 1 })).toBeUndefined()
  })
})

describe.skipIf(!hasRight)('at a real folder', () => {
  const emails = Array.from({ length: 30 }, (_, row) => `c${row}@firm${row}.example`)
  const holds: HoldPolicy = { mode: 'hold', customers_max: 10, kinds: ['removable'], ask: 'desk' }
  const account = userInfo().username
  const mark = accountMark(key, account)

  /** By another process: the agent's own files are not looked at. */
  const write = (place: string, name: string, lines: readonly string[]) =>
    execFileSync('sh', ['-c', 'printf "%s\\n" "$@" > "$0"', join(place, name), ...lines])

  function sense(more: Partial<Platform> = {}) {
    const place = realpathSync(sensingDir())
    const restricted: string[] = []
    const sensing = startSensing(files, {
      platform: {
        ...linux(),
        atDesk: () => ({ name: account, uid: '0' }),
        removableDrives: async () => [{ path: place, label: 'STICK', identity: stick }],
        restrict: async (_, access) => {
          restricted.push(access)
          return undefined
        },
        ...more,
      },
      options: { quietMs: 20 },
      filter: filterOf({ emails }),
    })
    const told = (state: HoldState) =>
      eventually(
        () =>
          sensing.events.find(
            event =>
              Value.Check(FileActivity, event) && event.unmapped.clientkeep.hold?.state === state,
          ),
        `a file that is ${state}`,
      )
    return { place, restricted, sensing, told }
  }

  it('a file under the permit stays and is told, one beyond it is held', async () => {
    const { place, sensing, told } = sense()
    const given = permit({ accounts: [mark], rows_max: 40 })
    const more = { release_key: key.toString('base64url'), permits: [JSON.stringify(given)] }
    await sensing.policy({ removable_drives: true, holds }, more)
    write(place, 'list.csv', ['Email', ...emails])
    expect(await told('permitted')).toMatchObject({
      disposition: 'Allowed',
      unmapped: { clientkeep: { hold: { id: 'p1', rows: 31 } } },
    })
    expect(existsSync(join(place, 'list.csv'))).toBe(true)
    write(place, 'more.csv', ['Email', ...emails.slice(0, 20)])
    await told('held')
    expect(existsSync(join(place, 'more.csv'))).toBe(false)
  })

  it('a permit for rows lets nothing go that needs a password', async () => {
    const { place, sensing, told } = sense()
    const given = permit({ accounts: [mark] })
    const more = { release_key: key.toString('base64url'), permits: [JSON.stringify(given)] }
    const order = { ...holds, unread: ['encrypted' as const] }
    await sensing.policy({ removable_drives: true, holds: order }, more)
    execFileSync('cp', [locked, join(place, 'list.zip')])
    expect(await told('held')).toMatchObject({
      unmapped: { clientkeep: { hold: { unread: 'encrypted' } } },
    })
    expect(existsSync(join(place, 'list.zip'))).toBe(false)
  })

  it('a file whose writer was over before anybody looked is the work of its owner: permit and hold are theirs', async () => {
    const { fileFeed } = linux()
    const { place, sensing, told } = sense({
      fileFeed: listener =>
        fileFeed({
          ...listener,
          onChange: change => listener.onChange({ ...change, doer: {} }),
        }),
    })
    const given = permit({ accounts: [accountMark(key, 'nobody')], rows_max: 40 })
    const more = { release_key: key.toString('base64url'), permits: [JSON.stringify(given)] }
    await sensing.policy({ removable_drives: true, holds }, more)
    const writeAsNobody = (name: string, lines: readonly string[]) =>
      execFileSync('sh', [
        ...['-c', ': > "$0" && chown nobody "$0" && printf "%s\\n" "$@" >> "$0"'],
        ...[join(place, name), 'Email', ...lines],
      ])
    const theirs = { actor: { user: { name: 'nobody' } } }
    writeAsNobody('list.csv', emails)
    expect(await told('permitted')).toMatchObject(theirs)
    writeAsNobody('more.csv', emails.slice(0, 20))
    expect(await told('held')).toMatchObject(theirs)
  })

  it('a secured person writes no customer anywhere, and the stick that is there turns read-only', async () => {
    const { place, restricted, sensing, told } = sense()
    const release_key = key.toString('base64url')
    await sensing.policy({ removable_drives: true }, { release_key })
    expect(restricted).toEqual([])
    const secured = [{ account: mark, until: Date.now() + 3_600_000 }]
    await sensing.policy({ removable_drives: true }, { release_key, secured })
    expect(restricted).toEqual(['read-only'])
    write(place, 'one.txt', emails.slice(0, 1))
    await told('held')
    expect(existsSync(join(place, 'one.txt'))).toBe(false)
    execFileSync('cp', [locked, join(place, 'list.zip')])
    await eventually(() => !existsSync(join(place, 'list.zip')) || undefined, 'the locked file')
    const over = [{ account: mark, until: Date.now() - 1 }]
    await sensing.policy({ removable_drives: true }, { release_key, secured: over })
    expect(restricted).toEqual(['read-only'])
  })
})
