/** The result of reading a file or text for customers: counts and keyed tokens, never the text. */
import Type, { type Static } from 'typebox'

const identifierKinds = ['email', 'phone', 'id'] as const
export type IdentifierKind = (typeof identifierKinds)[number]

/** Why a file was not searched to its end. `encrypted`: it or a part needs a password; `truncated`: a limit or damage stopped it; `unreadable`: it or a part is content that no extractor reads. */
export const Unread = Type.Union([
  Type.Literal('encrypted'),
  Type.Literal('truncated'),
  Type.Literal('unreadable'),
])
export type Unread = Static<typeof Unread>

/** `complete`: read to the end; `failed`: the file could not be read. */
export const ScanStatus = Type.Union([
  Type.Literal('complete'),
  ...Unread.anyOf,
  Type.Literal('failed'),
])
export type ScanStatus = Static<typeof ScanStatus>

/** How a scan travels inside an event (`unmapped.clientkeep.scan`). */
export const ScanSummary = Type.Object({
  status: ScanStatus,
  reason: Type.Optional(Type.String({ maxLength: 500 })),
  format: Type.String({ maxLength: 60 }),
  bytes: Type.Integer({ minimum: 0 }),
  rows: Type.Integer({ minimum: 0 }),
  /** Distinct tokens that the filter claims; the collector confirms which are customers. */
  candidates: Type.Integer({ minimum: 0 }),
  /** Distinct candidate tokens per identifier kind. */
  kinds: Type.Object({
    email: Type.Integer({ minimum: 0 }),
    phone: Type.Integer({ minimum: 0 }),
    /** Tax and registration ids, customer numbers. */
    id: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
  /** The candidates: 8 bytes each, little-endian, base64. */
  tokens: Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$' }),
  /**
   * Rows without a candidate of their own that may point to a customer by several weak identifiers together: per row a count byte and
   * that many 5-byte keyed tokens, base64.
   */
  groups: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$' })),
  /** How many such rows there are. */
  group_rows: Type.Optional(Type.Integer({ minimum: 0 })),
  /** Version of the filter that was used; `none` where the agent has none yet. */
  filter_version: Type.String({ maxLength: 64 }),
  duration_ms: Type.Integer({ minimum: 0 }),
})
export type ScanSummary = Static<typeof ScanSummary>
