/** Takes the rules of one log source apart into predicates that they share, and puts each rule together again as a tree over their numbers. */
import type { Atom, Item, Pattern } from '../ast.ts'
import type { Logic } from '../logic.ts'
import { dashes, foldPattern, isStar } from '../pattern.ts'
import { compileRegex } from '../regex/regex.ts'

/** A text at a place, folded. */
export interface Needle {
  readonly text: string
  readonly atStart: boolean
  readonly atEnd: boolean
}

/** `undefined` as field means any value of the event. */
export type Predicate =
  /** One of the texts stands in the field: the automaton decides. */
  | {
      readonly kind: 'texts'
      readonly field: string | undefined
      readonly needles: readonly Needle[]
    }
  /** The field has a text, number or boolean. */
  | { readonly kind: 'some'; readonly field: string | undefined }
  | { readonly kind: 'exists'; readonly field: string }
  /** Decided only where it is asked for; `guard` is a predicate without which it is false. */
  | { readonly kind: 'asked'; readonly atom: Atom; readonly guard: number | undefined }

/** What the rules need, each predicate once, and how often. */
export interface PredicateTable {
  readonly predicates: readonly Predicate[]
  readonly uses: readonly number[]
  readonly trees: readonly Logic<number>[]
}

/** Lists that are shorter are tests of their own, which more rules share. */
const groupMin = 4
/** Dashes are spelled out up to here; then the pattern is tried after its longest literal. */
const spellingsMax = 125

function spell(pattern: Pattern): readonly string[] | undefined {
  let found: readonly string[] = ['']
  for (const part of pattern) {
    if (typeof part === 'object' && part.wild !== 'dash') return undefined
    const next = typeof part === 'string' ? [part] : dashes
    if (found.length * next.length > spellingsMax) return undefined
    found = found.flatMap(before => next.map(after => before + after))
  }
  return found
}

/** The needles that decide a pattern; undefined where they do not. */
function needlesOf(pattern: Pattern): readonly Needle[] | undefined {
  const atStart = !isStar(pattern[0])
  const atEnd = pattern.length === 0 || !isStar(pattern.at(-1))
  const texts = spell(pattern.slice(atStart ? 0 : 1, atEnd ? undefined : -1))
  return texts?.map(text => ({ text, atStart, atEnd }))
}

/** The longest literal of a pattern, tied to an end where it stands there. */
function guardOf(pattern: Pattern): readonly Needle[] | undefined {
  const lengths = pattern.map(part => (typeof part === 'string' ? part.length : 0))
  const index = lengths.indexOf(Math.max(0, ...lengths))
  const text = pattern[index]
  if (typeof text !== 'string') return undefined
  return [{ text, atStart: index === 0, atEnd: index === pattern.length - 1 }]
}

const isAnything = (pattern: Pattern): boolean => pattern.length === 1 && isStar(pattern[0])

/** Texts that must be there for an atom that the automaton does not decide. */
function guardNeedles(atom: Atom): readonly Needle[] | undefined {
  if (atom.kind === 'regex') {
    const words = compileRegex(atom.source, atom.flags).literals
    return words?.map(text => ({ text, atStart: false, atEnd: false }))
  }
  return atom.kind === 'text' ? guardOf(foldPattern(atom.pattern)) : undefined
}

/** Collects the predicates of rules, given as expressions over items. */
export function tabulatePredicates(rules: readonly Logic<Item>[]): PredicateTable {
  const predicates: Predicate[] = []
  const uses: number[] = []
  const numbers = new Map<string, number>()

  function intern(predicate: Predicate): number {
    const key = JSON.stringify(predicate)
    const known = numbers.get(key)
    if (known !== undefined) {
      uses[known] = (uses[known] ?? 0) + 1
      return known
    }
    const number = predicates.push(predicate) - 1
    uses.push(1)
    numbers.set(key, number)
    return number
  }

  const leaf = (predicate: Predicate): Logic<number> => ({ kind: 'leaf', leaf: intern(predicate) })

  function ofAtom(atom: Atom): Logic<number> {
    if (atom.kind === 'exists') return leaf({ kind: 'exists', field: atom.field })
    if (atom.kind === 'text' && isAnything(atom.pattern)) {
      return leaf({ kind: 'some', field: atom.field })
    }
    const needles = atom.kind === 'text' && !atom.isCased ? decided(atom) : undefined
    if (needles) return leaf({ kind: 'texts', field: atom.field, needles })
    const needed = guardNeedles(atom)
    const { field } = atom
    if (needed) {
      return leaf({ kind: 'asked', atom, guard: intern({ kind: 'texts', field, needles: needed }) })
    }
    const isOpen = atom.kind === 'null' || field === undefined
    const guard = isOpen ? undefined : intern({ kind: 'exists', field })
    return leaf({ kind: 'asked', atom, guard })
  }

  const decided = (atom: Atom): readonly Needle[] | undefined =>
    atom.kind === 'text' && !atom.isCased && !isAnything(atom.pattern)
      ? needlesOf(foldPattern(atom.pattern))
      : undefined

  const anyOf = (of: readonly Logic<number>[]): Logic<number> =>
    of.length === 1 && of[0] ? of[0] : { kind: 'any', of }

  /** Atoms of one field of which one must hold: long lists of texts become one predicate. */
  function ofAtoms(field: string | undefined, atoms: readonly Atom[]): Logic<number> {
    const split = atoms.map(atom => ({ atom, needles: decided(atom) }))
    const grouped = split.filter(({ needles }) => needles)
    if (grouped.length < groupMin) return anyOf(atoms.map(ofAtom))
    const needles = grouped.flatMap(({ needles: found }) => found ?? [])
    const rest = split.filter(({ needles: found }) => !found).map(({ atom }) => ofAtom(atom))
    return anyOf([leaf({ kind: 'texts', field, needles }), ...rest])
  }

  function ofItem({ field, link, isNegated, values }: Item): Logic<number> {
    const inner: Logic<number> =
      link === 'all'
        ? { kind: 'all', of: values.map(({ of }) => ofAtoms(field, of)) }
        : ofAtoms(
            field,
            values.flatMap(({ of }) => of),
          )
    return isNegated ? { kind: 'not', of: inner } : inner
  }

  function ofLogic(logic: Logic<Item>): Logic<number> {
    if (logic.kind === 'leaf') return ofItem(logic.leaf)
    if (logic.kind === 'not') return { kind: 'not', of: ofLogic(logic.of) }
    return { kind: logic.kind, of: logic.of.map(ofLogic) }
  }

  const trees = rules.map(ofLogic)
  return { predicates, uses, trees }
}

/** The field of a predicate; undefined for keywords. */
export function fieldOf(predicate: Predicate): string | undefined {
  return predicate.kind === 'asked' ? predicate.atom.field : predicate.field
}
