/** Permits: what lets one held file go, or a stick be filled later, signed by the collector; and the short code that says the same where there is no network. */
import { createHmac } from 'node:crypto'
import Type, { type Static } from 'typebox'
import { limits } from './limits.ts'

/** For one hold at one endpoint, into one place, up to a number of rows, until `exp`. */
const HoldPermit = Type.Object({
  hold: Type.String({ maxLength: 60 }),
  agent: Type.String({ maxLength: 128 }),
  action: Type.Union([Type.Literal('release'), Type.Literal('refuse')]),
  sha256: Type.String({ maxLength: 64 }),
  rows_max: Type.Integer({ minimum: 0 }),
  /** The path that the file is given back to. */
  target: Type.String({ maxLength: 8192 }),
  /** Epoch seconds (RFC 7519). */
  exp: Type.Integer(),
})
export type HoldPermit = Static<typeof HoldPermit>

/** For one person at one endpoint: files onto one stick, up to a number of rows in all, until `exp`. */
const DevicePermit = Type.Object({
  permit: Type.String({ maxLength: 128 }),
  agent: Type.String({ maxLength: 128 }),
  /** Marks of the accounts that the person has at this endpoint. */
  accounts: Type.Array(Type.String({ maxLength: 64 }), { maxItems: limits.permitAccountsMax }),
  /** Only where it is a number of the device's own. */
  serial: Type.String({ maxLength: 200 }),
  rows_max: Type.Integer({ minimum: 0 }),
  /** Epoch seconds (RFC 7519). */
  exp: Type.Integer(),
})
export type DevicePermit = Static<typeof DevicePermit>

/** The signed payload (JWS). */
export const Permit = Type.Union([HoldPermit, DevicePermit])
export type Permit = Static<typeof Permit>

/** JWS `typ` of a permit. */
export const permitType = 'clientkeep-permit+jwt'

/** Crockford's base 32: no letters that are taken for digits. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const codeLetters = 10

/** An account as one endpoint's policy names it: 128 bits of an HMAC under the endpoint's release key, so that nobody else reads whose it is. */
export const accountMark = (key: Uint8Array, account: string): string =>
  createHmac('sha256', key)
    .update(`clientkeep account ${account.trim().toLowerCase()}`)
    .digest('hex')
    .slice(0, 32)

/** The day of a code, UTC: `2026-11-25`. */
export const codeDay = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** The code that releases a hold on one day: 50 bits of an HMAC under the endpoint's release key, as `XXXXX-XXXXX`. */
export function releaseCode(key: Uint8Array, hold: string, day: string): string {
  const digest = createHmac('sha256', key).update(`clientkeep release ${hold} ${day}`).digest()
  const code = [...digest.subarray(0, codeLetters)]
    .map(byte => letters[byte % letters.length])
    .join('')
  return `${code.slice(0, 5)}-${code.slice(5)}`
}

/** Codes in a text that a person typed; letters that look alike are read as meant. */
export function codesIn(text: string): string[] {
  const found = text.toUpperCase().matchAll(/\b([0-9A-Z]{5})[- ]?([0-9A-Z]{5})\b/g)
  return [...found].map(([, left = '', right = '']) =>
    `${left}-${right}`.replaceAll('O', '0').replaceAll(/[IL]/g, '1'),
  )
}
