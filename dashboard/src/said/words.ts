/** What the collector says, in the viewer's language. What people wrote stays as it is. */
import { useEffect } from 'react'
import { createStore, useStore } from '../store.ts'
import { type Language, language, languages, said, t } from '../text.ts'
import { count } from '../words.ts'
import { headlineIn, reasonIn } from './in.ts'
import type { Phrases } from './said.ts'

const numbers = {
  customers: (value: number): string => t('words.customers', { count: value }),
  count,
}

/** What shipped rules say at length, by the English text; empty until it is asked for, and in English. */
const ruleTexts = createStore<Phrases>({})
let loaded: Language | undefined

async function loadRuleTexts(): Promise<void> {
  const now = language.get()
  if (loaded === now) return
  loaded = now
  const texts = await languages[now].texts?.()
  if (loaded === now) ruleTexts.set(texts?.default ?? {})
}

/** Says a paragraph or a step of a shipped rule; another one stays as it is. What is needed for it is loaded meanwhile. */
export function useRuleText(): (text: string) => string {
  const texts = useStore(ruleTexts)
  useEffect(() => {
    loadRuleTexts()
  }, [])
  return text => texts[text.replaceAll(/\s+/g, ' ').trim()] ?? text
}

/** The title of a rule; one that somebody wrote here stays as it was written. */
export const titleWords = (title: string): string => said()?.titles[title] ?? title

/** What was done, as OCSF names it: `Create` → `create`. */
export const activityWords = (activity: string): string =>
  said()?.values[activity] ?? activity.toLowerCase()

/** The worst fact of an alert. */
export function headlineWords(text: string): string {
  const words = said()
  return (words && headlineIn(words, text, numbers)) ?? text
}

/** Why a rule matched: the lines of the engine's reason, or their plain English. */
export function reasonWords(reason: string, why: readonly string[] | undefined): readonly string[] {
  const words = said()
  const lines = reason.split('\n').filter(line => line.trim() !== '')
  return lines.map((line, at) => (words && reasonIn(words, line)) ?? why?.[at] ?? line)
}
