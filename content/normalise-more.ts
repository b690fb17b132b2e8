/** The canonical forms of identifiers other than e-mail and phone, as import hands them to the tokenizer. */

const idCharsMin = 4
const idCharsMax = 24
const nine = 0x39

/** Letters and digits only, upper case; undefined where it is too short, too long, not ASCII or has no digit. */
export function normaliseId(text: string): string | undefined {
  const bare = text
    .normalize('NFKC')
    .replaceAll(/[\s\-._/'`]/g, '')
    .toUpperCase()
  if (bare.length < idCharsMin || bare.length > idCharsMax) return undefined
  return /^[A-Z0-9]*[0-9][A-Z0-9]*$/.test(bare) ? bare : undefined
}

/** Length and places of the letters of a canonical id, as one number: `C00123` is a letter and five digits. `letters` has a bit a place. */
export const shapeOf = (length: number, letters: number): number => length * 2 ** 24 + letters

/** The same of a canonical id. */
export function shapeOfId(canonical: string): number {
  let letters = 0
  for (let at = 0; at < canonical.length; at += 1) {
    if (canonical.charCodeAt(at) > nine) letters |= 1 << at
  }
  return shapeOf(canonical.length, letters)
}

/** The host of a website without `www.`, lower case; undefined where the text is none. */
export function normaliseDomain(text: string): string | undefined {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/[/?#:].*$/, '')
    .replace(/^www\./, '')
  return /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/.test(host) &&
    host.length <= 250
    ? host
    : undefined
}

/** A messenger name without `@`, address and punctuation: letters and digits, lower case. */
export function normaliseHandle(text: string): string | undefined {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^.*[/:@]/, '')
    .replaceAll(/[._-]/g, '')
  return bare.length >= idCharsMin && bare.length <= idCharsMax && /^[a-z0-9]+$/.test(bare)
    ? bare
    : undefined
}
