/** Knowing the collector by its pin: the digest of one public key in the chain of certificates that it shows. */
import { createHash, X509Certificate } from 'node:crypto'
import { Agent } from 'node:https'
import { isIP } from 'node:net'
import { checkServerIdentity, connect, type TLSSocket } from 'node:tls'

/** `sha256/` and the base64url SHA-256 of a certificate's SubjectPublicKeyInfo (RFC 7469, section 2.4). */
export function pinOf(certificate: X509Certificate): string {
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' })
  return `sha256/${createHash('sha256').update(spki).digest('base64url')}`
}

const chainMax = 10

/** The certificates that the peer showed, its own first. */
function chainOf(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = []
  let shown = socket.getPeerCertificate(true)
  while (shown?.raw && chain.length < chainMax) {
    const certificate = new X509Certificate(shown.raw)
    if (chain.at(-1)?.fingerprint256 === certificate.fingerprint256) break
    chain.push(certificate)
    shown = shown.issuerCertificate
  }
  return chain
}

/**
 * Why a chain is not the pinned collector's, or undefined. The key of the first certificate is proven by the handshake. Anybody can show the
 * certificate of a pinned authority, so that every signature from it down to the first certificate is checked, as are its dates and name.
 */
function chainFault(
  chain: readonly X509Certificate[],
  { pin, host, now }: { pin: string; host: string; now: number },
): string | undefined {
  const [own] = chain
  if (!own) return 'it shows no certificate'
  const at = chain.findIndex(certificate => pinOf(certificate) === pin)
  if (at < 0) return 'it shows another certificate than the enrolment token said'
  if (at === 0) return undefined
  for (const [index, certificate] of chain.slice(0, at).entries()) {
    const issuer = chain[index + 1]
    if (!issuer?.ca || !certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey))
      return 'its certificate is not signed by the authority that the enrolment token named'
    if (now < certificate.validFromDate.getTime() || now > certificate.validToDate.getTime())
      return 'its certificate has expired, or is not valid yet by the clock of this machine'
  }
  const named = checkServerIdentity(host, own.toLegacyObject())
  return named && `its certificate is for another name (${named.message})`
}

/** Connections to a pinned collector. Nothing is sent before the chain was checked: what is sent holds secrets. */
export function pinnedAgent(pin: string): Agent {
  // Resumed sessions show no certificate.
  const agent = new Agent({ keepAlive: true, maxSockets: 4, maxCachedSessions: 0 })
  agent.createConnection = (options, callback) => {
    const host = options.host ?? ''
    const name = isIP(host) === 0 ? { servername: host } : {}
    const socket = connect({ host, port: Number(options.port), rejectUnauthorized: false, ...name })
    const failed = (error: Error) => callback?.(error, socket)
    socket.once('error', failed)
    socket.once('secureConnect', () => {
      const fault = chainFault(chainOf(socket), { pin, host, now: Date.now() })
      if (fault === undefined) {
        socket.off('error', failed)
        callback?.(null, socket)
      } else socket.destroy(new Error(`not the collector that this endpoint enrolled at: ${fault}`))
    })
    return undefined
  }
  return agent
}
