/** Indonesian. Lacking a message of the English catalog, it does not compile. */
import type { Catalog } from './catalog.ts'
import about from './id/about.ts'
import access from './id/access.ts'
import admin from './id/admin.ts'
import alert from './id/alert.ts'
import approvals from './id/approvals.ts'
import cases from './id/cases.ts'
import coverage from './id/coverage.ts'
import errors from './id/errors.ts'
import hunt from './id/hunt.ts'
import islands from './id/islands.ts'
import leavers from './id/leavers.ts'
import live from './id/live.ts'
import nav from './id/nav.ts'
import person from './id/person.ts'
import queue from './id/queue.ts'
import setup from './id/setup.ts'
import shell from './id/shell.ts'
import touch from './id/touch.ts'
import tuning from './id/tuning.ts'
import words from './id/words.ts'

export default {
  about,
  access,
  admin,
  alert,
  approvals,
  cases,
  coverage,
  hunt,
  person,
  errors,
  islands,
  leavers,
  live,
  nav,
  queue,
  setup,
  shell,
  touch,
  tuning,
  words,
} satisfies Catalog
