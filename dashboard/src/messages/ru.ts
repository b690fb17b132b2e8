/** Russian, what the first page says. Lacking a message of the English catalog, it does not compile. */
import type { FirstCatalog } from './catalog.ts'
import alert from './ru/alert.ts'
import cases from './ru/cases.ts'
import errors from './ru/errors.ts'
import live from './ru/live.ts'
import nav from './ru/nav.ts'
import queue from './ru/queue.ts'
import shell from './ru/shell.ts'
import touch from './ru/touch.ts'
import words from './ru/words.ts'

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
