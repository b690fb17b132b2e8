/** Linux: accounts from the passwd file, removable drives from the mount table and sysfs. Watching itself is the sensor's. */

import { readFileSync } from 'node:fs'
import { readFile, realpath } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { linuxClipboards } from './linux/clipboards.ts'
import { cupsPrinting } from './linux/cups.ts'
import { linuxDevices } from './linux/devices.ts'
import { programOf } from './linux/programs.ts'
import { atDesk } from './linux/sessions.ts'
import type { Account, Drive, Platform } from './platform.ts'

/** Folders of the kernel and of services that the tests replace. */
export interface LinuxPaths {
  readonly mountinfo: string
  readonly sysfs: string
  readonly passwd: string
  readonly dev: string
  readonly sessions: string
  readonly proc: string
  readonly x11: string
  readonly run: string
  readonly printSpool: string
}

const kernelPaths: LinuxPaths = {
  mountinfo: '/proc/self/mountinfo',
  sysfs: '/sys',
  passwd: '/etc/passwd',
  dev: '/dev',
  sessions: '/run/systemd/sessions',
  proc: '/proc',
  x11: '/tmp/.X11-unix',
  run: '/run/user',
  printSpool: '/var/spool/cups',
}

/** Mount points in mountinfo have blanks and backslashes as octal escapes (proc(5)). */
const unescapeOctal = (text: string): string =>
  text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  )

interface Mount {
  /** `major:minor` of the device. */
  readonly device: string
  readonly path: string
}

/** Mounts of block devices: lines of proc(5) mountinfo whose source is under /dev. */
export function parseMounts(mountinfo: string): Mount[] {
  return mountinfo.split('\n').flatMap(line => {
    const [left, right] = line.split(' - ')
    const fields = left?.split(' ') ?? []
    const [device, path] = [fields[2], fields[4]]
    const isBlock = right?.split(' ')[1]?.startsWith('/dev/') ?? false
    return device && path && isBlock ? [{ device, path: unescapeOctal(path) }] : []
  })
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch {
    return undefined
  }
}

/** A partition's flag is its disk's: sysfs has `removable` one folder up. */
async function isRemovable(device: string, sysfs: string): Promise<boolean> {
  // The entry is a link into the device tree: its parent must be taken of the real path.
  const block = await realpath(join(sysfs, 'dev', 'block', device)).catch(() => undefined)
  if (block === undefined) return false
  const flag =
    (await textOf(join(block, 'removable'))) ?? (await textOf(join(dirname(block), 'removable')))
  return flag === '1'
}

function readAccounts(passwd: string): Map<number, string> {
  try {
    const lines = readFileSync(passwd, 'utf8').split('\n')
    return new Map(
      lines.map(line => line.split(':')).map(fields => [Number(fields[2]), fields[0] ?? '']),
    )
  } catch {
    return new Map()
  }
}

/** The Linux platform; `paths` is for tests. */
export function linux(paths: LinuxPaths = kernelPaths): Platform {
  let accounts: Map<number, string> | undefined
  const self = userInfo()
  const session = { name: self.username, uid: String(self.uid) }
  function account(uid: number): Account {
    if (uid === self.uid) return session
    accounts ??= readAccounts(paths.passwd)
    return { name: accounts.get(uid) ?? `uid ${uid}`, uid: String(uid) }
  }
  return {
    name: 'linux',
    sessionAccount: session,
    account,
    // Who runs the agent without being the system itself sits at the desk.
    atDesk: () => atDesk(paths.sessions) ?? (self.uid === 0 ? undefined : session),
    devices: linuxDevices(paths),
    clipboards: linuxClipboards(paths, account),
    printing: cupsPrinting(paths.printSpool),
    program: pid => programOf(paths.proc, pid),
    removableDrives: async () => {
      const table = await textOf(paths.mountinfo)
      const drives: Drive[] = []
      for (const { device, path } of parseMounts(table ?? '')) {
        if (await isRemovable(device, paths.sysfs)) drives.push({ path, label: basename(path) })
      }
      return drives
    },
    gaps: ["the program that wrote a file is not known: a file counts as its owner's"],
  }
}
