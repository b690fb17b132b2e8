/** Predicates that are decided only where a rule asks for them, at most once for each event. */
import { someElement } from '../event.ts'
import { elementTest } from './atom.ts'
import type { Marks } from './marks.ts'
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
function compileAsked(predicate: Predicate, current: Current): () => boolean {
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

/** Answers for the predicates that are asked for. */
export interface Asker {
  /** 1 for predicates that must be asked for. */
  readonly isAsked: Uint8Array
  /** Whether the predicate holds on the event at hand; what holds is stamped. */
  readonly ask: (id: number) => boolean
  /** Takes all answers back. */
  readonly reset: () => void
}

/** Answers over `current`, each at most once an event, and only where the guard has fired. */
export function createAsker(
  predicates: readonly Predicate[],
  marks: Marks,
  current: Current,
): Asker {
  const { stamps } = marks
  const isAsked = Uint8Array.from(predicates, ({ kind }) => (kind === 'asked' ? 1 : 0))
  const guards = Int32Array.from(predicates, predicate =>
    predicate.kind === 'asked' ? (predicate.guard ?? -1) : -1,
  )
  const answered = new Int32Array(predicates.length)
  const tests: ((() => boolean) | undefined)[] = predicates.map(() => undefined)
  return {
    isAsked,
    ask(id) {
      if (answered[id] === marks.epoch) return stamps[id] === marks.epoch
      answered[id] = marks.epoch
      const guard = guards[id] ?? -1
      if (guard >= 0 && stamps[guard] !== marks.epoch) return false
      const predicate = predicates[id]
      if (!predicate) return false
      const test = tests[id] ?? compileAsked(predicate, current)
      tests[id] = test
      if (!test()) return false
      stamps[id] = marks.epoch
      return true
    },
    reset: () => void answered.fill(0),
  }
}
