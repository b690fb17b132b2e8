/** English: the catalog that the others follow. One file per part of the dashboard. */
import about from './en/about.ts'
import access from './en/access.ts'
import admin from './en/admin.ts'
import alert from './en/alert.ts'
import approvals from './en/approvals.ts'
import cases from './en/cases.ts'
import coverage from './en/coverage.ts'
import errors from './en/errors.ts'
import hunt from './en/hunt.ts'
import islands from './en/islands.ts'
import leavers from './en/leavers.ts'
import live from './en/live.ts'
import nav from './en/nav.ts'
import person from './en/person.ts'
import queue from './en/queue.ts'
import setup from './en/setup.ts'
import shell from './en/shell.ts'
import touch from './en/touch.ts'
import tuning from './en/tuning.ts'
import words from './en/words.ts'

export default {
  about,
  access,
  admin,
  alert,
  approvals,
  cases,
  coverage,
  hunt,
  errors,
  islands,
  leavers,
  live,
  nav,
  person,
  queue,
  setup,
  shell,
  touch,
  tuning,
  words,
} as const
