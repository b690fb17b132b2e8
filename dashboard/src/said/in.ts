/** Says the collector's English sentences in another language, by their form. Pure; undefined where a sentence has another form. */
import type { Phrases, Said } from './said.ts'

/** Puts values into `{name}`. */
const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replaceAll(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole)

const phrase = (phrases: Phrases, text: string): string => phrases[text] ?? text
/** `7d` → `7 hari`. */
const spanIn = ({ spans }: Said, text: string): string => {
  const [, n = '', unit = ''] = /^(\d+)([dhms])$/.exec(text) ?? []
  const template = Object.entries(spans).find(([name]) => name === unit)?.[1]
  return template === undefined ? text : fill(template, { n })
}

const numberOf = (text: string): number => Number(text.replaceAll(',', ''))
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** What a headline needs besides the words: how a number of customers and a number read. */
export interface Numbers {
  readonly customers: (count: number) => string
  readonly count: (count: number) => string
}

const placeWords =
  'removable media|a network drive|a cloud folder|a watched folder|a phone|a printer|the clipboard|the CRM'
const headlineForms = {
  events: /^(?<customers>[\d,]+) customers? in (?<events>\d+) events: (?<title>.+)$/s,
  exported: /^(?<customers>[\d,]+) customers? exported from (?<label>.+)$/s,
  copiedIn: /^(?<customers>[\d,]+) customers? copied in (?<label>.+)$/s,
  printed: /^(?<customers>[\d,]+) customers? printed on "(?<label>.*?)": (?<file>.+)$/s,
  copiedTo: new RegExp(
    `^(?<customers>[\\d,]+) customers? copied to (?<place>${placeWords}) "(?<label>.*?)" in (?<file>.+)$`,
    's',
  ),
  rule: /^(?<customers>[\d,]+) customers?: (?<title>.+)$/s,
  seenOn: new RegExp(`^(?<title>.+?): (?<file>.+) on (?<place>${placeWords}) "(?<label>.*)"$`, 's'),
} as const
const forms = ['events', 'exported', 'copiedIn', 'printed', 'copiedTo', 'rule', 'seenOn'] as const

/** The worst fact of an alert. `812 customers copied to removable media "Stick" in a.csv`. */
export function headlineIn(said: Said, text: string, { customers, count }: Numbers) {
  const title = said.titles[text]
  if (title !== undefined) return title
  const source =
    /^(?<text>.*): (?<rows>[\d,]+) of the (?<of>[\d,]+) rows of export (?<number>\d+)$/s.exec(
      text,
    )?.groups
  const given = source?.text ?? text
  for (const form of forms) {
    const found = headlineForms[form].exec(given)?.groups
    if (!found) continue
    const words = fill(said.headline[form], {
      ...found,
      ...(found.customers !== undefined && { customers: customers(numberOf(found.customers)) }),
      ...(found.title !== undefined && { title: phrase(said.titles, found.title) }),
      ...(found.place !== undefined && { place: phrase(said.places, found.place) }),
    })
    if (!source) return words
    const { rows = '', of = '', number = '' } = source
    return fill(said.headline.ofExport, {
      ...{ text: words, number },
      ...{ rows: count(numberOf(rows)), of: count(numberOf(of)) },
    })
  }
  return undefined
}

/** `"A title", "another"` with each title said. */
const titlesIn = (said: Said, listed: string): string =>
  listed.replaceAll(/"([^"]*)"/g, (_, title: string) => `«${phrase(said.titles, title)}»`)

function correlationIn(said: Said, text: string): string | undefined {
  const absent = /^(?<before>.+) not followed by (?<after>.+) within (?<span>\d+[dhms])$/s.exec(
    text,
  )
  if (absent?.groups) {
    const { before = '', after = '', span = '' } = absent.groups
    const words = {
      before: titlesIn(said, before),
      after: titlesIn(said, after),
      span: spanIn(said, span),
    }
    return fill(said.reasons.absent, words)
  }
  const measure = Object.keys(said.measures).find(start => text.startsWith(`${start} `))
  const found = /^(?<what>.+?)(?:,)? within (?<span>\d+[dhms])$/s.exec(text)?.groups
  if (measure === undefined || !found) return undefined
  const { what = '', span = '' } = found
  const counted = /^(?:(?<fields>\S+(?:, \S+)*) in )?(?<rules>".+)$/s.exec(
    what.slice(measure.length + 1),
  )
  const { fields, rules = '' } = counted?.groups ?? {}
  const named = fields?.split(', ').map(field => phrase(said.fields, field))
  const words = [
    said.measures[measure],
    named?.join(', '),
    named && said.reasons.in,
    titlesIn(said, rules),
  ]
  return fill(said.reasons.within, {
    text: words.filter(Boolean).join(' '),
    span: spanIn(said, span),
  })
}

/** `Create, Update, … (9 values)` with each value that is a word said. */
const valuesIn = (said: Said, listed: string): string =>
  listed
    .split(', ')
    .map(value => {
      const count = /^… \((\d+) values\)$/.exec(value)?.[1]
      return count === undefined ? phrase(said.values, value) : fill(said.reasons.more, { count })
    })
    .join(', ')

function itemIn(said: Said, text: string): string | undefined {
  const [, before, value] = /^(.*) \(was (.*)\)$/s.exec(text) ?? []
  if (before !== undefined && value !== undefined) {
    const words = itemIn(said, before)
    return words && fill(said.reasons.was, { text: words, value: phrase(said.values, value) })
  }
  if (text.startsWith('not: ')) {
    const words = itemIn(said, text.slice(5))
    return words && fill(said.reasons.not, { text: words })
  }
  const isEvent = text.startsWith('the event ')
  const field = isEvent ? 'the event' : (/^\S+/.exec(text)?.[0] ?? '')
  const rest = text.slice(field.length + 1)
  const claim = said.claims[field]
  if (claim && rest === 'is true') return claim[0]
  if (claim && rest === 'is false') return claim[1]
  const verb = Object.keys(said.verbs)
    .toSorted((one, other) => other.length - one.length)
    .find(each => rest === each || rest.startsWith(`${each} `))
  if (verb === undefined || !(isEvent || field in said.fields)) return undefined
  const values = valuesIn(said, rest.slice(verb.length + 1))
  const name = isEvent ? said.reasons.event : phrase(said.fields, field)
  return [name, said.verbs[verb], values].filter(Boolean).join(' ')
}

/** Why a rule matched: one line of the engine's words. */
export function reasonIn(said: Said, text: string): string | undefined {
  const share = /^holds (?<rows>\d+) of the (?<of>\d+) rows of export (?<number>\d+)$/.exec(text)
  if (share?.groups) return capital(fill(said.reasons.export, share.groups))
  const canary =
    /^canary customer(?: of export (?<number>\d+))?(?:, made for (?<person>.+))?$/.exec(text)
  if (canary) {
    const { number, person } = canary.groups ?? {}
    const of = number === undefined ? said.reasons.canary : fill(said.reasons.canaryOf, { number })
    return capital(person === undefined ? of : fill(said.reasons.canaryFor, { text: of, person }))
  }
  const words = correlationIn(said, text) ?? itemIn(said, text)
  return words === undefined ? undefined : capital(words)
}
