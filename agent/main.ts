/** Composes the agent: identity, spool, uplink, policy, sensors. One process, one endpoint. */
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { applicationError, applicationLifecycle } from '../events/agent-health.ts'
import { Fault } from '../events/fault.ts'
import { createClient, Refusal } from './collector-client.ts'
import { enrol, type Identity, isEnrolled, openIdentity } from './identity.ts'
import { openKeyStore } from './key-store.ts'
import { laneOf } from './lane-of.ts'
import { lockFolder } from './lock.ts'
import { lossTeller } from './loss.ts'
import { originOf } from './origin.ts'
import { linux } from './platform/linux.ts'
import { other } from './platform/other.ts'
import type { Platform } from './platform/platform.ts'
import { createPolicyFeed } from './policy-feed.ts'
import { createScanner } from './scanner.ts'
import type { SensorContext } from './sensor.ts'
import { sensors } from './sensors/registry.ts'
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
  const known = createClient(identity).policy(-1, 0, AbortSignal.timeout(5000))
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
  if (collector === undefined || enrolToken === undefined) {
    throw new Fault(
      'ERR_INPUT_INVALID',
      'this endpoint is not enrolled yet: give --collector ADDRESS and CLIENTKEEP_ENROL_TOKEN',
    )
  }
  await enrol(dir, { collector, token: enrolToken, version })
  return openIdentity(dir)
}

const platformOf = (): Platform => (process.platform === 'linux' ? linux() : other())

/** Starts the agent. Throws Faults that say what to do where it cannot enrol or open its folder. */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  const { dir, version, log } = options
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const unlock = await lockFolder(dir)
  const identity = await identify(options)
  const origin = originOf(identity.agentId, version)
  const keys = openKeyStore(dir)
  const spool = Spool.open(join(dir, 'spool'), keys.key('spool'))
  const client = createClient(identity)
  const sensing = new AbortController()
  const sending = new AbortController()
  const emit = (event: object) =>
    spool.enqueue(seq => JSON.stringify({ seq, event }), laneOf(event))
  const fact = () => ({ uid: randomUUID(), time: Date.now() })
  const uplink = startUplink({ spool, client, log, signal: sending.signal, random: Math.random })
  const tellLoss = lossTeller(spool.losses, (why, lost) => {
    const reason = `events were lost: ${why}`
    log.error({ lost }, reason)
    emit(applicationError(origin, { ...fact(), sensor: 'spool', reason, lost }))
  })
  spool.onRecords(() => {
    uplink.wake()
    tellLoss()
  })
  emit(applicationLifecycle(origin, { ...fact(), activity: 'Start' }))

  const feed = createPolicyFeed({
    dir,
    identity,
    client,
    log,
    signal: sensing.signal,
    random: Math.random,
  })
  const said = new Set<string>()
  const shared: Omit<SensorContext<object>, 'options' | 'degraded' | 'dir'> = {
    platform: platformOf(),
    key: keys.key,
    scanner: createScanner(() => feed.current?.filter),
    log,
    signal: sensing.signal,
    now: Date.now,
    onPolicy: listener => feed.onChange(({ policy }) => listener(policy)),
    emit: (shape, facts) => emit(shape(origin, { uid: randomUUID(), ...facts })),
  }
  const running = sensors.map(sensor => {
    const degraded = (reason: string, lost = 0) => {
      if (lost === 0 && said.has(reason)) return
      said.add(reason)
      log.warn({ sensor: sensor.name, reason, lost }, 'sensor degraded')
      emit(applicationError(origin, { ...fact(), sensor: sensor.name, reason, lost }))
    }
    const sensorDir = join(dir, 'sensors', sensor.name)
    mkdirSync(sensorDir, { recursive: true, mode: 0o700 })
    const started = sensor.start({
      ...shared,
      dir: sensorDir,
      options: {},
      degraded,
    })
    return started.catch((error: unknown) => degraded(`ended: ${String(error)}`))
  })
  const following = feed.follow()
  log.info({ agent: identity.agentId, collector: identity.collector }, 'agent started')

  return {
    agentId: identity.agentId,
    stop: async () => {
      sensing.abort()
      await Promise.all([...running, following])
      emit(applicationLifecycle(origin, { ...fact(), activity: 'Stop' }))
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
