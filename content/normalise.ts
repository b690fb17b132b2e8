/** Turns identifiers as people write them into the one form that is hashed. Used on import; the scan of files has its own fast path. */
import {
  getCountryCallingCode,
  isSupportedCountry,
  Metadata,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'
import { canonicalEmail } from './canonical-email.ts'
import type { PhonePlan } from './filter-header.ts'

/** Below this an international number is a short code that would be found in any text. */
const phoneDigitsMin = 7

/** The canonical e-mail address (trimmed, NFKC, lower case, no `mailto:`, ASCII domain), or undefined where the text is none. */
export const normaliseEmail = (text: string): string | undefined => canonicalEmail(text)

/** The number in E.164 (`+4930…`), or undefined where it cannot be one. `defaultRegion` (ISO 3166 alpha-2) reads national forms. */
export function normalisePhone(text: string, defaultRegion: string): string | undefined {
  const bare = text.trim().replace(/^[=’'"\s]+/, '')
  const region = defaultRegion.toUpperCase()
  const known = isSupportedCountry(region) ? region : undefined
  const parsed = parsePhoneNumberFromString(bare, known)
  if (parsed?.isValid()) return parsed.number
  // People write 00 also where their country dials abroad in another way.
  const abroad = parsePhoneNumberFromString(bare.replace(/^00/, '+'))
  if (abroad?.isValid()) return abroad.number
  if (!parsed?.isPossible() || parsed.number.length <= phoneDigitsMin) return undefined
  // Metadata may lack a new range: a possible number is kept, unless it is so odd that reading it again changes it.
  return parsePhoneNumberFromString(parsed.number)?.number === parsed.number
    ? parsed.number
    : undefined
}

/** How the region (ISO 3166 alpha-2) writes national numbers, or undefined where libphonenumber does not know it. */
export function phonePlan(region: string): PhonePlan | undefined {
  const code = region.toUpperCase()
  if (!isSupportedCountry(code)) return undefined
  const metadata = new Metadata()
  metadata.selectNumberingPlan(code)
  return {
    callingCode: getCountryCallingCode(code),
    nationalPrefix: trunkPrefix(metadata),
    lengths: metadata.numberingPlan?.possibleLengths() ?? [],
  }
}

/** The typings leave `nationalPrefix` out; it is there at run time, and a test holds it to that. */
function trunkPrefix({ numberingPlan }: Metadata): string {
  if (!numberingPlan || !('nationalPrefix' in numberingPlan)) return ''
  if (typeof numberingPlan.nationalPrefix !== 'function') return ''
  const prefix: unknown = numberingPlan.nationalPrefix()
  return typeof prefix === 'string' ? prefix : ''
}
