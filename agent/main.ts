/** Composes the agent: identity, spool, uplink, policy, sensors. One process, one endpoint. */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Confinement } from '../content/reader-process.ts'
import { limits } from '../events/limits.ts'
import { createCollectorClock } from './clock.ts'
import { createClient } from './collector-client.ts'
import { type Endpoint, openEndpoint } from './endpoint.ts'
import { openInstallation } from './installation.ts'
import { openIslands } from './islands.ts'
import { laneOf } from './lane-of.ts'
import { openLifeMark } from './life-mark.ts'
import { lossTeller } from './loss.ts'
import { originOf } from './origin.ts'
import type { Platform } from './platform/platform.ts'
import { createPolicyFeed } from './policy-feed.ts'
import { findReaderAccount, mayConfine } from './reader-account.ts'
import { runSensors } from './run-sensors.ts'
import { createScanner, type FileScanner } from './scanner.ts'
import { startSelf } from './self.ts'
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

/** After a start, and now and then: what was needed for it, and for a rare task since, is not kept. */
const giveBackMs = { first: 10_000, later: 600_000 } as const

async function giveBackMemory({ giveBackMemory: give }: Platform, signal: AbortSignal) {
  if (!give) return
  for (let waitMs: number = giveBackMs.first; ; waitMs = giveBackMs.later) {
    await delay(waitMs, undefined, { signal, ref: false })
    await give()
  }
}

/** How long a stopping agent tries to send what it has; the rest waits on disk. */
const lastSendMs = 1500

/** The folder of the program: where a package puts its manifest. */
const programDir = join(import.meta.dirname, '..')

/** How readers are confined where this is installed as a service; elsewhere they have this process's rights. Loaded only then: it costs memory. */
async function confinement(): Promise<Confinement | undefined> {
  const account = mayConfine() ? findReaderAccount() : undefined
  return account && (await import('./confinement.ts')).confineReaders(account)
}

/** What the agent says about itself and its way to the collector, as they depend on each other. */
function attend(endpoint: Endpoint, { version, log }: AgentOptions, scanner: FileScanner) {
  const { identity, keys, spool } = endpoint
  const clock = createCollectorClock(skewMs => {
    log.info({ skewMs }, 'difference to the clock of the collector')
    if (Math.abs(skewMs) > limits.clockSkewMs)
      self.degraded('clock', 'the clock is far from the collector’s', 0, `${skewMs} ms behind`)
  })
  const origin = originOf(identity.agentId, version)
  const emit = (event: object) =>
    spool.enqueue(seq => JSON.stringify({ seq, event }), laneOf(event))
  let policyVersion = 0
  const self = startSelf({
    origin,
    emit,
    mark: openLifeMark(endpoint.dir, keys.key('state')),
    installation: openInstallation(programDir),
    isKnown: endpoint.isKnownHere,
    health: () => ({
      spool: spool.state,
      scans_waiting: scanner.waiting,
      policy_version: policyVersion,
      keys: keys.kept,
      ...(clock.skewMs !== undefined && { clock_skew_ms: clock.skewMs }),
    }),
  })
  const degraded = (part: string, reason: string, lost = 0, detail?: string) => {
    log.warn({ part, reason, lost, detail }, 'weaker than it should be')
    self.degraded(part, reason, lost, detail)
  }
  const { bytes, isChanged } = spool.damage
  if (isChanged) degraded('agent', 'files changed', 0, `${bytes} bytes of the spool`)
  else if (bytes > 0) degraded('spool', 'a torn end was cut off', 0, `${bytes} bytes`)
  const inForce = (version: number) => {
    policyVersion = version
  }
  return { origin, emit, self, degraded, inForce, client: createClient(identity, clock) }
}

/** Starts the agent. Throws Faults that say what to do where it cannot enrol or open its folder. */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  const { log } = options
  const endpoint = await openEndpoint(options)
  const { dir, identity, keys, platform, spool } = endpoint
  const sensing = new AbortController()
  const sending = new AbortController()
  const scanner = createScanner(() => feed.current?.filter, await confinement())
  const { origin, emit, self, degraded, inForce, client } = attend(endpoint, options, scanner)
  const uplink = startUplink({ spool, client, log, signal: sending.signal, random: Math.random })
  const tellLoss = lossTeller(spool.losses, (why, lost) =>
    degraded('spool', `events were lost: ${why}`, lost),
  )
  spool.onRecords(() => {
    uplink.wake()
    tellLoss()
  })

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
  feed.onChange(async ({ policy }) => inForce(policy.version))
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
  giveBackMemory(platform, sensing.signal).catch(() => {})
  log.info({ agent: identity.agentId, collector: identity.collector }, 'agent started')

  return {
    agentId: identity.agentId,
    stop: async () => {
      sensing.abort()
      await Promise.all([running, following])
      scanner.close()
      self.stop()
      islands.save()
      spool.flush()
      const deadline = Date.now() + lastSendMs
      while (spool.state.waiting > 0 && Date.now() < deadline)
        await new Promise(resolve => setTimeout(resolve, 20))
      sending.abort()
      await uplink.ended
      spool.close()
      await endpoint.unlock()
    },
  }
}
