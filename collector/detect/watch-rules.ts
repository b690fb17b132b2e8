/** Says when rule files in a folder change. Does not read them. */
import { watch } from 'node:fs'

/** An editor writes a file in several steps. */
const quietMs = 300

/** Calls `changed` once the folder has been quiet after a change; gives how to stop. `failed` is told where the system cannot watch. */
export function watchRules(
  dir: string,
  changed: () => void,
  failed: (error: unknown) => void,
): () => void {
  let timer: NodeJS.Timeout | undefined
  const watcher = watch(dir, { recursive: true, persistent: false }, () => {
    clearTimeout(timer)
    timer = setTimeout(changed, quietMs)
    timer.unref()
  })
  watcher.on('error', failed)
  return () => {
    clearTimeout(timer)
    watcher.close()
  }
}
