/** English, what the pages behind the first one say. */
import about from './en/about.ts'
import access from './en/access.ts'
import admin from './en/admin.ts'
import approvals from './en/approvals.ts'
import coverage from './en/coverage.ts'
import held from './en/held.ts'
import hunt from './en/hunt.ts'
import islands from './en/islands.ts'
import leavers from './en/leavers.ts'
import person from './en/person.ts'
import rules from './en/rules.ts'
import setup from './en/setup.ts'
import tuning from './en/tuning.ts'

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
} as const
