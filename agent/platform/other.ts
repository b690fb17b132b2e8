/** Systems without a platform file of their own: folders can be watched, drives and owners cannot be told. */
import { platform, userInfo } from 'node:os'
import type { Platform } from './platform.ts'

export function other(): Platform {
  const session = { name: userInfo().username }
  return {
    name: platform(),
    owner: () => ({ account: session, attribution: 'agent-account' }),
    atDesk: () => session,
    removableDrives: async () => [],
    homeFolders: () => [],
    networkMounts: async () => [],
    onMounts: async () => false,
    restrict: async () => 'volumes cannot be restricted on this system yet',
    holdFolder: async () => undefined,
    tellPerson: async () => 'this system shows no notices yet',
    fileFeed: async () => 'this system is not asked for its file changes yet',
    downloadedFrom: async () => undefined,
    gaps: [
      'removable drives are not found by themselves: name their folders in the watched places',
      'every file counts as the work of the account that runs the agent',
    ],
  }
}
