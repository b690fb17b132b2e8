/** What the collector shows over TLS: a certificate under an authority of its own, made at the first start and renewed in time, or given ones. */
import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { Fault, systemCode } from '../../events/fault.ts'
import { makeAuthority, makeServerCertificate } from './certificate.ts'

export interface TlsSettings {
  readonly mode: 'auto' | 'always' | 'never'
  readonly cert_file?: string | undefined
  readonly key_file?: string | undefined
  /** Names and addresses under which agents and people reach this collector. */
  readonly names: readonly string[]
}

/** What is shown now. */
export interface Shown {
  /** PEM: the server's certificate and those above it. */
  readonly cert: string
  readonly key: string
  /** Host names and addresses that the certificate is for. */
  readonly names: readonly string[]
  /** For the token: `sha256/…` of the authority's key; undefined for given certificates, which the system's trust store must know. */
  readonly pin: string | undefined
  /** UTC epoch milliseconds. */
  readonly until: number
}

const loopback = ['localhost', '127.0.0.1', '::1']
const subject = 'Clientkeep collector authority'
const dayMs = 86_400_000
const [authorityDays, serverDays, renewDays] = [3650, 90, 30]

const isLoopback = (host: string): boolean => host === 'localhost' || /^(127\.|::1$)/.test(host)
const isAny = (host: string): boolean => host === '0.0.0.0' || host === '::'

/** Whether TLS is spoken: always beyond this machine, unless it is said that something in front does. */
export const speaksTls = (host: string, { mode, cert_file }: TlsSettings): boolean =>
  mode === 'always' || (mode === 'auto' && (cert_file !== undefined || !isLoopback(host)))

/** All names that lead here: what is configured first, then what this machine calls itself. */
function ownNames(host: string, { names }: Pick<TlsSettings, 'names'>): readonly string[] {
  const addresses = isAny(host)
    ? Object.values(networkInterfaces())
        .flatMap(list => list ?? [])
        .map(({ address }) => address)
    : [host]
  const usable = addresses.filter(address => !address.startsWith('fe80:'))
  const machine = isLoopback(host) ? [] : [hostname().toLowerCase()]
  return [...new Set([...names, ...machine, ...usable, ...loopback])]
}

/** RFC 7469, section 2.4: of the SubjectPublicKeyInfo. */
export const pinOf = (certificate: X509Certificate): string =>
  `sha256/${createHash('sha256')
    .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64url')}`

/** Written beside and renamed, so that a crash leaves the old or the new one. */
function keep(path: string, text: string): void {
  writeFileSync(`${path}.next`, text, { mode: 0o600, flush: true })
  renameSync(`${path}.next`, path)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Fault(
      'ERR_CONFIG_INVALID',
      `${path}: cannot be read (${systemCode(error)}); correct tls.cert_file and tls.key_file`,
      { cause: error },
    )
  }
}

const namesOf = ({ subjectAltName = '' }: X509Certificate): string[] =>
  subjectAltName.split(', ').flatMap(part => /^(?:DNS|IP Address):(.+)$/.exec(part)?.[1] ?? [])

function given(certFile: string, keyFile: string): Shown {
  const [cert, key] = [read(certFile), read(keyFile)]
  try {
    const certificate = new X509Certificate(cert)
    if (!certificate.checkPrivateKey(createPrivateKey(key)))
      throw new Error("the key is not the certificate's")
    const until = Date.parse(certificate.validTo)
    return { cert, key, names: namesOf(certificate), pin: undefined, until }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Fault(
      'ERR_CONFIG_INVALID',
      `${certFile} with ${keyFile}: cannot be used (${why}); give a PEM chain, the server first, and its key`,
      { cause: error },
    )
  }
}

interface Authority {
  readonly certificate: string
  readonly key: KeyObject
}

/** Whether it is good now and for so many days. One that was made while the clock ran ahead is not good yet. */
const isValid = ({ validFrom, validTo }: X509Certificate, now: number, days: number): boolean =>
  Date.parse(validFrom) <= now && Date.parse(validTo) > now + days * dayMs

/** The authority's key stays for good, since agents pinned it; its certificate is made anew before it ends. */
function openAuthority(dir: string, now: number): Authority {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const [certFile, keyFile] = [join(dir, 'authority.pem'), join(dir, 'authority.key')]
  if (!existsSync(keyFile)) {
    const made = makeAuthority(subject, { now, days: authorityDays })
    keep(keyFile, made.key)
    keep(certFile, made.certificate)
  }
  const key = createPrivateKey(read(keyFile))
  const isGood = () => isValid(new X509Certificate(read(certFile)), now, 2 * serverDays)
  if (!existsSync(certFile) || !isGood())
    keep(certFile, makeAuthority(subject, { now, days: authorityDays, key }).certificate)
  return { certificate: read(certFile), key }
}

function own(dir: string, names: readonly string[], now: number): Shown {
  const authority = openAuthority(dir, now)
  const [certFile, keyFile] = [join(dir, 'server.pem'), join(dir, 'server.key')]
  const wanted = names.filter(name => isIP(name) > 0 || /^[\w.-]+$/.test(name))
  const isGood = () => {
    if (!existsSync(certFile) || !existsSync(keyFile)) return false
    const certificate = new X509Certificate(read(certFile))
    const isFor = wanted.every(name =>
      isIP(name) > 0 ? certificate.checkIP(name) : certificate.checkHost(name),
    )
    const isLasting = isValid(certificate, now, renewDays)
    const isOurs = certificate.verify(new X509Certificate(authority.certificate).publicKey)
    return (
      isFor && isLasting && isOurs && certificate.checkPrivateKey(createPrivateKey(read(keyFile)))
    )
  }
  if (!isGood()) {
    const days = { now, days: serverDays }
    const made = makeServerCertificate(wanted, { issuer: subject, signer: authority.key, ...days })
    keep(keyFile, made.key)
    keep(certFile, made.certificate)
  }
  const cert = read(certFile)
  return {
    cert: cert + authority.certificate,
    key: read(keyFile),
    names: wanted,
    pin: pinOf(new X509Certificate(authority.certificate)),
    until: Date.parse(new X509Certificate(cert).validTo),
  }
}

/** What to show now; makes and renews what is the collector's own in `dir`. Throws Fault ERR_CONFIG_INVALID for given files that cannot be used. */
export function certificates(
  dir: string,
  { host, settings, now }: { host: string; settings: TlsSettings; now: number },
): Shown {
  const { cert_file, key_file } = settings
  if (cert_file === undefined && key_file === undefined)
    return own(dir, ownNames(host, settings), now)
  if (cert_file === undefined || key_file === undefined)
    throw new Fault(
      'ERR_CONFIG_INVALID',
      'tls: cert_file and key_file go together; give both or neither',
    )
  return given(cert_file, key_file)
}

/** Changes where what is shown has changed: given files that were replaced, own ones that were renewed. */
export const stampOf = ({ cert_file }: TlsSettings, now: number): string =>
  cert_file !== undefined && existsSync(cert_file)
    ? String(statSync(cert_file).mtimeMs)
    : String(Math.floor(now / dayMs))
