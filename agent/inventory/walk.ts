/** Walks the files below folders in an order that stays the same, so that a walk can go on where it was left. */
import { join } from 'node:path'
import { type Entry, entriesOf } from '../files/entries.ts'

/** Folders that programs fill by themselves: big, and no place where somebody keeps a list. */
const passedOver: ReadonlySet<string> = new Set([
  '.cache',
  '.git',
  'node_modules',
  '.npm',
  '.cargo',
])

/** Files that hold no text that anybody reads, by their ends. */
const noText =
  /\.(jpe?g|png|gif|webp|bmp|tiff?|ico|svg|mp[34]|m4a|ogg|wav|flac|avi|mkv|mov|webm|so|o|a|pyc|class|exe|dll|ttf|otf|woff2?|iso|img|qcow2|vdi)$/i

const byName = (one: Entry, other: Entry): number => (one.name < other.name ? -1 : 1)

/** Regular files below `folder`; links are not followed, what cannot be listed is passed over, and so are folders that are not `isHere`: to ask may never come back. */
export async function* walk(
  folder: string,
  isHere: (path: string) => boolean,
): AsyncGenerator<string> {
  if (!isHere(folder)) return
  const entries = await entriesOf(folder).catch(() => [])
  for (const entry of entries.toSorted(byName)) {
    const path = join(folder, entry.name)
    if (entry.isFolder && !passedOver.has(entry.name)) yield* walk(path, isHere)
    else if (entry.isFile && !noText.test(entry.name)) yield path
  }
}
