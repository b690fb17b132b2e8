/** The fields that the rules of one log source look at, each with what is to be found in it. */

import { type Automaton, buildAutomaton, type Literal } from './automaton.ts'
import type { Predicate } from './predicates.ts'
import { fieldOf } from './predicates.ts'

/** What one field (or, without a name, every value of the event) is searched for. */
export interface FieldIndex {
  readonly field: string | undefined
  /** Predicates that hold as soon as the field is there, and as soon as it has a text, number or boolean. */
  readonly onExists: Int32Array
  readonly onText: Int32Array
  /** True where texts of the field decide nothing. */
  readonly isIdle: boolean
  readonly automaton: Automaton
}

interface Draft {
  readonly onExists: number[]
  readonly onText: number[]
  readonly literals: Literal[]
}

const newDraft = (): Draft => ({ onExists: [], onText: [], literals: [] })

const idle: Automaton = { run() {} }

/** Built when the first value comes: most log sources of a large rule set never send one. */
function lazily(literals: readonly Literal[]): Automaton {
  if (literals.length === 0) return idle
  let automaton: Automaton | undefined
  return {
    run(text, start, end, isRaw, sink) {
      automaton ??= buildAutomaton(literals)
      automaton.run(text, start, end, isRaw, sink)
    },
  }
}

function finish(field: string | undefined, { onExists, onText, literals }: Draft): FieldIndex {
  return {
    field,
    onExists: Int32Array.from(onExists),
    onText: Int32Array.from(onText),
    isIdle: onText.length === 0 && literals.length === 0,
    automaton: lazily(literals),
  }
}

function fill(draft: Draft, predicate: Predicate, id: number): void {
  if (predicate.kind === 'exists') draft.onExists.push(id)
  if (predicate.kind === 'some') draft.onText.push(id)
  if (predicate.kind !== 'texts') return
  for (const needle of predicate.needles) {
    if (needle.text === '' && !(needle.atStart && needle.atEnd)) draft.onText.push(id)
    else draft.literals.push({ ...needle, id })
  }
}

/** Indexes of all fields of the predicates; the one for keywords apart. */
export function indexFields(predicates: readonly Predicate[]): {
  readonly fields: readonly FieldIndex[]
  readonly keywords: FieldIndex | undefined
} {
  const drafts = new Map<string | undefined, Draft>()
  const draftOf = (field: string | undefined): Draft => {
    const known = drafts.get(field)
    if (known) return known
    const draft = newDraft()
    drafts.set(field, draft)
    return draft
  }
  for (const [id, predicate] of predicates.entries()) {
    fill(draftOf(fieldOf(predicate)), predicate, id)
    if (predicate.kind === 'asked' && predicate.atom.kind === 'fieldref') {
      draftOf(predicate.atom.other)
    }
  }
  const found = [...drafts].map(([field, draft]) => finish(field, draft))
  return {
    fields: found.filter(({ field }) => field !== undefined),
    keywords: found.find(({ field }) => field === undefined),
  }
}
