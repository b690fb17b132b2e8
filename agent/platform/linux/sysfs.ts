/** Reads single values out of sysfs and folders of the kernel; what is not there, or is gone meanwhile, is undefined. */
import { readdirSync, readFileSync, realpathSync } from 'node:fs'

/** The text of a file, trimmed; undefined where there is none. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}

/** The bytes of a file. */
export function bytesOf(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/** The names in a folder, sorted; none where there is no such folder. */
export function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path).sort()
  } catch {
    return []
  }
}

/** The real path behind links. */
export function targetOf(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

/** `KEY=value` lines, as in `uevent` and in files of services. */
export const pairsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split('\n').flatMap(line => {
      const at = line.indexOf('=')
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : []
    }),
  )
