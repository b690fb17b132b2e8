/** Says in words why a detection matched an event or not, predicate by predicate. Slow and simple: for matches and for people. */
import type { Atom, Detection, Item, Order, Place } from './ast.ts'
import { type EventView, fieldReader, isObject, someElement, visitTexts } from './event.ts'
import type { Logic } from './logic.ts'
import { type ElementTest, elementTest } from './match/atom.ts'

/** An item on an event: whether it holds, its words, and the value that decided, if there is one. */
export interface Explanation {
  readonly holds: boolean
  readonly words: string
  readonly was: string | undefined
}

/** A compiled item. */
interface ItemTest {
  readonly test: (view: EventView) => boolean
  readonly explain: (view: EventView) => Explanation
}

const valuesShown = 6
const charsShown = 120
const show = (value: unknown): string => {
  const text = value === '' ? "''" : String(isObject(value) ? '{…}' : value)
  return text.length > charsShown ? `${text.slice(0, charsShown)}…` : text
}

const signs: Readonly<Record<Order, string>> = { gt: '>', gte: '≥', lt: '<', lte: '≤', eq: '=' }
const verbs: Readonly<Record<Place, string>> = {
  whole: 'is',
  contains: 'contains',
  startswith: 'starts with',
  endswith: 'ends with',
}

function verbOf(item: Item, atom: Atom | undefined): string {
  const has = (name: string) => item.modifiers.includes(name)
  if (atom?.kind === 'compare') {
    const sign = signs[atom.order]
    return atom.part ? `has a ${atom.part} ${sign}` : sign
  }
  if (has('cidr')) return 'is in the network'
  if (has('re')) return 'matches'
  const place = (['contains', 'startswith', 'endswith'] as const).find(has)
  const verb = verbs[place ?? (item.field === undefined ? 'contains' : 'whole')]
  return has('fieldref') ? `${verb} the field` : verb
}

function wordsOf(item: Item): string {
  const field = item.field ?? 'the event'
  const [first] = item.values
  const atom = first?.of[0]
  if (atom?.kind === 'exists') return `${field} ${item.isNegated ? 'is missing' : 'exists'}`
  if (atom?.kind === 'null') return `${field} ${item.isNegated ? 'has a value' : 'has no value'}`
  const listed = item.values
    .slice(0, valuesShown)
    .map(({ shown }) => show(shown))
    .join(', ')
  const count = item.values.length
  const rest = count > valuesShown ? `, … (${count} values)` : ''
  const link = count === 1 ? '' : item.link === 'all' ? ' all of' : ' one of'
  const words = `${field} ${verbOf(item, atom)}${link} ${listed}${rest}`
  return item.isNegated ? `not: ${words}` : words
}

/** True where the words say the value already. */
function saysItAll({ field, values, isNegated }: Item): boolean {
  const [first] = values
  const atom = first?.of[0]
  if (atom?.kind === 'exists' || atom?.kind === 'null' || isNegated) return true
  if (values.length !== 1 || first?.of.length !== 1 || atom?.kind !== 'text') return false
  return field !== undefined && !atom.pattern.some(part => typeof part === 'object')
}

function valuesOf(item: Item): (view: EventView) => unknown {
  if (item.field !== undefined) return fieldReader(item.field)
  return view => {
    const texts: string[] = []
    visitTexts(view, text => texts.push(text))
    return texts
  }
}

function firstElement(value: unknown, test: ElementTest): unknown {
  let found: unknown
  someElement(value, element => {
    if (!test(element)) return false
    found = element
    return true
  })
  return found
}

function compileItem(item: Item): ItemTest {
  const read = valuesOf(item)
  let view: EventView = []
  const holdsAtom = (atom: Atom): ((value: unknown) => boolean) => {
    const others = () => {
      const other = atom.kind === 'fieldref' ? fieldReader(atom.other)(view) : undefined
      return other === undefined ? [] : [other].flat(Number.POSITIVE_INFINITY)
    }
    const test = elementTest(atom, others)
    if (atom.kind === 'exists') return value => value !== undefined
    if (atom.kind === 'null') {
      return value => value === undefined || !someElement(value, element => element !== null)
    }
    return value => value !== undefined && someElement(value, test)
  }
  const tests = item.values.map(({ of }) => of.map(holdsAtom))
  const either: ElementTest = element => tests.some(of => of.some(holds => holds(element)))
  const test = (next: EventView): boolean => {
    view = next
    const value = read(next)
    const ofValue = (of: readonly ((value: unknown) => boolean)[]) => of.some(holds => holds(value))
    const isHit = item.link === 'all' ? tests.every(ofValue) : tests.some(ofValue)
    return isHit !== item.isNegated
  }
  const words = wordsOf(item)
  const hidesValue = saysItAll(item)
  return {
    test,
    explain(next) {
      const holds = test(next)
      const value = read(next)
      if (value === undefined) return { holds, words, was: undefined }
      const decided = holds && !item.isNegated ? firstElement(value, either) : value
      return { holds, words, was: hidesValue && holds ? undefined : show(decided) }
    },
  }
}

const compiled = new WeakMap<Item, ItemTest>()
function testOf(item: Item): ItemTest {
  const known = compiled.get(item) ?? compileItem(item)
  compiled.set(item, known)
  return known
}

/** Whether an expression over items holds on an event. */
export function holdsOn(logic: Logic<Item>, view: EventView): boolean {
  if (logic.kind === 'leaf') return testOf(logic.leaf).test(view)
  if (logic.kind === 'not') return !holdsOn(logic.of, view)
  return logic.kind === 'all'
    ? logic.of.every(part => holdsOn(part, view))
    : logic.of.some(part => holdsOn(part, view))
}

function collect(logic: Logic<Item>, view: EventView): readonly string[] {
  if (logic.kind === 'not') return []
  if (logic.kind === 'leaf') {
    const { words, was } = testOf(logic.leaf).explain(view)
    return [was === undefined ? words : `${words} (was ${was})`]
  }
  return logic.of
    .filter(part => logic.kind === 'all' || holdsOn(part, view))
    .flatMap(part => collect(part, view))
}

/** Why a detection matched: each predicate that held, in words, once. What is denied did not match, so it is no reason. */
export const reasonsOf = ({ logic }: Detection, view: EventView): readonly string[] => [
  ...new Set(collect(logic, view)),
]

/** One search identifier on an event, with all its items in the order of the rule. */
export interface SearchExplanation {
  readonly name: string
  readonly holds: boolean
  readonly items: readonly Explanation[]
}

const itemsIn = (logic: Logic<Item>): readonly Item[] =>
  logic.kind === 'leaf'
    ? [logic.leaf]
    : logic.kind === 'not'
      ? itemsIn(logic.of)
      : logic.of.flatMap(itemsIn)

/** How each search identifier of a detection stands to an event, and the whole of it. */
export function explainDetection(
  { searches, logic }: Detection,
  view: EventView,
): { readonly holds: boolean; readonly searches: readonly SearchExplanation[] } {
  return {
    holds: holdsOn(logic, view),
    searches: Object.entries(searches).map(([name, search]) => ({
      name,
      holds: holdsOn(search, view),
      items: itemsIn(search).map(item => testOf(item).explain(view)),
    })),
  }
}
