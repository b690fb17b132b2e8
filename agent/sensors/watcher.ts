/** Watches one folder tree for file changes: the one place that knows the watching library. */
import { watch } from 'chokidar'

export type Change = 'add' | 'change' | 'unlink'

export interface Watcher {
  /** Resolves when changes from now on are seen. */
  readonly ready: Promise<void>
  close(): Promise<void>
}

/** Files that are there already are not told; symbolic links are not followed out of the tree. */
export function watchTree(
  path: string,
  {
    onChange,
    onError,
  }: { onChange: (change: Change, path: string) => void; onError: (error: unknown) => void },
): Watcher {
  const watcher = watch(path, {
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    atomic: false,
  })
  watcher.on('add', file => onChange('add', file))
  watcher.on('change', file => onChange('change', file))
  watcher.on('unlink', file => onChange('unlink', file))
  watcher.on('error', onError)
  return {
    ready: new Promise(resolve => watcher.once('ready', () => resolve())),
    close: () => watcher.close(),
  }
}
