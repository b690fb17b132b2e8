/** Records of an agent that never came: holes in its two series of numbers. Pure. */
import { urgentSeqFirst } from '../../events/wire.ts'
import type { SeqRange } from '../journal/seqs.ts'

/** Numbers that are missing, both included. */
export interface Gap {
  readonly series: 'routine' | 'urgent'
  readonly from: number
  readonly to: number
}

const seriesOf = ([from]: SeqRange): Gap['series'] => (from < urgentSeqFirst ? 'routine' : 'urgent')

/** The holes between the ranges of one source. Where a series begins is no hole: an agent whose spool was new may begin anywhere. */
export function gapsIn(ranges: readonly SeqRange[]): Gap[] {
  return ranges.slice(1).flatMap((next, index): Gap[] => {
    const before = ranges[index]
    const series = seriesOf(next)
    if (!before || seriesOf(before) !== series) return []
    return [{ series, from: before[1] + 1, to: next[0] - 1 }]
  })
}
