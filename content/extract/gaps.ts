/** Keeps what a scan did not read and puts it into one status and one sentence. */
import { grouped } from '../../events/grouped.ts'
import type { ScanSummary } from '../../events/scan.ts'
import type { GapKind } from './extractor.ts'

/** A limit of the whole scan was reached: what has been read so far is the result. */
export class Stopped extends Error {
  readonly kind: GapKind

  constructor(reason: string, kind: GapKind = 'truncated') {
    super(reason)
    this.kind = kind
  }
}

/** The gaps of one scan. */
export interface Gaps {
  add(kind: GapKind, reason: string): void
  readonly count: number
  /** The gravest kind with the first reasons and how many more there are; undefined where there is no gap. */
  verdict(): Required<Pick<ScanSummary, 'status' | 'reason'>> | undefined
}

const reasonsKept = 3
const reasonCharsMax = 160
const gravest: readonly GapKind[] = ['encrypted', 'truncated', 'unreadable']

/** `text` in at most `max` characters. */
const shortened = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max - 1)}…`

/** Starts without gaps. */
export function openGaps(): Gaps {
  const kept: Record<GapKind, string[]> = { encrypted: [], truncated: [], unreadable: [] }
  let count = 0
  return {
    get count() {
      return count
    },
    add(kind, reason) {
      count += 1
      const reasons = kept[kind]
      if (reasons.length < reasonsKept) reasons.push(shortened(reason, reasonCharsMax))
    },
    verdict() {
      const status = gravest.find(kind => kept[kind].length > 0)
      if (status === undefined) return undefined
      const reasons = gravest.flatMap(kind => kept[kind]).slice(0, reasonsKept)
      // A part that cannot be read leaves the rest searched: the file as a whole is not unreadable.
      const more = count - reasons.length
      const tail = more > 0 ? `; and ${grouped(more)} more` : ''
      return { status, reason: `${reasons.join('; ')}${tail}` }
    },
  }
}
