/** What the gateway does with exports, as journal entries: held, handed out, deleted; and whose exports are frozen. */
import Type, { type Static } from 'typebox'
import { limits } from '../../events/limits.ts'
import { ExportContent } from '../approvals/export-request.ts'

const Text = Type.String({ maxLength: 10_000 })
const Maybe = Type.Union([Text, Type.Null()])

/** An export that lies at the gateway. */
export const HeldExport = Type.Object({
  id: Text,
  /** Who asked for it: the person's id where there is one, and the account. */
  person: Maybe,
  user: Text,
  account: Text,
  facts: ExportContent,
  rule: Text,
  why: Text,
  canaries: Type.Integer({ minimum: 0 }),
  path: Text,
  /** Where the application was asked for it, without a path. */
  origin: Type.Optional(Text),
  /** Status and headers of the answer that was held back. */
  headers: Type.Record(Type.String(), Type.Union([Text, Type.Array(Text)])),
  /** UTC epoch milliseconds; deleted after `expires_at`. */
  held_at: Type.Integer(),
  expires_at: Type.Integer(),
  /** Its customers, as `packManifest` packs them. */
  customers: Type.String({ maxLength: limits.exportBytesMax }),
})
export type HeldExport = Static<typeof HeldExport>

export const gatewayKinds = {
  'gateway.held': HeldExport,
  /** Given to who asked for it, to the last byte. `sha256` is of what was given: conditions may have changed it. */
  'gateway.released': Type.Object({
    id: Text,
    export: Type.Union([Type.Integer(), Type.Null()]),
    bytes: Type.Integer(),
    sha256: Text,
  }),
  'gateway.dropped': Type.Object({ id: Text, reason: Text }),
  /** Nothing with customers in it is exported by this person until then (UTC epoch milliseconds). */
  'exports.frozen': Type.Object({ person: Text, until: Type.Integer(), reason: Text }),
  'exports.thawed': Type.Object({ person: Text, reason: Text }),
} as const
