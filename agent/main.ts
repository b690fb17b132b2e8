/** Composes the agent: identity, spool, uplink, policy, sensors. One process, one endpoint. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Confinement } from '../content/reader-process.ts'
import { Fault } from '../events/fault.ts'
import { limits } from '../events/limits.ts'
import { createCollectorClock } from './clock.ts'
import { createClient, Refusal } from './collector-client.ts'
import { enrol, type Identity, isEnrolled, openIdentity } from './identity.ts'
import { openInstallation } from './installation.ts'
import { openIslands } from './islands.ts'
import { isKeyHere, openKeyStore } from './key-store.ts'
import { laneOf } from './lane-of.ts'
import { openLifeMark } from './life-mark.ts'
import { lockFolder } from './lock.ts'
import { lossTeller } from './loss.ts'
import { originOf } from './origin.ts'
import { thisSystem } from './platform/this-system.ts'
import { createPolicyFeed } from './policy-feed.ts'
import { findReaderAccount, mayConfine } from './reader-account.ts'
import { runSensors } from './run-sensors.ts'
import { createScanner } from './scanner.ts'
import { startSelf } from './self.ts'
import { Spool } from './spool/spool.ts'
import { startUplink } from './uplink.ts'

export interface AgentOptions {
  readonly dir: string
  readonly version: string
  readonly log: Logger
  /** Base address of the collector; needed to enrol, later optional. */
  readonly collector?: string
  /** One-time enrolment token. */
  readonly enrolToken?: string
}

export interface Agent {
  readonly agentId: string
  /** Stops sensors, sends what is spooled if the collector answers at once, closes the spool. */
  stop(): Promise<void>
}

/** How long a stopping agent tries to send what it has; the rest waits on disk. */
const lastSendMs = 1500

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
async function identify({ dir, collector, enrolToken, version }: AgentOptions): Promise<Identity> {
  if (isEnrolled(dir)) {
    const identity = await openIdentity(dir, collector)
    if (await isKnown(identity)) return identity
    if (enrolToken === undefined) throw enrolledAnew
  }
  if (enrolToken === undefined) {
    throw new Fault(
      'ERR_INPUT_INVALID',
      'this endpoint is not enrolled yet: give the token that `clientkeep enrol` printed in CLIENTKEEP_ENROL_TOKEN',
    )
  }
  await enrol(dir, { token: enrolToken, version, ...(collector !== undefined && { collector }) })
  return openIdentity(dir)
}

/** The folder of the program: where a package puts its manifest. */
const programDir = join(import.meta.dirname, '..')

/** How readers are confined where this is installed as a service; elsewhere they have this process's rights. Loaded only then: it costs memory. */
async function confinement(): Promise<Confinement | undefined> {
  const account = mayConfine() ? findReaderAccount() : undefined
  return account && (await import('./confinement.ts')).confineReaders(account)
}

/** Starts the agent. Throws Faults that say what to do where it cannot enrol or open its folder. */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  const { dir, version, log } = options
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const unlock = await lockFolder(dir)
  const spoolDir = join(dir, 'spool')
  // An identity without a spool: enrolled just now, or somebody took it away. Numbers begin far above what it may have had, so that
  // nothing passes for a repeat.
  const isWithoutSpool = isEnrolled(dir) && !existsSync(spoolDir)
  const isKnownHere = isEnrolled(dir) && isKeyHere(dir)
  const platform = await thisSystem()
  const keys = openKeyStore(dir, process.env, platform.keySeal)
  const identity = await identify(options)
  const origin = originOf(identity.agentId, version)
  const firstSeq = isWithoutSpool ? Date.now() * 1000 : 1
  const spool = Spool.open(spoolDir, keys.key('spool'), { firstSeq })
  const clock = createCollectorClock(skewMs => {
    log.info({ skewMs }, 'difference to the clock of the collector')
    if (Math.abs(skewMs) > limits.clockSkewMs)
      self.degraded('clock', 'the clock is far from the collector’s', 0, `${skewMs} ms behind`)
  })
  const client = createClient(identity, clock)
  const sensing = new AbortController()
  const sending = new AbortController()
  const emit = (event: object) =>
    spool.enqueue(seq => JSON.stringify({ seq, event }), laneOf(event))
  const uplink = startUplink({ spool, client, log, signal: sending.signal, random: Math.random })
  const scanner = createScanner(() => feed.current?.filter, await confinement())
  const self = startSelf({
    origin,
    emit,
    mark: openLifeMark(dir, keys.key('state')),
    installation: openInstallation(programDir),
    isKnown: isKnownHere,
    health: () => ({
      spool: spool.state,
      scans_waiting: scanner.waiting,
      policy_version: feed.current?.policy.version ?? 0,
      keys: keys.kept,
      ...(clock.skewMs !== undefined && { clock_skew_ms: clock.skewMs }),
    }),
  })
  const degraded = (part: string, reason: string, lost = 0, detail?: string) => {
    log.warn({ part, reason, lost, detail }, 'weaker than it should be')
    self.degraded(part, reason, lost, detail)
  }
  const tellLoss = lossTeller(spool.losses, (why, lost) =>
    degraded('spool', `events were lost: ${why}`, lost),
  )
  spool.onRecords(() => {
    uplink.wake()
    tellLoss()
  })
  const { bytes, isChanged } = spool.damage
  if (isChanged) degraded('agent', 'files changed', 0, `${bytes} bytes of the spool`)
  else if (bytes > 0) degraded('spool', 'a torn end was cut off', 0, `${bytes} bytes`)

  const feed = createPolicyFeed({
    dir,
    identity,
    client,
    log,
    signal: sensing.signal,
    random: Math.random,
    key: keys.key('state'),
    degraded: (reason, detail) =>
      degraded(reason === 'files changed' ? 'agent' : 'policy', reason, 0, detail),
  })
  const islands = openIslands(join(dir, 'islands.json'))
  const running = runSensors({
    dir,
    origin,
    self,
    spool: emit,
    keep: () => spool.flush(),
    degraded,
    shared: {
      key: keys.key,
      verifyPermit: identity.verifyPermit,
      platform,
      scanner,
      islands,
      log,
      signal: sensing.signal,
      now: Date.now,
      onPolicy: listener => feed.onChange(({ policy }) => listener(policy)),
    },
  })
  const following = feed.follow()
  log.info({ agent: identity.agentId, collector: identity.collector }, 'agent started')

  return {
    agentId: identity.agentId,
    stop: async () => {
      sensing.abort()
      await Promise.all([running, following])
      self.stop()
      islands.save()
      spool.flush()
      const deadline = Date.now() + lastSendMs
      while (spool.state.waiting > 0 && Date.now() < deadline)
        await new Promise(resolve => setTimeout(resolve, 20))
      sending.abort()
      await uplink.ended
      spool.close()
      unlock()
    },
  }
}
