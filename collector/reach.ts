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

/** The address for enrolment tokens: the first configured name, or the first of the certificate where all interfaces are listened on. */
export function reachedAt(url: string, { host, tls }: Config, shown: readonly string[]): string {
  const isAny = host === '0.0.0.0' || host === '::'
  const name = tls.names[0] ?? (isAny ? shown[0] : undefined)
  if (name === undefined) return url
  const { protocol, port } = new URL(url)
  return `${protocol}//${asHost(name)}${port === '' ? '' : `:${port}`}`
}
