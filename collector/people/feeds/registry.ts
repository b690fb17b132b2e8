/** All kinds of people feeds. A new one is a file in `kinds/` and a line here; it is loaded when a feed of it is configured. */
import type { Feed } from './feed.ts'

export const feedKinds: Readonly<Record<string, () => Promise<Feed>>> = {
  csv: async () => (await import('./kinds/csv.ts')).csv,
  ldap: async () => (await import('./kinds/ldap.ts')).ldap,
}
