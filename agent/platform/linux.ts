/** Linux: accounts from the passwd file, removable drives from the mount table and sysfs. Watching itself is the sensor's. */

import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { desktopNotifier } from '../notice.ts'
import type { ReadGuardListener } from '../reading/guard.ts'
import { holdFolder } from '../vault/place-handle.ts'
import { accountNames } from './linux/account-names.ts'
import { capSysAdmin, hasCapability } from './linux/capabilities.ts'
import { linuxClipboards } from './linux/clipboards.ts'
import { cupsPrinting } from './linux/cups.ts'
import { linuxDevices } from './linux/devices.ts'
import { linuxDrives } from './linux/drives.ts'
import { hiddenMounts } from './linux/hidden-mounts.ts'
import { isWithoutOwners, ofNetwork, parseMounts, remoteMount } from './linux/mounts.ts'
import { openProcesses } from './linux/processes.ts'
import { programOf } from './linux/programs.ts'
import { restrictVolume } from './linux/restrict.ts'
import { atDesk } from './linux/sessions.ts'
import { textOf } from './linux/sysfs.ts'
import type { Account, Platform } from './platform.ts'

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

interface PasswdEntry {
  readonly name: string
  readonly uid: number
  readonly home: string
}

function readPasswd(path: string): PasswdEntry[] {
  const lines = (textOf(path) ?? '').split('\n').map(line => line.split(':'))
  return lines.map(([name = '', , uid, , , home = '']) => ({ name, uid: Number(uid), home }))
}

/** Numbers of people's accounts (login.defs(5): UID_MIN, UID_MAX). */
const isPerson = ({ uid }: PasswdEntry): boolean => uid >= 1000 && uid <= 60_000

/** The library for calls of the system costs 12 MB: who has no right to what it is for does not load it. */
const mayAskKernel = (): boolean => hasCapability('CapEff', capSysAdmin)

/** The Linux platform; `paths` is for tests. */
export function linux(paths: LinuxPaths = kernelPaths): Platform {
  const nameOf = accountNames(() => readPasswd(paths.passwd))
  const devices = linuxDevices(paths)
  const mounts = () => parseMounts(textOf(paths.mountinfo) ?? '')
  const self = userInfo()
  const session = { name: self.username, uid: String(self.uid) }
  function account(uid: number): Account {
    if (uid === self.uid) return session
    return { name: nameOf(uid) ?? `uid ${uid}`, uid: String(uid) }
  }
  return {
    name: 'linux',
    owner: (path, uid) => {
      // Where files have no owners all are root's, or whose the mount says.
      const isOwned = uid !== undefined && !(uid === 0 && isWithoutOwners(path, mounts()))
      if (isOwned) return { account: account(uid), attribution: 'owner' }
      const person = atDesk(paths.sessions)
      return person
        ? { account: person, attribution: 'session' }
        : { account: session, attribution: 'agent-account' }
    },
    // Who runs the agent without being the system itself sits at the desk.
    atDesk: () => atDesk(paths.sessions) ?? (self.uid === 0 ? undefined : session),
    devices,
    clipboards: linuxClipboards(paths, account),
    printing: cupsPrinting(paths.printSpool),
    program: pid => programOf(paths.proc, pid),
    removableDrives: async () => linuxDrives(mounts(), devices, paths),
    hiddenMounts: () => hiddenMounts(devices, paths),
    homeFolders: () => {
      const all = mounts()
      return readPasswd(paths.passwd)
        .filter(isPerson)
        .filter(({ home }) => remoteMount(home, all) !== undefined || existsSync(home))
        .map(({ name, home }) => ({ path: home, label: name }))
    },
    networkMounts: async () =>
      ofNetwork(mounts()).map(({ path, source }) => ({ path, label: source })),
    remote: {
      mounts: () => {
        const all = mounts()
        return path => remoteMount(path, all)
      },
      open: async (listener, parts) => {
        const { openRemoteFolders } = await import('./linux/remote-folders.ts')
        return openRemoteFolders(listener, parts)
      },
    },
    onMounts: async (listener, signal) => {
      if (!mayAskKernel()) return false
      const { followMounts } = await import('./linux/follow-mounts.ts')
      return followMounts(paths.mountinfo, listener, signal)
    },
    restrict: restrictVolume,
    holdFolder,
    tellPerson: desktopNotifier(),
    ...(mayAskKernel() && {
      guardReading: async (listener: ReadGuardListener) => {
        const { openReadGuard } = await import('./linux/read-guard.ts')
        return openReadGuard(listener, { account })
      },
      giveBackMemory: async () => {
        const { giveBackProgramPages } = await import('./linux/program-pages.ts')
        giveBackProgramPages()
      },
    }),
    fileFeed: async listener => {
      if (!mayAskKernel())
        return 'the agent has no right to the feed of the kernel (it needs CAP_SYS_ADMIN)'
      const { kernelFeed } = await import('./linux/kernel-feed.ts')
      const { openLineage } = await import('./linux/lineage.ts')
      const lineage = openLineage()
      if (typeof lineage === 'string')
        listener.onError(`who wrote is not known of processes that end at once (${lineage})`)
      const known = typeof lineage === 'string' ? undefined : lineage
      const feed = kernelFeed(listener, { processes: openProcesses(account, { lineage: known }) })
      if (typeof feed === 'string') {
        known?.close()
        return feed
      }
      return {
        ...feed,
        close: () => {
          feed.close()
          known?.close()
        },
      }
    },
    downloadedFrom: async path => {
      const { attributeOf } = await import('./linux/native.ts')
      const names = ['user.xdg.origin.url', 'user.xdg.referrer.url']
      // What a page made itself has the page's address in it.
      const addresses = names.map(name => attributeOf(path, name)?.replace(/^blob:/, ''))
      return addresses.find(address => address && URL.parse(address)?.hostname)
    },
    gaps: [
      ...(mayAskKernel()
        ? []
        : [
            'without CAP_SYS_ADMIN (root, or the service of the package) it is not known who wrote a file, nor who opened one, and no program can be kept from reading',
          ]),
      'a file that is written through a memory map after it was closed is not told',
      'what is written to a raw device, or to a drive that is mounted for some programs alone, is not told: that it is there is',
      'files on phones (MTP, PTP) are not seen; the phone itself is',
      'copies in programs of GNOME on Wayland are not seen; those in X11 programs there are',
    ],
  }
}
