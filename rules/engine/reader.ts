/** Takes typed values out of a YAML map and reports, with position, what is missing or of the wrong kind. */
import { didYouMean, type Position, type Report } from './faults.ts'
import type { YamlMap, YamlNode } from './yaml.ts'

const article = { map: 'a map', list: 'a list', scalar: 'a single value' } as const

/** Reads keys of one map; each method returns undefined where the key is missing or wrong. */
export interface Reader {
  readonly at: (key: string) => Position
  readonly text: (key: string, isRequired: boolean) => string | undefined
  readonly integer: (
    key: string,
    range: readonly [min: number, max: number],
    isRequired: boolean,
  ) => number | undefined
  readonly oneOf: <Word extends string>(
    key: string,
    words: readonly Word[],
    isRequired: boolean,
  ) => Word | undefined
  readonly texts: (key: string, isRequired: boolean) => readonly string[] | undefined
  readonly map: (key: string, isRequired: boolean) => YamlMap | undefined
  readonly items: (key: string, isRequired: boolean) => readonly YamlNode[] | undefined
  readonly node: (key: string) => YamlNode | undefined
  /** Reports keys that are not in the list. */
  readonly only: (known: readonly string[]) => void
}

/** A reader of `map`; `owner` names it in messages, e.g. `"clientkeep"`, and is empty for the rule itself. */
export function reader(map: YamlMap, owner: string, report: Report): Reader {
  const nameOf = (key: string) => (owner === '' ? `"${key}"` : `"${owner}.${key}"`)
  const find = (key: string) => map.entries.find(entry => entry.key === key)
  const node = (key: string) => find(key)?.value
  const at = (key: string) => node(key)?.at ?? map.at

  /** The value, unless it is missing or null; a missing one is reported where it is required. */
  function value(key: string, isRequired: boolean): YamlNode | undefined {
    const found = node(key)
    if (found && !(found.kind === 'scalar' && found.value === null)) return found
    if (isRequired) report(at(key), `${nameOf(key)} is missing`)
    return undefined
  }

  const wrong = (key: string, wanted: string) => void report(at(key), `${nameOf(key)} ${wanted}`)

  function text(key: string, isRequired: boolean): string | undefined {
    const found = value(key, isRequired)
    if (!found) return undefined
    if (found.kind !== 'scalar') return wrong(key, `must be text, not ${article[found.kind]}`)
    const words = String(found.value).trim()
    return words === '' ? wrong(key, 'must not be empty') : words
  }

  return {
    at,
    node,
    text,
    integer(key, [min, max], isRequired) {
      const found = value(key, isRequired)
      if (!found) return undefined
      const number = found.kind === 'scalar' ? found.value : undefined
      const isWithin = typeof number === 'number' && number >= min && number <= max
      if (isWithin && Number.isInteger(number)) return number
      return wrong(key, `must be a whole number from ${min} to ${max}`)
    },
    oneOf(key, words, isRequired) {
      const found = text(key, isRequired)
      if (found === undefined) return undefined
      const word = words.find(known => known === found)
      return word ?? wrong(key, `must be one of ${words.join(', ')}${didYouMean(found, words)}`)
    },
    texts(key, isRequired) {
      const found = value(key, isRequired)
      if (!found) return undefined
      const nodes = found.kind === 'list' ? found.items : [found]
      const words = nodes.flatMap(item => (item.kind === 'scalar' ? [String(item.value)] : []))
      if (words.length < nodes.length) return wrong(key, 'must be a list of texts')
      return words.length === 0 && isRequired ? wrong(key, 'must not be empty') : words
    },
    map(key, isRequired) {
      const found = value(key, isRequired)
      if (!found || found.kind === 'map') return found
      return wrong(key, `must be a map, not ${article[found.kind]}`)
    },
    items(key, isRequired) {
      const found = value(key, isRequired)
      if (!found) return undefined
      return found.kind === 'list' ? found.items : wrong(key, 'must be a list')
    },
    only(known) {
      for (const { key, keyNode } of map.entries) {
        if (known.includes(key)) continue
        report(keyNode.at, `unknown key ${nameOf(key)}${didYouMean(key, known)}`)
      }
    },
  }
}
