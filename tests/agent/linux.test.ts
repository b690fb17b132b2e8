/** Linux: removable drives from the kernel's own tables, owners from the passwd file. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ofDevices, parseMounts } from '../../agent/platform/linux/mounts.ts'
import {
  giveBackProgramPages,
  unchangedMappings,
} from '../../agent/platform/linux/program-pages.ts'
import { linux } from '../../agent/platform/linux.ts'

let root = ''
const mountinfo = [
  '22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw',
  '35 22 8:17 / /media/anna/MY\\040STICK rw,nosuid shared:2 - vfat /dev/sdb1 rw',
  '36 22 8:1 / /srv rw shared:3 - ext4 /dev/sda1 rw',
  '40 22 0:21 / /proc rw - proc proc rw',
  'nonsense',
  '',
].join('\n')

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'clientkeep-linux-'))
  const disk = (name: string, partition: string, device: string, removable: string) => {
    const folder = join(root, 'sys', 'devices', name)
    mkdirSync(join(folder, partition), { recursive: true })
    writeFileSync(join(folder, 'removable'), `${removable}\n`)
    mkdirSync(join(root, 'sys', 'dev', 'block'), { recursive: true })
    symlinkSync(join(folder, partition), join(root, 'sys', 'dev', 'block', device))
  }
  disk('sdb', 'sdb1', '8:17', '1')
  disk('sda', 'sda1', '8:1', '0')
  writeFileSync(join(root, 'mountinfo'), mountinfo)
  writeFileSync(
    join(root, 'passwd'),
    'root:x:0:0:root:/root:/bin/sh\nanna:x:12345:100::/home/anna:/bin/sh\n',
  )
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const platform = () =>
  linux({
    mountinfo: join(root, 'mountinfo'),
    sysfs: join(root, 'sys'),
    passwd: join(root, 'passwd'),
    dev: join(root, 'dev'),
    sessions: join(root, 'sessions'),
    proc: join(root, 'proc'),
    x11: join(root, 'x11'),
    run: join(root, 'run'),
    printSpool: join(root, 'cups'),
  })

describe('the mount table', () => {
  it('is read with its escapes, block devices only', () => {
    expect(ofDevices(parseMounts(mountinfo)).map(({ path }) => path)).toEqual([
      '/',
      '/media/anna/MY STICK',
      '/srv',
    ])
  })
})

describe('removable drives', () => {
  it('are those whose disk says so, by the partition that is mounted', async () => {
    expect(await platform().removableDrives()).toEqual([
      { path: '/media/anna/MY STICK', label: 'MY STICK', isReadOnly: false },
    ])
  })

  it('are none where the kernel tells nothing', async () => {
    const nowhere = '/nowhere'
    const blind = linux({
      mountinfo: nowhere,
      sysfs: nowhere,
      passwd: nowhere,
      dev: nowhere,
      sessions: nowhere,
      proc: nowhere,
      x11: nowhere,
      run: nowhere,
      printSpool: nowhere,
    })
    expect(await blind.removableDrives()).toEqual([])
  })
})

describe("a file's owner", () => {
  it('is named from the passwd file, or by number', () => {
    expect(platform().owner('/f', 12_345)).toEqual({
      account: { name: 'anna', uid: '12345' },
      attribution: 'owner',
    })
    expect(platform().owner('/f', 999_999).account).toEqual({
      name: 'uid 999999',
      uid: '999999',
    })
  })
})

describe('memory that a start needed', () => {
  const area = (range: string, rights: string, path: string, anonymous: number) =>
    `${range} ${rights} 00001000 fe:00 42    ${path}\nSize: 8 kB\nRss: 8 kB\nAnonymous: ${anonymous} kB\nVmFlags: rd ex mr mw me\n`

  it('is that of files which nobody can write to and nobody changed, and no other', () => {
    const smaps = [
      area('1000-3000', 'r-xp', '/opt/node', 0),
      area('3000-5000', 'r--p', '/opt/node', 4),
      area('5000-7000', 'rw-p', '/opt/node', 0),
      area('7000-9000', 'r-xs', '/opt/node', 0),
      area('9000-b000', 'r-xp', '[vdso]', 0),
      area('b000-d000', 'r--p', '', 0),
      area('ffffff000000-ffffff004000', 'r--p', '/usr/lib/a b.so', 0),
    ]
    expect(unchangedMappings(smaps.join(''))).toEqual([
      { from: 0x1000n, bytes: 0x2000 },
      { from: 0xffffff000000n, bytes: 0x4000 },
    ])
  })

  it('is given back, and the program goes on', () => {
    const before = process.memoryUsage.rss()
    expect(giveBackProgramPages()).toBe(0)
    expect(process.memoryUsage.rss()).toBeLessThan(before)
  })
})
