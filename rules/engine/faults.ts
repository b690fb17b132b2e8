/** What is wrong in rule files, for the person who writes them: position, what, and the word that was probably meant. */
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'

/** A place in a rule file; both count from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** One thing that is wrong, with where. */
export interface RuleFault extends Position {
  readonly path: string
  readonly message: string
}

/** Takes a fault and lets the caller go on, so that all faults are told at once. */
export type Report = (at: Position, message: string) => void

const inWords = (fault: RuleFault): string =>
  `${fault.path}:${fault.line}:${fault.column}: ${fault.message}`

/** Every fault of every rule. `faults` has them all; the message shows the first page. */
export class RuleFaults extends Fault {
  readonly faults: readonly RuleFault[]

  constructor(faults: readonly RuleFault[]) {
    const shown = faults.slice(0, limits.importFaultsShown).map(inWords)
    const rest = faults.length - shown.length
    super(
      'ERR_RULES_INVALID',
      [...shown, ...(rest > 0 ? [`… and ${rest} more faults`] : [])].join('\n'),
      { details: { faults } },
    )
    this.name = 'RuleFaults'
    this.faults = faults
  }
}

/** Optimal string alignment distance: insert, delete, replace, swap neighbours (Damerau 1964, restricted). */
function distance(a: string, b: string): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row[j] = Math.min(
        (above[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (above[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    before = above
    above = row
  }
  return above[b.length] ?? 0
}

const wordCharsMax = 60

/** ` (did you mean "contains"?)` for the nearest known word within a third of its letters, else nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  if (word.length > wordCharsMax) return ''
  const [best] = known
    .map(candidate => ({
      candidate,
      steps: distance(word.toLowerCase(), candidate.toLowerCase()),
    }))
    .filter(({ candidate, steps }) => steps <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.steps - b.steps)
  return best ? ` (did you mean "${best.candidate}"?)` : ''
}
