/** Under which names the collector may be called, and which address agents are told. */
import type { Config } from './config.ts'
import { siteHosts } from './identity/site.ts'

const loopbackNames = ['127.0.0.1', 'localhost', '::1']

const asHost = (name: string): string => (name.includes(':') ? `[${name}]` : name).toLowerCase()

/** Names as they stand in a Host header. `shown`: those of the certificate. */
export const hostsOf = (config: Config, shown: readonly string[]): ReadonlySet<string> =>
  new Set(
    [...loopbackNames, config.host, ...config.tls.names, ...shown, ...siteHosts(config)].map(
      asHost,
    ),
  )

/** An address to call from this machine: who listens on all interfaces is reached on none of the name `[::]`. */
export const calledHere = (url: string): string => url.replace('//[::]', '//[::1]')

/**
 * The address for enrolment tokens: the first configured name; else the page's, where a proxy speaks TLS; else the first of the certificate
 * where all interfaces are listened on.
 */
export function reachedAt(
  url: string,
  { host, tls, identity }: Config,
  shown: readonly string[],
): string {
  if (tls.mode === 'never' && tls.names.length === 0 && identity.origin !== undefined)
    return identity.origin
  const isAny = host === '0.0.0.0' || host === '::'
  const name = tls.names[0] ?? (isAny ? shown[0] : undefined)
  if (name === undefined) return url
  const { protocol, port } = new URL(url)
  return `${protocol}//${asHost(name)}${port === '' ? '' : `:${port}`}`
}
