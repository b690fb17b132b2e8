/** Finds a regular expression in a text in linear time: a deterministic automaton that is built while it runs and never grows beyond its cap. */
import { rangesOf, words } from './charset.ts'
import type { NfaProgram } from './program.ts'
import type { Assertion } from './syntax.ts'

/** What stands before a place: nothing, a word character, a newline, anything else. */
const before = { start: 0, word: 1, newline: 2, other: 3 } as const
type Before = (typeof before)[keyof typeof before]

/** States kept before the automaton is forgotten and built anew (as RE2 does). */
const statesMax = 2000
const matched = -1
const unknown = -2

interface State {
  readonly kernel: readonly number[]
  readonly before: Before
}

/** Code points in groups that no set of the expression tells apart; the last group is the end of the text. */
interface Alphabet {
  readonly ascii: Uint16Array
  readonly bounds: readonly number[]
  readonly size: number
}

const isWordPoint = (point: number): boolean =>
  (point >= 48 && point <= 57) ||
  (point >= 65 && point <= 90) ||
  point === 95 ||
  (point >= 97 && point <= 122)

/** Index of the last bound that is not above the point. */
function groupOf(bounds: readonly number[], point: number): number {
  let low = 0
  let high = bounds.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((bounds[middle] ?? 0) <= point) low = middle
    else high = middle - 1
  }
  return low
}

function alphabetOf({ steps }: NfaProgram): Alphabet {
  const sets = [words, [10, 10], ...steps.flatMap(step => (step.kind === 'set' ? [step.set] : []))]
  const cuts = new Set<number>([0])
  for (const set of sets) {
    for (const [first, last] of rangesOf(set)) cuts.add(first).add(last + 1)
  }
  const bounds = [...cuts].sort((a, b) => a - b)
  const ascii = Uint16Array.from({ length: 128 }, (_, point) => groupOf(bounds, point))
  return { ascii, bounds, size: bounds.length + 1 }
}

function holds(assertion: Assertion, left: Before, next: number | undefined): boolean {
  const isWord = next !== undefined && isWordPoint(next)
  switch (assertion) {
    case 'start':
      return left === before.start
    case 'end':
      return next === undefined
    case 'lineStart':
      return left === before.start || left === before.newline
    case 'lineEnd':
      return next === undefined || next === 10
    case 'boundary':
      return (left === before.word) !== isWord
    case 'inside':
      return (left === before.word) === isWord
  }
}

/** A test of texts: whether the expression is found anywhere in them. */
export function createMatcher(program: NfaProgram): (text: string) => boolean {
  const { steps, start } = program
  const { ascii, bounds, size } = alphabetOf(program)
  const endGroup = size - 1
  let states: State[] = []
  let numbers = new Map<string, number>()
  let table = new Int32Array(size * 16)

  function stateOf(kernel: readonly number[], left: Before): number {
    const key = `${left}:${kernel.join()}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    const number = states.push({ kernel, before: left }) - 1
    numbers.set(key, number)
    if (states.length * size > table.length) {
      const larger = new Int32Array(table.length * 2)
      larger.set(table)
      table = larger
    }
    table.fill(unknown, number * size, (number + 1) * size)
    return number
  }

  function reset(): number {
    states = []
    numbers = new Map()
    return stateOf([start], before.start)
  }

  /** All steps that the kernel reaches without a character; undefined where it accepts. */
  function closure(
    { kernel, before: left }: State,
    next: number | undefined,
  ): number[] | undefined {
    const seen = new Set<number>()
    const stack = [...kernel]
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (seen.has(at)) continue
      seen.add(at)
      const step = steps[at]
      if (step === undefined || step.kind === 'accept') return undefined
      if (step.kind === 'fork') stack.push(...step.to)
      else if (step.kind === 'assert' && holds(step.assertion, left, next)) stack.push(step.to)
    }
    return [...seen]
  }

  function advance(number: number, group: number): number {
    const state = states[number]
    const point = group === endGroup ? undefined : bounds[group]
    const reached = state && closure(state, point)
    if (reached === undefined) return matched
    if (point === undefined) return number
    const kernel = new Set<number>([start])
    for (const at of reached) {
      const step = steps[at]
      if (step?.kind !== 'set') continue
      if (rangesOf(step.set).some(([first, last]) => point >= first && point <= last)) {
        kernel.add(step.to)
      }
    }
    const left = isWordPoint(point) ? before.word : point === 10 ? before.newline : before.other
    return stateOf(
      [...kernel].sort((a, b) => a - b),
      left,
    )
  }

  let first = reset()
  return text => {
    if (states.length > statesMax) first = reset()
    let state = first
    for (let i = 0; i <= text.length; i++) {
      let group = endGroup
      if (i < text.length) {
        const unit = text.charCodeAt(i)
        if (unit < 128) group = ascii[unit] ?? 0
        else {
          const point = text.codePointAt(i) ?? unit
          if (point > 0xffff) i++
          group = groupOf(bounds, point)
        }
      }
      const cell = state * size + group
      let to = table[cell] ?? unknown
      if (to === unknown) {
        if (states.length > statesMax) {
          const { kernel, before: left } = states[state] ?? {
            kernel: [start],
            before: before.other,
          }
          first = reset()
          state = stateOf(kernel, left)
        }
        to = advance(state, group)
        table[state * size + group] = to
      }
      if (to === matched) return true
      state = to
    }
    return false
  }
}
