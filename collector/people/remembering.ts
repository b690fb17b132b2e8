/** A directory that remembers whom it resolved, for a reader of many events. Who changes people tells it to forget. */
import { limits } from '../../events/limits.ts'
import type { Directory, Person } from './directory.ts'

/** The directory, and how to make it forget. */
export function remembering(directory: Directory): Directory & { forget(): void } {
  const resolved = new Map<string, Person | undefined>()
  return {
    ...directory,
    resolve: (account, hostname) => {
      const key = `${account}\n${hostname}`
      const known = resolved.get(key)
      if (known !== undefined || resolved.has(key)) return known
      const person = directory.resolve(account, hostname)
      if (resolved.size >= limits.rememberedAccountsMax) resolved.clear()
      resolved.set(key, person)
      return person
    },
    forget: () => resolved.clear(),
  }
}
