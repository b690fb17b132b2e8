/** Takes names out of what detection remembers: texts keep their place, so that counts and windows of everybody else go on. Pure. */
import { randomUUID } from 'node:crypto'

/** A JSON value in which the words, in any case, are others that nobody had; keys of objects stay. */
export function unname(value: unknown, words: readonly string[]): unknown {
  const forms = words.filter(word => word !== '').map(word => RegExp.escape(word))
  if (forms.length === 0) return value
  const finder = new RegExp(
    `(?<![\\p{L}\\p{N}._-])(?:${forms.join('|')})(?![\\p{L}\\p{N}._-])`,
    'giu',
  )
  const others = new Map<string, string>()
  const other = (word: string): string => {
    const folded = word.toLowerCase()
    const found = others.get(folded) ?? `deleted-${randomUUID()}`
    others.set(folded, found)
    return found
  }
  const walk = (inner: unknown): unknown => {
    if (typeof inner === 'string') return inner.replace(finder, other)
    if (Array.isArray(inner)) return inner.map(walk)
    if (typeof inner !== 'object' || inner === null) return inner
    return Object.fromEntries(Object.entries(inner).map(([key, each]) => [key, walk(each)]))
  }
  return walk(value)
}
