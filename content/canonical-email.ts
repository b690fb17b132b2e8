/** The canonical form of an e-mail address. Apart from `normalise.ts`, because endpoints need it without the phone number metadata. */
import { domainToASCII } from 'node:url'

const localCharsMax = 64
const addressCharsMax = 254
const localChars = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~.-]+$/u
const domainLabel = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u
const isAscii = (text: string): boolean => /^[\u0021-\u007e]*$/.test(text)

/** Lower case, NFKC, `mailto:` and `Name <…>` taken off, domain in ASCII; undefined where the text is no address (RFC 5321 sizes). */
export function canonicalEmail(text: string): string | undefined {
  const folded = text.normalize('NFKC').toLowerCase().normalize('NFKC').trim()
  const inner = /<([^<>]*)>$/.exec(folded)?.[1] ?? folded
  const bare = inner.trim().replace(/^mailto:\s*/, '')
  const at = bare.lastIndexOf('@')
  const local = bare.slice(0, Math.max(at, 0))
  const domain = asciiDomain(bare.slice(at + 1))
  if (domain === undefined || !localChars.test(local) || local.length > localCharsMax) {
    return undefined
  }
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) return undefined
  const address = `${local}@${domain}`
  return address.length > addressCharsMax ? undefined : address
}

function asciiDomain(domain: string): string | undefined {
  const labels = domain.split('.')
  const last = labels.at(-1) ?? ''
  if (labels.length < 2 || last.length < 2 || /^\d+$/.test(last)) return undefined
  if (!labels.every(label => label.length <= 63 && domainLabel.test(label))) return undefined
  if (isAscii(domain)) return domain
  const ascii = domainToASCII(domain)
  return ascii.includes('.') ? ascii : undefined
}
