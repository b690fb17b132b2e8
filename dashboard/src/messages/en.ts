/** English, what the first page says: the catalog that the others follow. One file per part of the dashboard. */
import alert from './en/alert.ts'
import cases from './en/cases.ts'
import errors from './en/errors.ts'
import live from './en/live.ts'
import nav from './en/nav.ts'
import queue from './en/queue.ts'
import shell from './en/shell.ts'
import touch from './en/touch.ts'
import words from './en/words.ts'

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
} as const
