/** Where the dashboard is opened, as WebAuthn needs to know it: the origin of the page, and the domain that keys are bound to. Pure. */
import type { Config } from '../config.ts'
import type { Site } from './webauthn.ts'

/** Browsers allow keys without TLS on `localhost` alone, and never on a bare address. */
export function siteOf(
  { identity: { origin, rp_id, cookie_domain: cookieDomain } }: Config,
  port: number,
): Site {
  if (origin === undefined)
    return { origins: [`http://localhost:${port}`], rpId: 'localhost', cookieDomain }
  return { origins: [origin], rpId: rp_id ?? new URL(origin).hostname, cookieDomain }
}

/** Names under which the page may be called beside those of the machine itself. */
export const siteHosts = ({ identity: { origin } }: Config): string[] =>
  origin === undefined ? [] : [new URL(origin).hostname]
