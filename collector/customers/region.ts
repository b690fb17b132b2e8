/** A country as CRMs write it, as ISO 3166-1 alpha-2: the code itself, or the name in the languages of our users. */
const locales = ['en', 'id', 'ru', 'de', 'es', 'pt']

let byName: Map<string, string> | undefined

/** `SU` has become `RU`: codes of countries that are no more carry the names of their successors. */
const isObsolete = (code: string): boolean => new Intl.Locale(`und-${code}`).region !== code

function names(): Map<string, string> {
  const map = new Map<string, string>()
  for (const locale of locales) {
    const display = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' })
    for (let first = 65; first <= 90; first += 1) {
      for (let second = 65; second <= 90; second += 1) {
        const code = String.fromCharCode(first, second)
        if (isObsolete(code)) continue
        const name = display.of(code)
        if (name) map.set(name.toLowerCase(), code)
      }
    }
  }
  for (const [name, code] of [
    ['uk', 'GB'],
    ['england', 'GB'],
    ['usa', 'US'],
    ['america', 'US'],
    ['рф', 'RU'],
  ] as const) {
    map.set(name, code)
  }
  return map
}

/** The region code, or undefined where the text is no known country. */
export function regionOf(country: string | null): string | undefined {
  if (country === null) return undefined
  const text = country.trim().toLowerCase()
  byName ??= names()
  const named = byName.get(text)
  if (named) return named
  return /^[a-z]{2}$/.test(text) ? text.toUpperCase() : undefined
}

/** Why a code is no country's (ISO 3166-1 alpha-2), in words; undefined where it is one. */
export function regionFault(code: string): string | undefined {
  const { region } = new Intl.Locale(`und-${code}`)
  const isKnown =
    code !== 'ZZ' && new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code)
  if (!isKnown) return `"${code}" is no country; write its code of ISO 3166-1, such as DE`
  return region === code ? undefined : `"${code}" is no code of ISO 3166-1; write ${region}`
}
