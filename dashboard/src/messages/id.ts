/** Indonesian, what the first page says. Lacking a message of the English catalog, it does not compile. */
import type { FirstCatalog } from './catalog.ts'
import alert from './id/alert.ts'
import cases from './id/cases.ts'
import errors from './id/errors.ts'
import live from './id/live.ts'
import nav from './id/nav.ts'
import queue from './id/queue.ts'
import shell from './id/shell.ts'
import touch from './id/touch.ts'
import words from './id/words.ts'

export default {
  alert,
  cases,
  errors,
  live,
  nav,
  queue,
  shell,
  touch,
  words,
} satisfies FirstCatalog
