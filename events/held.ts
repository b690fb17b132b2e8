/** Files that endpoints hold, as the collector's API answers. */
import Type, { type Static } from 'typebox'
import { PersonChip } from './api.ts'
import { Unread } from './scan.ts'

const Time = Type.Integer({ description: 'UTC epoch milliseconds' })

/** A held file, and whose it is: by pseudonym, unless revealed. */
const HeldFile = Type.Object({
  id: Type.String(),
  state: Type.String({ description: 'held, blocked, released, refused or failed' }),
  person: PersonChip,
  endpoint: Type.String(),
  path: Type.String(),
  place: Type.String(),
  rows: Type.Integer(),
  customers: Type.Integer(),
  day: Type.Union([Type.Integer(), Type.Null()], {
    description: 'Customers taken within a day with those in it, where it is held for that',
  }),
  unread: Type.Union([Unread, Type.Null()], {
    description: 'Why it was not searched to its end, where it is held for that too',
  }),
  held_at: Time,
  /** What was decided and is not carried out yet, or was. */
  decided: Type.Union([Type.Literal('release'), Type.Literal('refuse'), Type.Null()]),
  decided_by: Type.Union([Type.String(), Type.Null()]),
  approval: Type.Union([Type.String(), Type.Null()], {
    description: 'The request that waits for a decision on it',
  }),
})

export type HeldFile = Static<typeof HeldFile>

export const HeldFileList = Type.Object({ files: Type.Array(HeldFile) })
export type HeldFileList = Static<typeof HeldFileList>

/** `code`: releases by a code that is read out to the person, for an endpoint without a network. */
export const HoldDecision = Type.Object({
  action: Type.Union([Type.Literal('release'), Type.Literal('refuse'), Type.Literal('code')]),
  reason: Type.String({ minLength: 1, maxLength: 1000 }),
})

export type HoldDecision = Static<typeof HoldDecision>

/** The code and the day that it is for, where one was asked for. */
export const HoldDecided = Type.Object({
  file: HeldFile,
  code: Type.Union([Type.String(), Type.Null()]),
  day: Type.Union([Type.String(), Type.Null()]),
})
export type HoldDecided = Static<typeof HoldDecided>
