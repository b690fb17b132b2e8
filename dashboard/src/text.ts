/** Texts in the viewer's language: `t('queue.title')`. The language follows the browser until somebody chooses one; catalogs are loaded one at a time. */
import { createTranslator } from 'use-intl/core'
import type { Catalog, English } from './messages/catalog.ts'
import type { Said } from './said/said.ts'
import { createStore } from './store.ts'

// biome-ignore format: one line a language
/** Each language with its own name, the locale of its dates and numbers, its catalog in two parts (for the first page, and for the others), and the collector's words, which are English. */
export const languages = {
  en: { name: 'English', locale: 'en-GB', load: () => import('./messages/en.ts'), more: () => import('./messages/en-more.ts'), said: undefined, texts: undefined },
  id: { name: 'Bahasa Indonesia', locale: 'id-ID', load: () => import('./messages/id.ts'), more: () => import('./messages/id-more.ts'), said: () => import('./said/id.ts'), texts: () => import('./said/id-rules.json') },
  ru: { name: 'Русский', locale: 'ru-RU', load: () => import('./messages/ru.ts'), more: () => import('./messages/ru-more.ts'), said: () => import('./said/ru.ts'), texts: () => import('./said/ru-rules.json') },
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

type Translate = ReturnType<typeof createTranslator<English>>

/** Says a message of the catalog; its arguments are checked. Before `speak` has been awaited there is none. */
export let t: Translate
export const language = createStore<Language>('en')
/** The locale of dates and numbers. */
export const locale = (): string => languages[language.get()].locale

/** Pages ask for no part of the catalog but those that are loaded before them: the registry sees to it. */
const isEnough = (_parts: Partial<Catalog>): _parts is Catalog => true

let collectorWords: Said | undefined
/** What the collector's English means in the language that is spoken; undefined for English. */
export const said = (): Said | undefined => collectorWords

/** Whether anybody asked for more than the first page says. */
let isWhole = false

/** Speaks a language as far as it is needed: the first page's messages, or all. */
async function load(next: Language): Promise<void> {
  const [first, more, words] = await Promise.all([
    languages[next].load(),
    isWhole ? languages[next].more() : undefined,
    languages[next].said?.(),
  ])
  collectorWords = words?.default
  const messages: Partial<Catalog> = { ...first.default, ...more?.default }
  if (isEnough(messages)) t = translator(languages[next].locale, messages)
}

/** Resolves when the messages of all pages can be said. */
export async function sayAll(): Promise<void> {
  if (isWhole) return
  isWhole = true
  await load(language.get())
}

/** Speaks the chosen language, or the browser's for null, from here on. */
export async function speak(choice: Language | null): Promise<void> {
  if (choice === null) localStorage.removeItem(storageKey)
  else localStorage.setItem(storageKey, choice)
  const next = choice ?? browserLanguage()
  await load(next)
  document.documentElement.lang = next
  language.set(next)
}
