/** Compares hit counts of two engines rule by rule, and says why they differ where the cause is known. */
import { readFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'
import { isObject } from '../../../rules/engine/event.ts'
import type { Answer } from './runner.ts'

/** A rule on which two engines disagree over a lane. */
export interface HitDifference {
  readonly lane: string
  readonly rule: string
  readonly ours: number
  readonly theirs: number
}

/** Every rule whose counts differ. */
export function compareHits(lane: string, ours: Answer, theirs: Answer): HitDifference[] {
  const rules = new Set([...Object.keys(ours.hits), ...Object.keys(theirs.hits)])
  return [...rules]
    .map(rule => ({ lane, rule, ours: ours.hits[rule] ?? 0, theirs: theirs.hits[rule] ?? 0 }))
    .filter(difference => difference.ours !== difference.theirs)
}

/** All keys of a rule's detections with their values. */
function entriesOf(value: unknown): (readonly [string, readonly unknown[]])[] {
  if (Array.isArray(value)) return value.flatMap(entriesOf)
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => [
    [key, [inner].flat()] as const,
    ...entriesOf(inner),
  ])
}

type Entries = ReturnType<typeof entriesOf>

const hasWildcard = (value: unknown) =>
  typeof value === 'string' && /(^|[^\\])[*?]/.test(value.replaceAll('\\\\', '/'))

/** Why rsigma differs, found by hand: each cause was tried on the rule alone and read in the specification. */
const causes: readonly {
  readonly cause: string
  readonly holds: (rule: string, entries: Entries) => boolean
}[] = [
  {
    cause: 'rsigma swaps the open end of startswith and endswith where the value has a wildcard',
    holds: (_, entries) =>
      entries.some(([key, values]) => /\|(starts|ends)with/.test(key) && values.some(hasWildcard)),
  },
  {
    cause: "rsigma never fires on keyword lists under '|all', which the specification defines",
    holds: (_, entries) => entries.some(([key]) => key === '|all'),
  },
  {
    cause: 'rsigma fires on it when the rule is loaded alone, but loses it among all rules',
    holds: rule => rule === '8d63dadf-b91b-4187-87b6-34a1114577ea',
  },
]

function causeOf(rule: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  const documents = parseAllDocuments(readFileSync(path, 'utf8'))
  const parsed: unknown[] = [documents].flat().map(document => document.toJS())
  const entries = parsed.filter(isObject).flatMap(({ detection }) => entriesOf(detection))
  return causes.find(({ holds }) => holds(rule, entries))?.cause
}

/** A line for each difference, and how many of them no known cause explains. */
export function hitNotes(
  differences: readonly HitDifference[],
  paths: ReadonlyMap<string, string>,
): { readonly unknown: number; readonly notes: readonly string[] } {
  const explained = differences.map(difference => ({
    ...difference,
    cause: causeOf(difference.rule, paths.get(difference.rule)),
  }))
  return {
    unknown: explained.filter(({ cause }) => cause === undefined).length,
    notes: explained.map(
      ({ lane, rule, ours, theirs, cause }) =>
        `hits differ: ${lane}: rule ${rule}: ours ${ours}, rsigma ${theirs}: ${cause ?? 'cause unknown'}`,
    ),
  }
}
