/**
 * A folder that is held open, so that what is done in it happens there and nowhere else: the agent works as root in folders that other
 * people own, and these could be swapped for links at any moment.
 */
import { readlinkSync } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { isWithin } from '../files/feed.ts'

export interface HeldFolder {
  /** A path to a name in the folder that cannot be led elsewhere. */
  at(name: string): string
  close(): Promise<void>
}

/** Opens the folder of `path`; undefined where it is gone, or does not lie in `place` any more. */
export type HoldFolder = (path: string, place: string) => Promise<HeldFolder | undefined>

/** The same on Linux, by the links of its descriptors. */
export async function holdFolder(path: string, place: string): Promise<HeldFolder | undefined> {
  const folder = await openFolder(dirname(path))
  if (!folder) return undefined
  const real = realPath(folder)
  if (real === undefined || !isWithin(real, place)) {
    await folder.close()
    return undefined
  }
  return { at: name => `/proc/self/fd/${folder.fd}/${basename(name)}`, close: () => folder.close() }
}

async function openFolder(path: string): Promise<FileHandle | undefined> {
  try {
    return (await lstat(path)).isDirectory() ? await open(path, 'r') : undefined
  } catch {
    return undefined
  }
}

function realPath({ fd }: FileHandle): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`)
  } catch {
    return undefined
  }
}
