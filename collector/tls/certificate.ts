/** Makes X.509 certificates (RFC 5280): an authority of one's own, and a server's under it. ECDSA on P-256, which every client knows. */
import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'
import { isIP } from 'node:net'
import { bits, der, integer, octets, oid, sequence, set, time, utf8, yes } from './der.ts'

/** A certificate with its key, as PEM. */
export interface Certified {
  readonly certificate: string
  readonly key: string
}

const ecdsaSha256 = sequence(oid('1.2.840.10045.4.3.2'))
const nameOf = (text: string) => sequence(set(sequence(oid('2.5.4.3'), utf8(text))))
const extension = (id: string, value: Buffer, isCritical = false) =>
  sequence(oid(id), ...(isCritical ? [yes] : []), octets(value))
const spkiOf = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ type: 'spki', format: 'der' })
const keyId = (key: KeyObject): Buffer =>
  createHash('sha256').update(spkiOf(key)).digest().subarray(0, 20)

/** An address as the bytes that a certificate holds. */
function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number))
  const [head = '', tail] = address.split('::')
  const groups = (text: string) => text.split(':').filter(group => group !== '')
  const [before, after] = [groups(head), groups(tail ?? '')]
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  const all = tail === undefined ? before : [...before, ...zeros, ...after]
  const bytes = Buffer.alloc(16)
  for (const [index, group] of all.entries())
    bytes.writeUInt16BE(Number.parseInt(group, 16), index * 2)
  return bytes
}

const altName = (name: string): Buffer =>
  isIP(name) > 0 ? der(0x87, addressBytes(name)) : der(0x82, Buffer.from(name, 'latin1'))

interface Body {
  readonly issuer: string
  readonly subject: string
  readonly from: number
  readonly until: number
  readonly key: KeyObject
  readonly extensions: readonly Buffer[]
}

function signed(
  { issuer, subject, from, until, key, extensions }: Body,
  signer: KeyObject,
): string {
  const serial = randomBytes(16)
  serial[0] = (serial[0] ?? 0) | 0x40
  const body = sequence(
    der(0xa0, integer(Buffer.of(2))),
    integer(serial),
    ecdsaSha256,
    nameOf(issuer),
    sequence(time(from), time(until)),
    nameOf(subject),
    spkiOf(key),
    der(0xa3, sequence(...extensions)),
  )
  const whole = sequence(body, ecdsaSha256, bits(sign('sha256', body, signer)))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const pemOf = (key: KeyObject): string => String(key.export({ type: 'pkcs8', format: 'pem' }))
const dayMs = 86_400_000

/** An authority that may sign servers and nothing else below it; with a new key unless one is given. */
export function makeAuthority(
  subject: string,
  { now, days, key = newKey() }: { now: number; days: number; key?: KeyObject },
): Certified {
  const extensions = [
    extension('2.5.29.19', sequence(yes, integer(Buffer.of(0))), true),
    extension('2.5.29.15', bits(Buffer.of(0x06), 1), true),
    extension('2.5.29.14', octets(keyId(key))),
  ]
  const span = { from: now - dayMs, until: now + days * dayMs }
  return {
    certificate: signed({ issuer: subject, subject, ...span, key, extensions }, key),
    key: pemOf(key),
  }
}

/** A server's certificate for these names and addresses, with a new key. */
export function makeServerCertificate(
  names: readonly string[],
  { issuer, signer, now, days }: { issuer: string; signer: KeyObject; now: number; days: number },
): Certified {
  const key = newKey()
  const extensions = [
    extension('2.5.29.19', sequence(), true),
    extension('2.5.29.15', bits(Buffer.of(0x80), 7), true),
    extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.17', sequence(...names.map(altName))),
    extension('2.5.29.14', octets(keyId(key))),
    extension('2.5.29.35', sequence(der(0x80, keyId(signer)))),
  ]
  const span = { from: now - dayMs, until: now + days * dayMs }
  const subject = names[0] ?? 'collector'
  return {
    certificate: signed({ issuer, subject, ...span, key, extensions }, signer),
    key: pemOf(key),
  }
}
