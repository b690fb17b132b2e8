/** A feed by watching folders, for systems and accounts that the kernel tells nothing more. It cannot say who did it. */
import { type Watcher, watchTree } from '../sensors/watcher.ts'
import type { FileFeed, FileFeedListener } from './feed.ts'

/** Opens the feed; nothing is watched yet. */
export function folderFeed({ onChange, onError }: FileFeedListener): FileFeed {
  const watchers = new Map<string, Watcher>()
  return {
    knowsDoer: false,
    watch: async folder => {
      const watcher = watchTree(folder, {
        onChange: (change, path) => {
          const kind = change === 'unlink' ? 'removed' : 'closed'
          onChange({ kind, path, isNew: change === 'add', doer: {} })
        },
        onError,
      })
      watchers.set(folder, watcher)
      await watcher.ready
      return undefined
    },
    unwatch: folder => {
      watchers.get(folder)?.close()
      watchers.delete(folder)
    },
    close: () => {
      for (const watcher of watchers.values()) watcher.close()
      watchers.clear()
    },
  }
}
