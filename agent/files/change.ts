/** A file that was written, moved or found and waits to be read: how it is kept in the backlog. */
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { CarrierKind, DriveIdentity, Place } from '../../events/file-activity.ts'
import { Process } from '../../events/ocsf.ts'

const Account = Type.Object({ name: Type.String(), uid: Type.Optional(Type.String()) })

const Waiting = Type.Object({
  path: Type.String(),
  activity: Type.Union([
    Type.Literal('Create'),
    Type.Literal('Update'),
    Type.Literal('Rename'),
    Type.Literal('Open'),
  ]),
  /** What kind of program opened it. */
  carrier: Type.Optional(CarrierKind),
  from: Type.Optional(Type.String()),
  place: Place,
  drive: Type.Optional(DriveIdentity),
  seenAt: Type.Integer(),
  doer: Type.Object({
    account: Type.Optional(Account),
    process: Type.Optional(Process),
    login: Type.Optional(Account),
    session: Type.Optional(Type.String()),
  }),
})
export type Waiting = Static<typeof Waiting>

const waiting = Compile(Waiting)

/** Reads one back; undefined where an older version wrote something else. */
export const parseWaiting = (value: unknown): Waiting | undefined =>
  waiting.Check(value) ? value : undefined
