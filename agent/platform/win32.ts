/** Windows: accounts by SID, drives by letter, devices out of SetupAPI, file changes by watched folder. What it cannot tell is in its gaps. */
import { readdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { win32 as path } from 'node:path'
import type { Account, NamedFolder, Platform } from './platform.ts'
import { accountOfProcess, ownerOf, personAtDesk } from './win32/accounts.ts'
import { changeFeed } from './win32/change-feed.ts'
import { windowsClipboards } from './win32/desks.ts'
import { windowsDevices, windowsDrives } from './win32/devices.ts'
import { holdFolder } from './win32/hold-folder.ts'
import { keySeal } from './win32/key-seal.ts'
import { showNotice } from './win32/notices.ts'
import { programOf } from './win32/processes.ts'
import { restrictVolume } from './win32/restrict.ts'
import { driveRoots, driveType, driveTypes, shareOf } from './win32/volumes.ts'
import { originIn } from './win32/zone-identifier.ts'

const zoneBytesMax = 16_384

async function downloadedFrom(file: string): Promise<string | undefined> {
  try {
    const stream = await open(`${file}:Zone.Identifier`, 'r')
    const { bytesRead, buffer } = await stream
      .read(Buffer.alloc(zoneBytesMax), 0, zoneBytesMax, 0)
      .finally(() => stream.close())
    return originIn(buffer.toString('utf8', 0, bytesRead))
  } catch {
    return undefined
  }
}

const ofNobody = /^(public|default|defaultuser\d*|all users|default user)$/i

/** Profiles lie beside the one that is everybody's. */
function homeFolders(): readonly NamedFolder[] {
  const { PUBLIC = 'C:\\Users\\Public' } = process.env
  const folder = path.dirname(PUBLIC)
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.isDirectory() && !ofNobody.test(entry.name))
      .map(({ name }) => ({ path: path.join(folder, name), label: name }))
  } catch {
    return []
  }
}

const networkDrives = (): readonly NamedFolder[] =>
  driveRoots()
    .filter(root => driveType(root) === driveTypes.remote)
    .map(root => ({ path: root, label: shareOf(root) ?? root.slice(0, 2) }))

/** The Windows platform. */
export function win32(): Platform {
  const devices = windowsDevices()
  const self: Account = accountOfProcess(process.pid) ?? { name: userInfo().username }
  return {
    name: 'windows',
    owner: (file, uid) => {
      const owner = uid === undefined ? undefined : ownerOf(file)
      if (owner) return { account: owner, attribution: 'owner' }
      const person = personAtDesk()
      return person
        ? { account: person, attribution: 'session' }
        : { account: self, attribution: 'agent-account' }
    },
    atDesk: personAtDesk,
    devices,
    clipboards: windowsClipboards(),
    program: programOf,
    removableDrives: async () => windowsDrives(devices),
    homeFolders,
    networkMounts: async () => networkDrives(),
    onMounts: async () => false,
    restrict: restrictVolume,
    fileFeed: async listener => changeFeed(listener),
    holdFolder,
    tellPerson: showNotice,
    keySeal,
    downloadedFrom,
    gaps: [
      'which program wrote a file is not known: Windows tells it to drivers only',
      'a file on a drive without owners (FAT, exFAT) counts as the work of who is logged in',
      'drives that a person connected to shares are not seen by the service: name the shares in the watched places',
      'files that a phone takes are not seen: that a phone was plugged in is',
      'print jobs are not seen',
    ],
  }
}
