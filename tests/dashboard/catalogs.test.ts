/** The message catalogs: every language says every message, with the same arguments, and the pages have no text of their own. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createTranslator } from 'use-intl/core'
import { describe, expect, it } from 'vitest'
import en from '../../dashboard/src/messages/en.ts'
import enMore from '../../dashboard/src/messages/en-more.ts'
import id from '../../dashboard/src/messages/id.ts'
import idMore from '../../dashboard/src/messages/id-more.ts'
import ru from '../../dashboard/src/messages/ru.ts'
import ruMore from '../../dashboard/src/messages/ru-more.ts'

interface Catalog {
  readonly [key: string]: string | Catalog
}

const catalogs: Readonly<Record<string, Catalog>> = {
  en: { ...en, ...enMore },
  id: { ...id, ...idMore },
  ru: { ...ru, ...ruMore },
}

/** `queue.title` → its text, for all messages. */
const flat = (catalog: Catalog, prefix = ''): [key: string, text: string][] =>
  Object.entries(catalog).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${prefix}${key}`, value] as [string, string]]
      : flat(value, `${prefix}${key}.`),
  )

/** Names of arguments and tags, sorted. */
const namesIn = (text: string): string[] =>
  [
    ...new Set(
      [...text.matchAll(/\{(\w+)[,}]|<(\w+)>/g)].map(([, argument, tag]) => argument ?? `<${tag}>`),
    ),
  ].sort()

const english = new Map(flat(catalogs.en ?? {}))
const others = Object.entries(catalogs).filter(([language]) => language !== 'en')

/** Says a message with numbers for its arguments and the words themselves for its tags. */
function say(language: string, key: string, text: string, number: number): string {
  const messages: Record<string, string> = { it: text }
  const t = createTranslator({
    locale: language,
    messages,
    onError: error => {
      throw new Error(`${language} ${key}: ${error.message}`)
    },
  })
  const values = Object.fromEntries(
    namesIn(text).map(name =>
      name.startsWith('<')
        ? [name.slice(1, -1), (words: unknown) => `[${String(words)}]`]
        : [name, number],
    ),
  )
  return String(t.rich('it', values))
}

describe('the message catalogs', () => {
  it('have the same messages in every language', () => {
    const keys = [...english.keys()].sort()
    for (const [language, catalog] of others)
      expect([
        language,
        flat(catalog)
          .map(([key]) => key)
          .sort(),
      ]).toEqual([language, keys])
  })

  it('take the same arguments in every language', () => {
    const wrong = others.flatMap(([language, catalog]) =>
      flat(catalog)
        .filter(([key, text]) => `${namesIn(text)}` !== `${namesIn(english.get(key) ?? '')}`)
        .map(([key]) => `${language} ${key}`),
    )
    expect(wrong).toEqual([])
  })

  it('can be said, whatever the number', () => {
    for (const [language, catalog] of Object.entries(catalogs)) {
      for (const [key, text] of flat(catalog)) {
        for (const number of [0, 1, 3, 5, 21])
          expect(say(language, key, text, number)).not.toMatch(/[{}]/)
      }
    }
  })

  it('count in Russian as Russians do', () => {
    const wrong = flat(catalogs.ru ?? {}).filter(
      ([, text]) => text.includes(', plural,') && !/\bfew \{/.test(text) && /one \{/.test(text),
    )
    expect(wrong).toEqual([])
  })
})

/** What a file of the dashboard reaches without waiting, itself among it. */
function reached(file: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(file) || !/\.tsx?$/.test(file)) return known
  known.add(file)
  const imports = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export)(?! type)[^;]*?from '(\.[^']+)'/gm,
  )
  for (const [, path = ''] of imports) reached(join(dirname(file), path), known)
  return known
}

describe('the pages', () => {
  it('say first only what is loaded first', () => {
    const from = (name: string) => join(import.meta.dirname, '../../dashboard/src', name)
    const files = new Set(['main.tsx', 'pages/queue.tsx'].flatMap(name => [...reached(from(name))]))
    const said = new RegExp(
      `\\bt(?:\\.rich)?\\(\\s*['\`](${Object.keys(enMore).join('|')})\\.`,
      'g',
    )
    const wrong = [...files].flatMap(file =>
      [...readFileSync(file, 'utf8').matchAll(said)].map(([hit]) => `${file}: ${hit}`),
    )
    expect(files.size).toBeGreaterThan(30)
    // Said where a device is decided on, on a page that has all words.
    expect(wrong.filter(hit => !hit.includes('admin-api.ts'))).toEqual([])
  })

  it('have no text outside the catalogs', () => {
    const root = join(import.meta.dirname, '../../dashboard/src')
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name =>
      name.endsWith('.tsx'),
    )
    const wrong = files.flatMap(name => {
      const text = readFileSync(join(root, name), 'utf8').replaceAll('Clientkeep', '')
      const found = [
        ...text.matchAll(/^\s*>?[A-Z][a-z]+ [a-z]+ [a-z].*$|>[A-Z][a-z]{2,}[^<>{}=;()]*<\//gm),
        ...text.matchAll(
          /\b(?:aria-label|title|label|placeholder|description|alt)="(?:[A-Z]|[^"]* )[^"]*"/g,
        ),
      ]
      return found.map(([hit]) => `${name}: ${hit.trim()}`)
    })
    expect(wrong).toEqual([])
  })
})
