/** All channels of a collector: opened at the start, so that faults show at once; carrying news while it listens. */
import type { Logger } from 'pino'
import { Fault } from '../../events/fault.ts'
import type { ChannelState, Undelivered } from '../../events/upkeep.ts'
import type { Environment } from '../config-environment.ts'
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'
import type { Sender } from './channel.ts'
import { type Courier, type CourierParts, startCourier } from './courier.ts'
import { testMessage } from './message.ts'
import type { ChannelSettings } from './settings.ts'

export interface Notify {
  /** Begins to carry news. */
  start(): Promise<void>
  states(): ChannelState[]
  /** Sends a message that says only that the channel works. Throws Fault ERR_NOT_FOUND or ERR_COLLECTOR_UNREACHABLE. */
  test(name: string): Promise<void>
  stop(): Promise<void>
}

interface Parts
  extends Pick<
    CourierParts,
    'journal' | 'alertOf' | 'summary' | 'nameOf' | 'dashboardUrl' | 'now'
  > {
  readonly settings: readonly ChannelSettings[]
  readonly version: string
  readonly environment: Environment
  readonly count: CourierParts['count']
  readonly log: Logger
}

/** Opens the channels. Throws Fault ERR_CONFIG_INVALID where one has no secret. */
export async function openNotify(parts: Parts): Promise<Notify> {
  const { settings, version, environment, log } = parts
  const opened = await Promise.all(
    settings.map(async ({ channel, common, options }) => ({
      settings: { channel, common, options },
      sender: await channel.start({ options, version, environment, log }),
    })),
  )
  const couriers = new Map<string, Courier>()
  const need = (name: string): Sender => {
    const found = opened.find(({ settings: { common } }) => common.name === name)
    if (found) return found.sender
    const known = opened.map(({ settings: { common } }) => common.name).join(', ') || 'none'
    throw new Fault(
      'ERR_NOT_FOUND',
      `there is no channel "${name}"; the configuration has: ${known}`,
    )
  }
  return {
    start: async () => {
      for (const { settings: one, sender } of opened)
        couriers.set(one.common.name, await startCourier({ ...parts, settings: one, sender }))
    },
    states: () =>
      opened.map(({ settings: { channel, common } }) => {
        const state = couriers.get(common.name)?.state
        return {
          name: common.name,
          type: channel.name,
          pending: state?.pending ?? 0,
          sent_at: state?.sentAt ?? null,
          failure: state?.failure ?? null,
        }
      }),
    test: async name => {
      const sender = need(name)
      try {
        await sender.send(testMessage(parts.now()))
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        throw new Fault('ERR_COLLECTOR_UNREACHABLE', `channel "${name}": ${why}`, { cause: error })
      }
    },
    stop: async () => {
      await Promise.all([...couriers.values()].map(courier => courier.stop()))
      await Promise.all(opened.map(({ sender }) => sender.stop()))
    },
  }
}

export interface DeadLetters {
  list(limit: number): Undelivered[]
  apply(decision: Decision, offset: number): void
}

/** Messages that were given up. Projected from the journal. */
export function openDeadLetters(database: Database): DeadLetters {
  const add = database.prepare<[number, string, number, string, string]>(
    'INSERT OR IGNORE INTO undelivered VALUES (?, ?, ?, ?, ?)',
  )
  const list = database.prepare<
    [number],
    { channel: string; at: number; alerts: string; reason: string }
  >('SELECT channel, at_ms AS at, alerts, reason FROM undelivered ORDER BY offset DESC LIMIT ?')
  return {
    list: limit => list.all(limit).map(row => ({ ...row, alerts: JSON.parse(row.alerts) })),
    apply: (decision, offset) => {
      if (decision.kind !== 'notify.undelivered') return
      const { channel, alerts, reason } = decision.data
      add.run(offset, channel, decision.time, JSON.stringify(alerts), reason)
    },
  }
}
