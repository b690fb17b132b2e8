/** The HTTPS server that Fastify runs on, with a certificate that is renewed while it runs. */
import type { RequestListener, Server } from 'node:http'
import { createServer, type ServerOptions } from 'node:https'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { certificates, type Shown, speaksTls, stampOf, type TlsSettings } from './tls.ts'

export interface Tls {
  /** As it is now. */
  readonly shown: Shown
  /** Makes the server. */
  listener(handler: RequestListener, options: ServerOptions): Server
  /** A server made by hand gets renewed certificates too. */
  follow(server: { setSecureContext(options: { cert: string; key: string }): void }): void
  /** Calls back when another certificate is shown. */
  onRenewed(listener: () => void): void
  stop(): void
}

const checkMs = 3_600_000

interface Parts {
  readonly host: string
  readonly settings: TlsSettings
  readonly now: () => number
  readonly log: Logger
}

/** Undefined where no TLS is spoken. Throws Fault ERR_CONFIG_INVALID for given files that cannot be used. */
export function openTls(folder: string, { host, settings, now, log }: Parts): Tls | undefined {
  if (!speaksTls(host, settings)) return undefined
  const dir = join(folder, 'tls')
  const load = () => certificates(dir, { host, settings, now: now() })
  let shown = load()
  let stamp = stampOf(settings, now())
  const servers = new Set<{ setSecureContext(options: { cert: string; key: string }): void }>()
  const listeners: (() => void)[] = []

  /** Given files are read again once they changed, own ones are looked at once a day. */
  function check(): void {
    const next = stampOf(settings, now())
    if (next === stamp) return
    try {
      shown = load()
      stamp = next
      for (const server of servers) server.setSecureContext({ cert: shown.cert, key: shown.key })
      for (const listener of listeners) listener()
    } catch (error) {
      log.error({ err: error }, 'the new certificate cannot be used; the one before stays')
    }
  }
  const timer = setInterval(check, checkMs).unref()

  return {
    get shown() {
      return shown
    },
    listener: (handler, options) => {
      const { cert, key } = shown
      const server = createServer({ ...options, cert, key, minVersion: 'TLSv1.2' }, handler)
      servers.add(server)
      return server
    },
    follow: server => {
      servers.add(server)
    },
    onRenewed: listener => listeners.push(listener),
    stop: () => clearInterval(timer),
  }
}
