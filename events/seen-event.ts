/** What readers of the journal need of an event whatever its class: whose work it is, and where customers were seen. Files and clipboard alike. */
import Type, { type Static } from 'typebox'
import { Place } from './file-activity.ts'
import { Actor, Device, File } from './ocsf.ts'
import { ScanSummary } from './scan.ts'

const acting = {
  metadata: Type.Object({ uid: Type.String() }),
  time: Type.Integer({ minimum: 0 }),
  activity_name: Type.String(),
  actor: Actor,
  device: Type.Optional(Device),
}

/** An account did something at a place where customers can be. */
export const SeenEvent = Type.Object({
  ...acting,
  file: Type.Optional(File),
  /** Pages and files of an application behind the gateway. */
  web_resources: Type.Optional(Type.Array(Type.Object({ name: Type.Optional(Type.String()) }))),
  /** OCSF security control: 2 is Denied. */
  action_id: Type.Optional(Type.Integer()),
  unmapped: Type.Object({
    clientkeep: Type.Object({ place: Place, scan: Type.Optional(ScanSummary) }),
  }),
})
export type SeenEvent = Static<typeof SeenEvent>
