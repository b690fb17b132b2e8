/** Headers on their way through: what belongs to one connection stays there (RFC 9110 section 7.6.1), what claims an identity is ours to say. Pure. */
import type { IncomingHttpHeaders } from 'node:http'

/** Of one connection, never handed on. */
const hopByHop: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate'],
  ...['proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'http2-settings'],
])

/** Said by us alone, whatever a browser claims. */
const claims: ReadonlySet<string> = new Set([
  ...['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'],
  ...['x-forwarded-port', 'x-forwarded-server', 'x-forwarded-user', 'x-forwarded-email'],
])

/** Cookies that open something of ours: an application that saw them could act as the person. */
const ownCookie = /^clientkeep_/

const listed = (connection: string | undefined): ReadonlySet<string> =>
  new Set((connection ?? '').split(',').map(name => name.trim().toLowerCase()))

/** The cookies that are the application's. */
function foreignCookies(cookie: string): string {
  if (!cookie.includes('clientkeep_')) return cookie
  const kept = cookie.split(';').filter(part => !ownCookie.test(part.trim()))
  return kept.join(';').trim()
}

export interface Passed {
  /** `Host` as the browser asked for it. */
  readonly host: string
  readonly address: string
  readonly isSecure: boolean
  /** What the application is told: name in lower case and value; '' only strips what a browser claims. */
  readonly identity: readonly (readonly [name: string, value: string])[]
}

/** Request headers for the application, as name and value in turn. `ranges`: whether a part may be asked for. */
export function requestHeaders(
  headers: IncomingHttpHeaders,
  { host, address, isSecure, identity }: Passed,
  { ranges }: { readonly ranges: boolean },
): string[] {
  const dropped = listed(headers.connection)
  const ours = new Set(identity.map(([name]) => name))
  const out: string[] = ['host', host]
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name === 'host' || name.startsWith(':')) continue
    if (hopByHop.has(name) || dropped.has(name) || claims.has(name) || ours.has(name)) continue
    if (name === 'expect' || name.startsWith('x-clientkeep')) continue
    // An underscore is a dash to many applications (CGI), so it could pass for one of these.
    if (name.includes('_') && isForged(name, ours)) continue
    if (!ranges && (name === 'range' || name === 'if-range')) continue
    if (name === 'cookie') {
      const cookie = foreignCookies(String(value))
      if (cookie !== '') out.push(name, cookie)
      continue
    }
    for (const one of [value].flat()) out.push(name, one)
  }
  out.push('x-forwarded-for', address, 'x-forwarded-host', host)
  out.push('x-forwarded-proto', isSecure ? 'https' : 'http')
  for (const [name, value] of identity) if (value !== '') out.push(name, value)
  return out
}

function isForged(name: string, ours: ReadonlySet<string>): boolean {
  const plain = name.replaceAll('_', '-')
  return ours.has(plain) || claims.has(plain) || plain.startsWith('x-clientkeep')
}

export type ResponseHeaders = Record<string, string | string[]>

/** Response headers for the browser; a redirect to where the application really is leads back here. */
export function responseHeaders(headers: IncomingHttpHeaders, upstream: string): ResponseHeaders {
  const dropped = listed([headers.connection].flat().join())
  const out: ResponseHeaders = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || hopByHop.has(name) || dropped.has(name)) continue
    if (name === 'set-cookie') {
      const cookies = [value].flat().filter(cookie => !ownCookie.test(cookie.trim()))
      if (cookies.length > 0) out[name] = cookies
    } else if (name === 'location' && typeof value === 'string' && isBelow(value, upstream)) {
      out[name] = value.slice(upstream.length) || '/'
    } else out[name] = value
  }
  return out
}

const isBelow = (url: string, origin: string): boolean =>
  url.startsWith(origin) && ['/', '?', '#', undefined].includes(url[origin.length])
