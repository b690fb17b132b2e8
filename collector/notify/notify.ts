/** All channels of a collector. They are opened when it begins to listen: a command that only looks into the folder needs no secret of theirs. */
import type { Logger } from 'pino'
import { Fault } from '../../events/fault.ts'
import type { ChannelState, Undelivered } from '../../events/upkeep.ts'
import type { Environment } from '../config-environment.ts'
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'
import type { Sender } from './channel.ts'
import { type Courier, type CourierParts, startCourier } from './courier.ts'
import { type LetterParts, startLetters } from './letters.ts'
import { testMessage } from './message.ts'
import type { ChannelSettings } from './settings.ts'

export interface Notify {
  /** Opens the channels and begins to carry news. Throws Fault ERR_CONFIG_INVALID where one has no secret. */
  start(): Promise<void>
  /** Carries no news until it is started again; what comes in the meantime is then told. */
  pause(): Promise<void>
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
  readonly lettersOf: LetterParts['lettersOf']
  readonly log: Logger
}

/** Makes ready; opens nothing yet. */
export function openNotify(parts: Parts): Notify {
  const { settings, version, environment, log } = parts
  const senders = new Map<string, Sender>()
  const couriers = new Map<string, readonly Courier[]>()

  async function open({ channel, common, options }: ChannelSettings): Promise<Sender> {
    const sender =
      senders.get(common.name) ?? (await channel.start({ options, version, environment, log }))
    senders.set(common.name, sender)
    return sender
  }

  function need(name: string): ChannelSettings {
    const found = settings.find(({ common }) => common.name === name)
    if (found) return found
    const known = settings.map(({ common }) => common.name).join(', ') || 'none'
    throw new Fault(
      'ERR_NOT_FOUND',
      `there is no channel "${name}"; the configuration has: ${known}`,
    )
  }

  const stopAll = () => Promise.all([...couriers.values()].flat().map(courier => courier.stop()))

  return {
    start: async () => {
      // All are opened before one begins, so that a fault in one leaves none half-way.
      const opened = await Promise.all(settings.map(open))
      for (const [index, one] of settings.entries()) {
        const sender = opened[index]
        if (!sender) continue
        const given = { ...parts, settings: one, sender }
        const { tells } = one.common
        couriers.set(one.common.name, [
          ...(tells.includes('alerts') ? [await startCourier(given)] : []),
          ...(tells.some(kind => kind !== 'alerts') ? [await startLetters(given)] : []),
        ])
      }
    },
    pause: async () => {
      await stopAll()
      couriers.clear()
    },
    states: () =>
      settings.map(({ channel, common }) => {
        const states = (couriers.get(common.name) ?? []).map(({ state }) => state)
        const sent = states.flatMap(({ sentAt }) => sentAt ?? [])
        return {
          name: common.name,
          type: channel.name,
          pending: states.reduce((sum, { pending }) => sum + pending, 0),
          sent_at: sent.length === 0 ? null : Math.max(...sent),
          failure: states.find(({ failure }) => failure !== null)?.failure ?? null,
        }
      }),
    test: async name => {
      const sender = await open(need(name))
      try {
        await sender.send(testMessage(parts.now()))
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        throw new Fault('ERR_COLLECTOR_UNREACHABLE', `channel "${name}": ${why}`, { cause: error })
      }
    },
    stop: async () => {
      await stopAll()
      await Promise.all([...senders.values()].map(sender => sender.stop()))
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
