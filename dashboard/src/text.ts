/** Texts in the viewer's language: `t('queue.title')`. The language follows the browser until somebody chooses one; catalogs are loaded one at a time. */
import { createTranslator } from 'use-intl/core'
import type { Catalog } from './messages/catalog.ts'
import type en from './messages/en.ts'
import { createStore } from './store.ts'

/** Each language with its own name, the locale of its dates and numbers, and its catalog. */
export const languages = {
  en: { name: 'English', locale: 'en-GB', load: () => import('./messages/en.ts') },
  id: { name: 'Bahasa Indonesia', locale: 'id-ID', load: () => import('./messages/id.ts') },
  ru: { name: 'Русский', locale: 'ru-RU', load: () => import('./messages/ru.ts') },
} as const
export type Language = keyof typeof languages

const storageKey = 'clientkeep.language'
const isLanguage = (text: string): text is Language => Object.hasOwn(languages, text)

/** What was chosen, null for "as the browser". */
export function chosenLanguage(): Language | null {
  const kept = localStorage.getItem(storageKey)
  return kept !== null && isLanguage(kept) ? kept : null
}

/** The first language of the browser that there is a catalog for. Indonesian was `in` once. */
function browserLanguage(): Language {
  const wanted = navigator.languages.map(tag => tag.split('-')[0]?.toLowerCase() ?? '')
  return wanted.map(tag => (tag === 'in' ? 'id' : tag)).find(isLanguage) ?? 'en'
}

const translator = (locale: string, messages: Catalog) =>
  createTranslator({ locale, messages, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone })

type Translate = ReturnType<typeof createTranslator<typeof en>>

/** Says a message of the catalog; its arguments are checked. Before `speak` has been awaited there is none. */
export let t: Translate
export const language = createStore<Language>('en')
/** The locale of dates and numbers. */
export const locale = (): string => languages[language.get()].locale

/** Speaks the chosen language, or the browser's for null, from here on. */
export async function speak(choice: Language | null): Promise<void> {
  if (choice === null) localStorage.removeItem(storageKey)
  else localStorage.setItem(storageKey, choice)
  const next = choice ?? browserLanguage()
  const { default: messages } = await languages[next].load()
  t = translator(languages[next].locale, messages)
  document.documentElement.lang = next
  language.set(next)
}
