/** The part before the @ of a made address, in the way that the base's own addresses are made of names. Pure. */
import { cyrillicLetters } from '../../content/fold.ts'
import type { CustomerRecord } from '../customers/record.ts'

/** Letters and digits of a word as an address has them. */
const latin = (word: string): string =>
  [...word.toLowerCase().replaceAll('ß', 'ss').normalize('NFKD')]
    .map(letter => cyrillicLetters[letter] ?? letter)
    .join('')
    .replaceAll(/[^a-z0-9]/g, '')

const patterns: readonly ((first: string, last: string) => string)[] = [
  (first, last) => `${first}.${last}`,
  (first, last) => `${first}${last}`,
  (first, last) => `${first}_${last}`,
  (first, last) => `${first}-${last}`,
  (first, last) => `${first.slice(0, 1)}.${last}`,
  (first, last) => `${first.slice(0, 1)}${last}`,
  (first, last) => `${last}.${first}`,
  (first, last) => `${last}${first.slice(0, 1)}`,
  first => first,
  (_, last) => last,
]

const partsOf = (name: string): readonly [string, string] => {
  const parts = name
    .split(/\s+/)
    .map(latin)
    .filter(part => part !== '')
  return [parts[0] ?? '', parts.at(-1) ?? '']
}

/** Local part for a name: by the pattern of a customer's own address, drawn as often as the base uses it; numbered where the base numbers. */
export function localPart(
  name: string,
  {
    donor,
    sample,
    random,
  }: {
    readonly donor: CustomerRecord
    readonly sample: readonly CustomerRecord[]
    readonly random: (below: number) => number
  },
): string {
  const [first, last] = partsOf(name)
  // A name in letters that have no Latin ones: an address as the country's others have it, with another number.
  if (first === '' || last === '') {
    const near = sample.filter(each => each.country === donor.country && each.emails.length > 0)
    const local = near[random(Math.max(1, near.length))]?.emails[0]?.split('@')[0] ?? 'contact'
    return `${local.replace(/\d+$/, '')}${1 + random(99)}`
  }
  for (let tries = 0; tries < 20; tries += 1) {
    const model = tries === 0 ? donor : sample[random(sample.length)]
    const local = model?.emails[0]?.split('@')[0]
    if (model?.name == null || local === undefined) continue
    const [modelFirst, modelLast] = partsOf(model.name)
    const bare = local.replace(/\d+$/, '')
    const pattern = patterns.find(make => make(modelFirst, modelLast) === bare)
    if (!pattern) continue
    const digits = [...local.slice(bare.length)].map(() => String(1 + random(9))).join('')
    return `${pattern(first, last)}${digits}`
  }
  return `${first}.${last}`
}
