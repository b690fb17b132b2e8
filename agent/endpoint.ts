/** What an endpoint is to its collector: an identity, enrolled where it is not yet, its keys and its spool, locked by one agent. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../events/fault.ts'
import { createCollectorClock } from './clock.ts'
import { createClient, Refusal } from './collector-client.ts'
import { enrol, type Identity, isEnrolled, openIdentity } from './identity.ts'
import { isKeyHere, type KeyStore, openKeyStore } from './key-store.ts'
import { lockFolder } from './lock.ts'
import type { Platform } from './platform/platform.ts'
import { thisSystem } from './platform/this-system.ts'
import { Spool } from './spool/spool.ts'

interface EndpointOptions {
  readonly dir: string
  readonly version: string
  readonly collector?: string
  readonly enrolToken?: string
}

export interface Endpoint {
  readonly dir: string
  readonly identity: Identity
  readonly keys: KeyStore
  readonly platform: Platform
  readonly spool: Spool
  /** Whether an agent ran here before. */
  readonly isKnownHere: boolean
  unlock(): Promise<void>
}

const enrolledAnew = new Fault(
  'ERR_AGENT_UNKNOWN',
  'the collector does not know this endpoint any more; enrol it again with a new token (--enrol-token)',
)

/** Whether the collector still knows this identity; true where it cannot be asked. */
async function isKnown(identity: Identity): Promise<boolean> {
  const clock = createCollectorClock(() => {})
  const known = createClient(identity, clock).policy(-1, 0, AbortSignal.timeout(5000))
  return known.then(
    () => true,
    error => !(error instanceof Refusal && error.status === 401),
  )
}

/** The stored identity, or a new one by the token. */
async function identify(
  { dir, collector, enrolToken, version }: EndpointOptions,
  sealKey: Buffer,
): Promise<Identity> {
  if (isEnrolled(dir)) {
    const identity = await openIdentity(dir, sealKey, collector)
    if (await isKnown(identity)) return identity
    if (enrolToken === undefined) throw enrolledAnew
  }
  if (enrolToken === undefined) {
    throw new Fault(
      'ERR_INPUT_INVALID',
      'this endpoint is not enrolled yet: give the token that `clientkeep enrol` printed in CLIENTKEEP_ENROL_TOKEN',
    )
  }
  const given = { token: enrolToken, version, ...(collector !== undefined && { collector }) }
  await enrol(dir, given, sealKey)
  return openIdentity(dir, sealKey)
}

/** Opens it. Throws Faults that say what to do where it cannot enrol, or another agent has the folder. */
export async function openEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const { dir } = options
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const unlock = await lockFolder(dir)
  const spoolDir = join(dir, 'spool')
  // An identity without a spool: enrolled just now, or somebody took it away. Numbers begin far above what it may have had, so that
  // nothing passes for a repeat.
  const isWithoutSpool = isEnrolled(dir) && !existsSync(spoolDir)
  const isKnownHere = isEnrolled(dir) && isKeyHere(dir)
  const platform = await thisSystem()
  const keys = openKeyStore(dir, process.env, platform.keySeal)
  const identity = await identify(options, keys.key('identity'))
  const firstSeq = isWithoutSpool ? Date.now() * 1000 : 1
  const spool = Spool.open(spoolDir, keys.key('spool'), { firstSeq })
  return { dir, identity, keys, platform, spool, isKnownHere, unlock }
}
