/** What detection reads of an event of any class; everything else of it is left for the rules. */
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import Value from 'typebox/value'
import { Place } from '../../events/file-activity.ts'
import { Actor, Device, File, typeUid } from '../../events/ocsf.ts'
import { ScanSummary } from '../../events/scan.ts'

const optional = Type.Optional
const Named = Type.Object({ name: Type.String() })

const AnyEvent = Type.Object({
  class_uid: Type.Integer(),
  activity_id: optional(Type.Integer()),
  time: Type.Integer({ minimum: 0 }),
  timezone_offset: optional(Type.Integer({ minimum: -1080, maximum: 1080 })),
  metadata: Type.Object({ uid: Type.String({ minLength: 1 }) }),
  actor: optional(Type.Object({ user: optional(Named) })),
  /** Authentication names the account here. */
  user: optional(Named),
  device: optional(Type.Object({ uid: Type.String(), hostname: Type.String() })),
  file: optional(Type.Unknown()),
  unmapped: optional(
    Type.Object({
      clientkeep: optional(
        Type.Object({
          place: optional(Type.Unknown()),
          scan: optional(ScanSummary),
          /** Ids of canary customers, where the collector itself saw them. */
          canaries: optional(Type.Array(Type.Integer())),
          customers: optional(Type.Object({}, { additionalProperties: true })),
        }),
      ),
    }),
  ),
})
export type AnyEvent = Static<typeof AnyEvent>
const anyEvent = Compile(AnyEvent)

/** An event with what it holds beyond that; where it is none that detection can place, what is wrong with it. */
export function readAny(value: unknown): AnyEvent | string {
  if (anyEvent.Check(value)) return value
  const first = anyEvent.Errors(value)[0]
  return `${first?.instancePath || '/'}: ${first?.message ?? 'is no event'}`
}

/** The type of an event and the objects that a finding shows of it, as far as it has them. */
export function shownOf(event: AnyEvent) {
  const { class_uid, activity_id = 0, file, device, user } = event
  const actor = event.actor ?? (user && { user })
  const place = event.unmapped?.clientkeep?.place
  return {
    type_uid: typeUid(class_uid, activity_id),
    ...(Value.Check(Place, place) && { place }),
    ...(Value.Check(File, file) && { file }),
    ...(Value.Check(Actor, actor) && { actor }),
    ...(Value.Check(Device, device) && { device }),
  }
}
