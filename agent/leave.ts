/** The agent's last words when it is taken away: spooled, and sent if the collector answers soon. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { applicationLifecycle, type LifecycleActivity } from '../events/agent-health.ts'
import { limits } from '../events/limits.ts'
import { createCollectorClock } from './clock.ts'
import { createClient } from './collector-client.ts'
import { isEnrolled, openIdentity } from './identity.ts'
import { openKeyStore } from './key-store.ts'
import { lockFolder } from './lock.ts'
import { originOf } from './origin.ts'
import { thisSystem } from './platform/this-system.ts'
import { Spool } from './spool/spool.ts'
import { startUplink } from './uplink.ts'

interface Leaving {
  readonly dir: string
  readonly version: string
  readonly log: Logger
}

/** Tells what is done to the agent, which must not run. Throws Fault ERR_DATA_LOCKED where it does; does nothing where it never enrolled. */
export async function leaveAgent(
  { dir, version, log }: Leaving,
  activity: Extract<LifecycleActivity, 'Remove' | 'Disable'>,
): Promise<void> {
  if (!isEnrolled(dir)) return
  const unlock = await lockFolder(dir)
  const { key } = openKeyStore(dir, process.env, (await thisSystem()).keySeal)
  const identity = await openIdentity(dir, key('identity'))
  const spool = Spool.open(join(dir, 'spool'), key('spool'))
  const fact = { uid: randomUUID(), time: Date.now(), activity }
  const event = applicationLifecycle(originOf(identity.agentId, version), fact)
  spool.enqueue(seq => JSON.stringify({ seq, event }), 'urgent')
  spool.flush()
  const signal = AbortSignal.timeout(limits.uplinkTimeoutMs)
  const ending = new AbortController()
  const client = createClient(
    identity,
    createCollectorClock(() => {}),
  )
  const uplink = startUplink({
    spool,
    client,
    log,
    signal: AbortSignal.any([signal, ending.signal]),
    random: Math.random,
    onSent: () => {
      if (spool.state.waiting === 0) ending.abort()
    },
  })
  await uplink.ended
  spool.close()
  await unlock()
}
