/** What the collector says, in the viewer's language. What people wrote stays as it is. */
import { plainReason } from '../reason-words.ts'
import { said, t } from '../text.ts'
import { count } from '../words.ts'
import { headlineIn, reasonIn } from './in.ts'

const numbers = {
  customers: (value: number): string => t('words.customers', { count: value }),
  count,
}

/** The title of a rule; one that somebody wrote here stays as it was written. */
export const titleWords = (title: string): string => said()?.titles[title] ?? title

/** The worst fact of an alert. */
export function headlineWords(text: string): string {
  const words = said()
  return (words && headlineIn(words, text, numbers)) ?? text
}

/** Why a rule matched, one line. */
export function reasonWords(text: string): string {
  const words = said()
  return (words && reasonIn(words, text)) ?? plainReason(text)
}
