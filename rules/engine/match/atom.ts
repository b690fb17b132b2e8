/** Tests of single atoms on values, one at a time: for what no automaton decides, and for the reasons in words. */
import type { Atom, Order, Place, TimePart } from '../ast.ts'
import { textOf } from '../event.ts'
import { contains, parseNetwork } from '../language/cidr.ts'
import { compilePattern, fold } from '../pattern.ts'
import { compileRegex } from '../regex/regex.ts'
import { datePart } from './date.ts'

/** Says whether an element of a field's value fulfils an atom. */
export type ElementTest = (element: unknown) => boolean

const orders: Readonly<Record<Order, (a: number, b: number) => boolean>> = {
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
  eq: (a, b) => a === b,
}

/** Logs carry numbers as text as well; text that is no plain number is not comparable. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN
}

const onText = (test: (text: string) => boolean): ElementTest => {
  return element => {
    const text = textOf(element)
    return text !== undefined && test(text)
  }
}

function comparison(order: Order, bound: number, part: TimePart | undefined): ElementTest {
  const holds = orders[order]
  if (!part) return element => holds(numberOf(element), bound)
  return element => {
    const found = datePart(element, part)
    return found !== undefined && holds(found, bound)
  }
}

function cidr(text: string): ElementTest {
  const network = parseNetwork(text)
  return onText(address => network !== undefined && contains(network, address))
}

/** How the text of one field stands to that of another. */
export function stands(text: string, other: string, place: Place): boolean {
  if (place === 'whole') return text === other
  if (place === 'contains') return text.includes(other)
  return place === 'startswith' ? text.startsWith(other) : text.endsWith(other)
}

/** The test of an atom; `others` gives the elements of the field that `fieldref` names. */
export function elementTest(atom: Atom, others: () => readonly unknown[]): ElementTest {
  switch (atom.kind) {
    case 'text':
      return onText(compilePattern(atom.pattern, atom.isCased))
    case 'regex':
      return onText(compileRegex(atom.source, atom.flags).test)
    case 'cidr':
      return cidr(atom.network)
    case 'compare':
      return comparison(atom.order, atom.bound, atom.part)
    case 'fieldref': {
      const same = atom.isCased ? (text: string) => text : fold
      return onText(text =>
        others().some(other => {
          const right = textOf(other)
          return right !== undefined && stands(same(text), same(right), atom.place)
        }),
      )
    }
    case 'exists':
      return () => true
    case 'null':
      return element => element === null
    default:
      return atom satisfies never
  }
}
