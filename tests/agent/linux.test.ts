/** Linux: removable drives from the kernel's own tables, owners from the passwd file. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hiddenMounts } from '../../agent/platform/linux/hidden-mounts.ts'
import { ofDevices, ofNetwork, parseMounts } from '../../agent/platform/linux/mounts.ts'
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

describe('what lies on a removable drive', () => {
  const sys = (path: string) => join(root, 'layers', path)
  const values = (folder: string, named: Record<string, string>) => {
    mkdirSync(join(sys(folder)), { recursive: true })
    for (const [name, value] of Object.entries(named)) {
      mkdirSync(join(sys(folder), name, '..'), { recursive: true })
      writeFileSync(join(sys(folder), name), `${value}\n`)
    }
  }
  const links = (pairs: Record<string, string>) => {
    for (const [path, target] of Object.entries(pairs)) {
      mkdirSync(join(sys(path), '..'), { recursive: true })
      symlinkSync(sys(target), sys(path))
    }
  }
  const drivesOf = async (lines: readonly string[]) => {
    writeFileSync(sys('mountinfo'), lines.join('\n'))
    const paths = { sysfs: sys('sys'), dev: sys('dev'), mountinfo: sys('mountinfo') }
    const rest = { passwd: '', sessions: '', proc: '', x11: '', run: '', printSpool: '' }
    const drives = await linux({ ...paths, ...rest }).removableDrives()
    return drives.map(({ path }) => path)
  }

  it('is a drive too: encrypted, in a file, a part of it, a memory card, a disk of another machine; what the system runs from is none', async () => {
    values('sys/devices/usb1/sdb', { 'sdb1/size': '8', removable: '0' })
    values('sys/devices/virtual/block/dm-0', { removable: '0' })
    values('sys/devices/virtual/block/dm-1', { removable: '0' })
    values('sys/devices/virtual/block/loop0', { 'loop/backing_file': '/media/stick/box.img' })
    values('sys/devices/virtual/block/loop1', { 'loop/backing_file': '/srv/box.img' })
    values('sys/devices/pci/mmc0/block/mmcblk0', { 'device/type': 'SD', 'mmcblk0p1/size': '8' })
    values('sys/devices/pci/mmc1/block/mmcblk1', { 'device/type': 'MMC', 'mmcblk1p1/size': '8' })
    values('sys/devices/pci/slot/nvme0n1', { 'nvme0n1p1/size': '8' })
    values('sys/devices/pci/slot', { removable: 'removable' })
    values('sys/devices/platform/host3/session1/sdd', { removable: '0' })
    links({
      'sys/dev/block/8:17': 'sys/devices/usb1/sdb/sdb1',
      'sys/class/block/sdb1': 'sys/devices/usb1/sdb/sdb1',
      'sys/dev/block/253:0': 'sys/devices/virtual/block/dm-0',
      'sys/dev/block/253:1': 'sys/devices/virtual/block/dm-1',
      'sys/devices/virtual/block/dm-0/slaves/sdb1': 'sys/devices/usb1/sdb/sdb1',
      'sys/devices/virtual/block/dm-1/slaves/mmcblk1p1':
        'sys/devices/pci/mmc1/block/mmcblk1/mmcblk1p1',
      'sys/dev/block/7:0': 'sys/devices/virtual/block/loop0',
      'sys/dev/block/7:1': 'sys/devices/virtual/block/loop1',
      'sys/dev/block/179:1': 'sys/devices/pci/mmc0/block/mmcblk0/mmcblk0p1',
      'sys/dev/block/179:9': 'sys/devices/pci/mmc1/block/mmcblk1/mmcblk1p1',
      'sys/dev/block/259:1': 'sys/devices/pci/slot/nvme0n1/nvme0n1p1',
      'sys/dev/block/8:48': 'sys/devices/platform/host3/session1/sdd',
    })
    const drives = await drivesOf([
      '1 0 179:9 / / rw - ext4 /dev/mmcblk1p1 rw',
      '2 1 253:1 / /home rw - ext4 /dev/mapper/home rw',
      '3 1 8:17 / /media/stick rw - vfat /dev/sdb1 rw',
      '4 1 253:0 / /media/luks rw - ext4 /dev/mapper/luks-1 rw',
      '5 1 0:45 /@ /media/btrfs rw - btrfs /dev/sdb1 rw',
      '6 1 7:0 / /media/box rw - ext4 /dev/loop0 rw',
      '7 1 7:1 / /media/local rw - ext4 /dev/loop1 rw',
      '8 1 179:1 / /media/card rw - exfat /dev/mmcblk0p1 rw',
      '9 1 259:1 / /media/enclosure rw - ext4 /dev/nvme0n1p1 rw',
      '10 1 8:48 / /media/iscsi rw - ext4 /dev/sdd rw',
    ])
    const own = [
      '1 0 179:1 / / rw - ext4 /dev/mmcblk0p1 rw',
      '2 1 179:2 / /boot rw - vfat /dev/x rw',
    ]
    values('sys/devices/pci/mmc0/block/mmcblk0/mmcblk0p1', { partition: '1' })
    values('sys/devices/pci/mmc0/block/mmcblk0/mmcblk0p2', { partition: '2' })
    links({ 'sys/dev/block/179:2': 'sys/devices/pci/mmc0/block/mmcblk0/mmcblk0p2' })
    expect(await drivesOf(own)).toEqual([])
    const names = ['stick', 'luks', 'btrfs', 'box', 'card', 'enclosure', 'iscsi']
    expect(drives).toEqual(names.map(name => `/media/${name}`))
  })
})

describe('a volume that only some programs see', () => {
  it('is found by the mounts of the processes, also where it is encrypted', () => {
    const at = (path: string) => join(root, 'hidden', path)
    const write = (path: string, text: string) => {
      mkdirSync(join(at(path), '..'), { recursive: true })
      writeFileSync(at(path), text)
    }
    const devices = { list: () => [{ volumes: [{ device: 'sdb1', size: 1 }] }] }
    write('sys/class/block/sdb1/dev', '8:17\n')
    write('sys/class/block/dm-0/dev', '253:0\n')
    mkdirSync(at('sys/class/block/sdb1/holders/dm-0'), { recursive: true })
    const line = (device: string, path: string) => `9 1 ${device} / ${path} rw - ext4 /dev/x rw\n`
    write('mountinfo', line('254:1', '/'))
    for (const [pid, namespace, mounts] of [
      ['self', 'mnt:[1]', ''],
      ['20', 'mnt:[1]', line('8:17', '/not-looked-at')],
      ['21', 'mnt:[2]', line('254:1', '/')],
      ['22', 'mnt:[3]', line('253:0', '/secret')],
    ] as const) {
      write(`proc/${pid}/mountinfo`, mounts)
      mkdirSync(at(`proc/${pid}/ns`), { recursive: true })
      symlinkSync(namespace, at(`proc/${pid}/ns/mnt`))
    }
    const paths = { sysfs: at('sys'), proc: at('proc'), mountinfo: at('mountinfo') }
    expect(hiddenMounts(devices, paths)).toEqual([{ device: 'dm-0', path: '/secret', pid: 22 }])
    write('mountinfo', line('253:0', '/media/seen'))
    expect(hiddenMounts(devices, paths)).toEqual([])
  })
})

describe('mounts of other machines', () => {
  it('are those of shares, of programs and of disks that another machine serves', async () => {
    const mount = (type: string, source = 'x') => `9 1 0:9 / /mnt/${type} rw - ${type} ${source} rw`
    const found = ofNetwork(
      parseMounts(
        [
          ...['nfs4', 'cifs', 'fuse.rclone', 'fuse.sshfs', 'fuse', 'virtiofs'].map(type =>
            mount(type),
          ),
          ...['ext4', 'tmpfs', 'fuseblk', 'fuse.portal', 'fuse.Tool.AppImage'].map(type =>
            mount(type),
          ),
          mount('xfs', '/dev/nbd0'),
        ].join('\n'),
      ),
    )
    const types = ['nfs4', 'cifs', 'fuse.rclone', 'fuse.sshfs', 'fuse', 'virtiofs', 'xfs']
    expect(found.map(({ type }) => type)).toEqual(types)
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
