/** WebAuthn (W3C Web Authentication Level 3): makes options and checks answers. The one file that knows the library. */
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  MetadataService,
  type RegistrationResponseJSON,
  SettingsService,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { decodeAttestationObject, verifyMDSBlob } from '@simplewebauthn/server/helpers'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'

export type { AuthenticationResponseJSON, RegistrationResponseJSON }

/** What a page's answers are held against: where it must have come from, and for which site. */
export interface Site {
  readonly origins: readonly string[]
  readonly rpId: string
  /** Where other applications see the pass; this host alone without it. */
  readonly cookieDomain?: string | undefined
}

interface KnownKey {
  readonly id: string
  readonly transports: readonly string[]
}

/** What a new key says of itself. */
export interface NewKey {
  readonly id: string
  readonly publicKey: string
  readonly counter: number
  readonly aaguid: string
  readonly format: string
  /** Its attestation has a certificate, which was held against the metadata file where that knows the kind; a key can sign any AAGUID itself. */
  readonly certified: boolean
  readonly transports: readonly string[]
  /** Backup-eligible: a copy of it may exist on another device. */
  readonly synced: boolean
}

const transportsOf = ({ id, transports }: KnownKey) => ({ id, transports: [...transports] })

/** The library says what is wrong in English sentences of its own. */
async function refused<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Fault('ERR_ACCESS_KEY_REFUSED', `the key's answer was refused: ${reason}`, {
      cause: error,
    })
  }
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(text, 'base64url'))

/** The library takes answers of a page in another site's frame (5.8.1 crossOrigin) where that does not name itself; no page of ours stands in one. */
function needOwnWindow({ clientDataJSON }: { readonly clientDataJSON: string }): void {
  const client: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString())
  if (typeof client === 'object' && client !== null && 'crossOrigin' in client)
    if (client.crossOrigin !== false) throw new Error('it was given in a frame of another site')
}

/** Options for a new key: resident, with user verification and direct attestation. `challenge` is base64url. */
export const registrationOptions = (
  { rpId }: Site,
  {
    user,
    name,
    challenge,
    known,
  }: { user: string; name: string; challenge: string; known: readonly KnownKey[] },
) =>
  generateRegistrationOptions({
    rpName: 'Clientkeep',
    rpID: rpId,
    userName: name,
    userDisplayName: name,
    userID: new Uint8Array(Buffer.from(user)),
    challenge: bytesOf(challenge),
    timeout: limits.ceremonyMs,
    attestationType: 'direct',
    excludeCredentials: known.map(transportsOf),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })

/** Options for a touch of one of `known`, or of any resident key where there are none. */
export const assertionOptions = (
  { rpId }: Site,
  { challenge, known }: { challenge: string; known: readonly KnownKey[] },
) =>
  generateAuthenticationOptions({
    rpID: rpId,
    challenge: bytesOf(challenge),
    timeout: limits.ceremonyMs,
    userVerification: 'required',
    ...(known.length > 0 ? { allowCredentials: known.map(transportsOf) } : {}),
  })

/** Checks a registration's answer (7.1). Throws Fault ERR_ACCESS_KEY_REFUSED. */
export async function readRegistration(
  response: RegistrationResponseJSON,
  challenge: string,
  { origins, rpId }: Site,
): Promise<NewKey> {
  const { registrationInfo } = await refused(async () => {
    needOwnWindow(response.response)
    return verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: [...origins],
      expectedRPID: rpId,
      requireUserVerification: true,
    })
  })
  if (!registrationInfo)
    throw new Fault('ERR_ACCESS_KEY_REFUSED', 'the attestation of this key is not what it says')
  const { credential, aaguid, fmt, credentialDeviceType, attestationObject } = registrationInfo
  return {
    id: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    aaguid,
    format: fmt,
    certified: decodeAttestationObject(attestationObject).get('attStmt').get('x5c') !== undefined,
    transports: credential.transports ?? [],
    synced: credentialDeviceType === 'multiDevice',
  }
}

/** Checks a touch (7.2), its counter against the highest seen. Gives the new counter. Throws Fault ERR_ACCESS_KEY_REFUSED. */
export async function readAssertion(
  response: AuthenticationResponseJSON,
  {
    challenge,
    key,
    counter,
  }: { challenge: string; key: { id: string; public_key: string }; counter: number },
  { origins, rpId }: Site,
): Promise<number> {
  const { verified, authenticationInfo } = await refused(async () => {
    needOwnWindow(response.response)
    return verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: [...origins],
      expectedRPID: rpId,
      credential: { id: key.id, publicKey: bytesOf(key.public_key), counter },
      requireUserVerification: true,
    })
  })
  if (!verified) throw new Fault('ERR_ACCESS_KEY_REFUSED', 'the signature is not of this key')
  return authenticationInfo.newCounter
}

/** What the FIDO metadata file says of one kind of key. */
export interface KeyModel {
  readonly aaguid: string
  readonly name: string
  /** Reported as broken or revoked (FIDO Metadata Service, 3.1.4). */
  readonly broken: string | undefined
  /** It names certificates that attestations of this kind must lead to. */
  readonly rooted: boolean
}

const bad = new Set([
  'REVOKED',
  'USER_VERIFICATION_BYPASS',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
])

/** The certificates of a PEM text. */
const certificatesOf = (pem: string): string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []

/**
 * Reads a metadata file (a signed JWT, `blob.jwt`) and holds attestations against it from now on. Throws where its signature does not lead to
 * `roots` (PEM), FIDO's own without.
 */
export async function useMetadata(blob: string, roots?: string): Promise<readonly KeyModel[]> {
  if (roots !== undefined) {
    const certificates = certificatesOf(roots)
    // Without any, the library would take every signature.
    if (certificates.length === 0) throw new Error('the file of roots holds no certificate')
    SettingsService.setRootCertificates({ identifier: 'mds', certificates })
  }
  const { statements, payload } = await verifyMDSBlob(blob)
  await MetadataService.initialize({ mdsServers: [], statements, verificationMode: 'permissive' })
  return payload.entries.flatMap(({ aaguid, metadataStatement, statusReports }) => {
    if (aaguid === undefined || !metadataStatement) return []
    const broken = statusReports.find(({ status }) => bad.has(status))?.status
    const rooted = metadataStatement.attestationRootCertificates.length > 0
    return [{ aaguid, name: metadataStatement.description, broken, rooted }]
  })
}
