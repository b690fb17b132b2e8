/** What happens to a case, from the first pin to its end, as journal entries. */
import Type from 'typebox'
import { Verdict } from '../../events/api.ts'
import { CaseStatus, Pinned } from '../../events/cases.ts'

const Text = Type.String({ maxLength: 10_000 })

export const caseKinds = {
  'case.opened': Type.Object({ case: Text, title: Text }),
  /** `pinned` is what was there to see at that moment. */
  'case.pinned': Type.Object({ case: Text, pin: Text, note: Text, pinned: Pinned }),
  'case.unpinned': Type.Object({ case: Text, pin: Text, reason: Text }),
  'case.noted': Type.Object({ case: Text, note: Text }),
  'case.joined': Type.Object({ case: Text, user: Text, joins: Type.Boolean() }),
  'case.decided': Type.Object({
    case: Text,
    status: CaseStatus,
    /** The status that was decided on: where another decision came before, this one does not count. */
    from: CaseStatus,
    verdict: Type.Union([Verdict, Type.Null()]),
    note: Text,
  }),
  /** A report or pack of the case was made: its files with their SHA-256. */
  'case.exported': Type.Object({ case: Text, files: Type.Record(Text, Text) }),
} as const
