/**
 * A folder that is held open, so that what is done in it happens there and nowhere else: the agent works as root in folders that other
 * people own, and these could be swapped for links at any moment.
 */
import { readlinkSync } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { pathOf, systemPath } from '../../events/path-bytes.ts'
import { isWithin } from '../files/feed.ts'

export interface HeldFolder {
  /** A path to a name in the folder that cannot be led elsewhere. */
  at(name: string): string | Buffer
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
  return {
    at: name => systemPath(`/proc/self/fd/${folder.fd}/${basename(name)}`),
    close: () => folder.close(),
  }
}

async function openFolder(path: string): Promise<FileHandle | undefined> {
  try {
    const bytes = systemPath(path)
    return (await lstat(bytes)).isDirectory() ? await open(bytes, 'r') : undefined
  } catch {
    return undefined
  }
}

function realPath({ fd }: FileHandle): string | undefined {
  try {
    return pathOf(readlinkSync(`/proc/self/fd/${fd}`, 'buffer'))
  } catch {
    return undefined
  }
}
