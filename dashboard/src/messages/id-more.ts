/** Indonesian, what the pages behind the first one say. */
import type { MoreCatalog } from './catalog.ts'
import about from './id/about.ts'
import access from './id/access.ts'
import admin from './id/admin.ts'
import approvals from './id/approvals.ts'
import coverage from './id/coverage.ts'
import held from './id/held.ts'
import hunt from './id/hunt.ts'
import islands from './id/islands.ts'
import leavers from './id/leavers.ts'
import person from './id/person.ts'
import rules from './id/rules.ts'
import setup from './id/setup.ts'
import tuning from './id/tuning.ts'

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
