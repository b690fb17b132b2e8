/** What detection reads of an event of any class; everything else of it is left for the rules. */
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import Value from 'typebox/value'
import { DriveIdentity, Place } from '../../events/file-activity.ts'
import { Actor, Device, File, typeUid } from '../../events/ocsf.ts'
import { Identity } from '../../events/peripheral-activity.ts'
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
  peripheral_device: optional(Type.Unknown()),
  unmapped: optional(
    Type.Object({
      clientkeep: optional(
        Type.Object({
          place: optional(Type.Unknown()),
          drive: optional(Type.Unknown()),
          peripheral: optional(Type.Unknown()),
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

const Plugged = Type.Object({ uid: Type.String({ minLength: 1, maxLength: 1000 }) })
const Told = Type.Object({ identity: Identity })

/** Vendor, product and serial of the drive that an event is about, if no other drive has the same. */
function driveOf({ peripheral_device, unmapped }: AnyEvent): string | undefined {
  const { drive, peripheral } = unmapped?.clientkeep ?? {}
  if (Value.Check(DriveIdentity, drive)) {
    const { vendor_id, product_id, serial, identity } = drive
    const isKnown = identity.quality === 'strong' && vendor_id && product_id && serial
    return isKnown ? `${vendor_id}:${product_id}:${serial}` : undefined
  }
  const isStrong = Value.Check(Told, peripheral) && peripheral.identity.quality === 'strong'
  return isStrong && Value.Check(Plugged, peripheral_device) ? peripheral_device.uid : undefined
}

/** The type of an event and the objects that a finding shows of it, as far as it has them. */
export function shownOf(event: AnyEvent) {
  const { class_uid, activity_id = 0, file, device, user } = event
  const actor = event.actor ?? (user && { user })
  const place = event.unmapped?.clientkeep?.place
  const drive = driveOf(event)
  return {
    type_uid: typeUid(class_uid, activity_id),
    ...(Value.Check(Place, place) && { place }),
    ...(drive !== undefined && { drive }),
    ...(Value.Check(File, file) && { file }),
    ...(Value.Check(Actor, actor) && { actor }),
    ...(Value.Check(Device, device) && { device }),
  }
}
