/** The syntax tree of detections: plain data that says what a rule looks for. The engine and the naive interpreter of the tests both read it. */
import type { Logic } from './logic.ts'

/** `*` any characters, `?` one character, `dash` one of the five characters that `windash` interchanges. */
export interface Wildcard {
  readonly wild: '*' | '?' | 'dash'
}

/** Literal texts (never empty, never two in a row) and wildcards, to be matched against the whole value. */
export type Pattern = readonly (string | Wildcard)[]

/** How a number of the event stands to the rule's. */
export type Order = 'gt' | 'gte' | 'lt' | 'lte' | 'eq'

/** What is taken out of a date before it is compared. */
export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

/** Where in the field a value is expected; the modifiers of the same names. */
export type Place = 'whole' | 'contains' | 'startswith' | 'endswith'

/** A text test. Without a field it is a keyword: any value of the event may hold it. */
export interface TextAtom {
  readonly kind: 'text'
  readonly field: string | undefined
  readonly pattern: Pattern
  readonly isCased: boolean
}

/** A regular expression that is found anywhere in the value; `flags` out of `ims`. */
export interface RegexAtom {
  readonly kind: 'regex'
  readonly field: string | undefined
  readonly source: string
  readonly flags: string
}

/** One test of one value; true on a list where it is true on an element. */
export type Atom =
  | TextAtom
  | RegexAtom
  | { readonly kind: 'cidr'; readonly field: string; readonly network: string }
  | {
      readonly kind: 'compare'
      readonly field: string
      readonly order: Order
      readonly bound: number
      readonly part: TimePart | undefined
    }
  /** The field is there, whatever it holds. */
  | { readonly kind: 'exists'; readonly field: string }
  /** The field is missing, null or an empty list. */
  | { readonly kind: 'null'; readonly field: string }
  | {
      readonly kind: 'fieldref'
      readonly field: string
      readonly other: string
      readonly place: Place
      readonly isCased: boolean
    }

/** A value as the rule writes it, and the atoms of which one must hold. */
export interface ItemValue {
  readonly shown: string
  readonly of: readonly Atom[]
}

/** One entry of a search identifier: `field|modifiers: values`. */
export interface Item {
  readonly field: string | undefined
  readonly modifiers: readonly string[]
  readonly link: 'any' | 'all'
  readonly isNegated: boolean
  readonly values: readonly ItemValue[]
}

/** A detection: named search identifiers, the condition over their names, and both as one expression. */
export interface Detection {
  readonly searches: Readonly<Record<string, Logic<Item>>>
  readonly condition: Logic<string>
  readonly logic: Logic<Item>
}
