/** Russian. Lacking a message of the English catalog, it does not compile. */
import type { Catalog } from './catalog.ts'
import about from './ru/about.ts'
import access from './ru/access.ts'
import admin from './ru/admin.ts'
import alert from './ru/alert.ts'
import approvals from './ru/approvals.ts'
import cases from './ru/cases.ts'
import coverage from './ru/coverage.ts'
import errors from './ru/errors.ts'
import hunt from './ru/hunt.ts'
import islands from './ru/islands.ts'
import leavers from './ru/leavers.ts'
import live from './ru/live.ts'
import nav from './ru/nav.ts'
import person from './ru/person.ts'
import queue from './ru/queue.ts'
import setup from './ru/setup.ts'
import shell from './ru/shell.ts'
import touch from './ru/touch.ts'
import tuning from './ru/tuning.ts'
import words from './ru/words.ts'

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
