/** Web Resources Activity [6001]: customers were looked at in, or taken out of, an application. Counts and tokens, never what was shown. */
import Type, { type Static } from 'typebox'
import { Place } from './file-activity.ts'
import {
  Actor,
  baseAttributes,
  classUid,
  Device,
  OCSF_VERSION,
  type Product,
  severityId,
  typeUid,
} from './ocsf.ts'
import { ScanSummary } from './scan.ts'

const Text = Type.String({ maxLength: 8192 })
const optional = Type.Optional

/** `activity_id` that we emit. `Release` is OCSF's Other under our name: a held export was handed out, so that rules do not count it twice. */
const activityId = { Read: 2, Export: 7, Release: 99 } as const

/** What became of an export, as OCSF's security control says it. */
const controls = {
  allowed: [1, 1, 'Allowed'],
  told: [3, 19, 'Alert'],
  held: [2, 3, 'Quarantined'],
  denied: [2, 2, 'Blocked'],
  frozen: [2, 2, 'Blocked'],
  released: [1, 9, 'Restored'],
} as const
export type ExportFate = keyof typeof controls

/** What OCSF has no place for (`unmapped.clientkeep.export`). */
const ExportDetails = Type.Object({
  /** Number in the register, where it was handed out. */
  number: optional(Type.Integer({ minimum: 1 })),
  hold: optional(Text),
  rule: Text,
  fate: Text,
  bytes: Type.Integer({ minimum: 0 }),
  sha256: Text,
  format: Text,
})

export const WebResourcesActivity = Type.Object({
  ...baseAttributes,
  category_uid: Type.Literal(6),
  class_uid: Type.Literal(classUid.webResourcesActivity),
  activity_id: Type.Integer(),
  activity_name: Text,
  type_uid: Type.Integer(),
  actor: Actor,
  device: optional(Device),
  web_resources: Type.Array(
    Type.Object({ name: optional(Text), type: optional(Text), url_string: optional(Text) }),
  ),
  action_id: optional(Type.Integer()),
  disposition_id: optional(Type.Integer()),
  disposition: optional(Type.String({ maxLength: 40 })),
  unmapped: optional(
    Type.Object({
      clientkeep: optional(
        Type.Object({
          place: optional(Place),
          scan: optional(ScanSummary),
          export: optional(ExportDetails),
        }),
      ),
    }),
  ),
})
export type WebResourcesActivity = Static<typeof WebResourcesActivity>

export interface WebFacts {
  readonly uid: string
  readonly time: number
  readonly activity: keyof typeof activityId
  readonly account: { readonly name: string; readonly uid?: string }
  /** The application's name, and the path in it: no query, which may hold what was searched for. */
  readonly app: string
  readonly path: string
  /** Name of the page or file. */
  readonly name: string
  readonly address: string
  readonly scan: ScanSummary
  readonly export?: Static<typeof ExportDetails> & { readonly fate: ExportFate }
}

/** Builds the event from what the gateway saw. `time` is UTC epoch milliseconds. */
export function webResourcesActivity(product: Product, facts: WebFacts): WebResourcesActivity {
  const { activity, app, path, name, scan } = facts
  const [action_id, disposition_id, disposition] = controls[facts.export?.fate ?? 'allowed']
  // `actor` is of the profile host.
  const profiles = ['host', ...(facts.export ? ['security_control'] : [])]
  return {
    metadata: {
      version: OCSF_VERSION,
      uid: facts.uid,
      product,
      profiles,
    },
    time: facts.time,
    severity_id: severityId.informational,
    severity: 'Informational',
    category_uid: 6,
    class_uid: classUid.webResourcesActivity,
    activity_id: activityId[activity],
    activity_name: activity,
    type_uid: typeUid(classUid.webResourcesActivity, activityId[activity]),
    actor: { user: { ...facts.account, type_id: 1 } },
    web_resources: [{ name, type: 'customer', url_string: path }],
    ...(facts.address === '' ? {} : { src_endpoint: { ip: facts.address } }),
    ...(facts.export && { action_id, disposition_id, disposition }),
    unmapped: {
      clientkeep: {
        place: { kind: 'crm', label: app, path },
        scan,
        ...(facts.export && { export: facts.export }),
      },
    },
  }
}
