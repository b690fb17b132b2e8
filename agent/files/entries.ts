/** What folders hold, by names that need not be text. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathOf, systemPath } from '../../events/path-bytes.ts'

export interface Entry {
  readonly name: string
  readonly isFolder: boolean
  /** A regular one. */
  readonly isFile: boolean
}

/** What a folder holds; links are neither. Rejects with the system's error. */
export async function entriesOf(folder: string): Promise<Entry[]> {
  const options = { withFileTypes: true, encoding: 'buffer' } as const
  const entries = await readdir(systemPath(folder), options)
  return entries.map(entry => ({
    name: pathOf(entry.name),
    isFolder: entry.isDirectory(),
    isFile: entry.isFile(),
  }))
}

/** All regular files below a folder. Rejects where the folder itself cannot be listed; what is gone below it, or not `isWanted`, is passed over. */
export async function* filesBelow(
  folder: string,
  isWanted: (path: string) => boolean = () => true,
): AsyncGenerator<string> {
  const folders = [folder]
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    const listing = entriesOf(at)
    const entries = at === folder ? await listing : await listing.catch(() => [])
    for (const { name, isFile, isFolder } of entries) {
      if (isFile) yield join(at, name)
      else if (isFolder && isWanted(join(at, name))) folders.push(join(at, name))
    }
  }
}
