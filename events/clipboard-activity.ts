/** Clipboard Activity [1012]: something with customers in it, or that could not be read, was copied. Counts and kinds, never the text. */
import Type, { type Static } from 'typebox'
import { Place } from './file-activity.ts'
import {
  Actor,
  baseAttributes,
  classUid,
  Device,
  OCSF_VERSION,
  type Origin,
  type Process,
  severityId,
  typeUid,
} from './ocsf.ts'
import { ScanSummary } from './scan.ts'

/** What OCSF has no place for (`unmapped.clientkeep.clipboard`). */
const Copy = Type.Object({
  kind: Type.Union([Type.Literal('text'), Type.Literal('html'), Type.Literal('files')]),
  /** Name of the file that was scanned, where files were copied: one event for each with customers. */
  file: Type.Optional(Type.String({ maxLength: 1000 })),
  /** How many files were copied together. */
  files: Type.Optional(Type.Integer({ minimum: 0 })),
})

export const ClipboardActivity = Type.Object({
  ...baseAttributes,
  category_uid: Type.Literal(1),
  class_uid: Type.Literal(classUid.clipboardActivity),
  class_name: Type.Literal('Clipboard Activity'),
  activity_id: Type.Integer(),
  activity_name: Type.String({ maxLength: 40 }),
  type_uid: Type.Integer(),
  actor: Actor,
  device: Device,
  clipboard: Type.Object({
    name: Type.String({ maxLength: 100 }),
    contents: Type.Array(Type.Object({ mime_type: Type.String({ maxLength: 200 }) }), {
      maxItems: 64,
    }),
  }),
  unmapped: Type.Object({
    clientkeep: Type.Object({ place: Place, clipboard: Copy, scan: ScanSummary }),
  }),
})
export type ClipboardActivity = Static<typeof ClipboardActivity>

export interface ClipboardFacts {
  readonly uid: string
  readonly time: number
  readonly account: { readonly name: string; readonly uid?: string }
  /** The program that copied, as far as it is known. */
  readonly app?: string | undefined
  readonly process?: Process | undefined
  /** `CLIPBOARD`, or `PRIMARY` for what is merely selected. */
  readonly board: string
  /** Media types that the copy is offered in. */
  readonly mimeTypes: readonly string[]
  readonly copy: Static<typeof Copy>
  readonly scan: ScanSummary
}

const write = 2

/** Builds the event from what the clipboard sensor saw. `time` is UTC epoch milliseconds. */
export function clipboardActivity(origin: Origin, facts: ClipboardFacts): ClipboardActivity {
  const { account, app, process, copy, scan } = facts
  return {
    metadata: { version: OCSF_VERSION, uid: facts.uid, product: origin.product },
    time: facts.time,
    severity_id: severityId.informational,
    severity: 'Informational',
    category_uid: 1,
    class_uid: classUid.clipboardActivity,
    class_name: 'Clipboard Activity',
    activity_id: write,
    activity_name: 'Write',
    type_uid: typeUid(classUid.clipboardActivity, write),
    actor: {
      user: { ...account, type_id: 1 },
      ...(process && { process }),
      ...(app && { app_name: app }),
    },
    device: origin.device,
    clipboard: {
      name: facts.board,
      contents: facts.mimeTypes.map(mime_type => ({ mime_type })),
    },
    unmapped: {
      clientkeep: {
        place: { kind: 'clipboard', label: app ?? process?.name ?? 'clipboard', path: '' },
        clipboard: copy,
        scan,
      },
    },
  }
}
