/** Predicates that are decided only where a rule asks for them, at most once for each event. */
import { someElement } from '../event.ts'
import { elementTest } from './atom.ts'
import type { Predicate } from './predicates.ts'

/** What is known of the event at hand. */
export interface Current {
  /** What stands at a field, undefined where it is absent. */
  readonly valueOf: (field: string) => unknown
  /** The texts of all values. */
  readonly texts: () => readonly string[]
}

const elementsOf = (value: unknown): readonly unknown[] => {
  if (value === undefined) return []
  return Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value]
}

/** Values come back: the last answer on a text is kept. */
function remember(test: (element: unknown) => boolean): (element: unknown) => boolean {
  let last: string | undefined
  let answer = false
  return element => {
    if (typeof element !== 'string') return test(element)
    if (element !== last) {
      answer = test(element)
      last = element
    }
    return answer
  }
}

/** The test of a predicate that is asked for. */
export function compileAsked(predicate: Predicate, current: Current): () => boolean {
  if (predicate.kind !== 'asked') return () => false
  const { atom } = predicate
  const { field } = atom
  const other = atom.kind === 'fieldref' ? atom.other : ''
  const test = elementTest(atom, () => elementsOf(current.valueOf(other)))
  if (field === undefined) return () => current.texts().some(test)
  if (atom.kind === 'null') {
    return () => {
      const value = current.valueOf(field)
      return value === undefined || !someElement(value, element => element !== null)
    }
  }
  const kept = atom.kind === 'fieldref' ? test : remember(test)
  return () => {
    const value = current.valueOf(field)
    return value !== undefined && someElement(value, kept)
  }
}
