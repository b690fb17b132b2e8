/** Russian, what the pages behind the first one say. */
import type { MoreCatalog } from './catalog.ts'
import about from './ru/about.ts'
import access from './ru/access.ts'
import admin from './ru/admin.ts'
import approvals from './ru/approvals.ts'
import coverage from './ru/coverage.ts'
import held from './ru/held.ts'
import hunt from './ru/hunt.ts'
import islands from './ru/islands.ts'
import leavers from './ru/leavers.ts'
import person from './ru/person.ts'
import rules from './ru/rules.ts'
import setup from './ru/setup.ts'
import tuning from './ru/tuning.ts'

export default {
  about,
  access,
  admin,
  approvals,
  coverage,
  held,
  hunt,
  islands,
  leavers,
  person,
  rules,
  setup,
  tuning,
} satisfies MoreCatalog
