/** What the API says about upkeep: legal holds and backups. */
import Type, { type Static } from 'typebox'

const Id = Type.String({ minLength: 1, maxLength: 128 })
const Time = Type.Integer({ description: 'UTC epoch milliseconds' })

/** Legal hold on or off: retention deletes nothing of who is on hold. */
export const HoldRequest = Type.Object({
  held: Type.Boolean(),
  reason: Type.String({ minLength: 3, maxLength: 500, pattern: '\\S.*\\S.*\\S' }),
})

export const HoldList = Type.Object({
  holds: Type.Array(
    Type.Object({
      person: Id,
      pseudonym: Type.String(),
      since: Time,
      by: Type.String(),
      reason: Type.String(),
    }),
  ),
})

/** Where the collector writes a backup: an absolute path on its own machine that nothing has yet. */
export const BackupRequest = Type.Object({ to: Type.String({ minLength: 1, maxLength: 4096 }) })

export const BackupReport = Type.Object({
  to: Type.String(),
  made_at: Time,
  files: Type.Array(
    Type.Object({ name: Type.String(), bytes: Type.Integer(), sha256: Type.String() }),
  ),
})
export type BackupReport = Static<typeof BackupReport>

/** How a channel is: what waits, when it last sent, why the last try failed. */
const ChannelState = Type.Object({
  name: Type.String(),
  type: Type.String(),
  pending: Type.Integer({ description: 'Alerts with news that was not told yet' }),
  sent_at: Type.Union([Time, Type.Null()]),
  failure: Type.Union([Type.String(), Type.Null()]),
})
export type ChannelState = Static<typeof ChannelState>

/** News that a channel gave up on. */
const Undelivered = Type.Object({
  channel: Type.String(),
  at: Time,
  alerts: Type.Array(Id),
  reason: Type.String(),
})
export type Undelivered = Static<typeof Undelivered>

export const NotifyState = Type.Object({
  channels: Type.Array(ChannelState),
  undelivered: Type.Array(Undelivered),
})
