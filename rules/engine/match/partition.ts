/** Matches events of one log source against the rules for it. Everything that can be is worked out before the first event. */
import type { Item } from '../ast.ts'
import { type EventView, fieldReader, textOf, visitTexts } from '../event.ts'
import type { Logic } from '../logic.ts'
import { createAsker } from './asked.ts'
import { compileCode, holds } from './code.ts'
import { coverOf, guessWeight } from './cover.ts'
import { type FieldIndex, indexFields } from './fields.ts'
import type { JsonScan } from './json-scan.ts'
import { type Entry, Marks, noEntry } from './marks.ts'
import { tabulatePredicates } from './predicates.ts'
import { Values } from './values.ts'

/** A rule by its number in the whole set. */
export interface PartitionRule {
  readonly number: number
  readonly logic: Logic<Item>
}

/** Fields that are read under another key where a line does not have them. */
export type Aliases = readonly (readonly [field: string, key: string])[]

export interface Partition {
  /** Numbers of the rules that hold, ascending. */
  match(view: EventView): readonly number[]
  /** The same on a scanned line; undefined where it must be parsed in full. */
  matchScan(line: string, scan: JsonScan, aliases: Aliases): readonly number[] | undefined
}

interface Slot {
  readonly name: string
  readonly read: (view: EventView) => unknown
  readonly values: Values
  readonly isIdle: boolean
  readonly onExists: Int32Array
  exists: Entry
}

const none: readonly number[] = []
/** Events after which the witnesses are chosen anew, by what has been seen. */
const reviews: readonly number[] = [512, 4096, 32_768]
/** How a key of a line concerns the rules, beside the slots from 3 on. */
const keyIs = { unknown: 0, ignored: 1, nested: 2, slot: 3 } as const
const quote = 34

/** True for units that are digits only: such a number's text is what `String` makes of it. */
function isInteger(line: string, start: number, end: number): boolean {
  if (end - start > 15 || (line.charCodeAt(start) === 48 && end > start + 1)) return false
  for (let i = start; i < end; i++) {
    const unit = line.charCodeAt(i)
    if (unit < 48 || unit > 57) return false
  }
  return true
}

/** Builds the matcher of a set of rules. */
export function createPartition(rules: readonly PartitionRule[]): Partition {
  const { predicates, uses, trees } = tabulatePredicates(rules.map(({ logic }) => logic))
  const { steps, starts } = compileCode(trees, predicates)
  const marks = new Marks(predicates.length, rules.length)
  const { stamps } = marks
  const index = indexFields(predicates)
  const valuesOf = ({ automaton, onText }: FieldIndex) => new Values(automaton, onText, marks)
  const slots = index.fields.map((field): Slot => {
    const { field: name = '', isIdle, onExists } = field
    const read = fieldReader(name)
    return { name, read, values: valuesOf(field), isIdle, onExists, exists: noEntry }
  })
  const keywords = index.keywords && valuesOf(index.keywords)
  const slotOf = new Map(slots.map((slot, number) => [slot.name, number]))
  const nestedRoots = new Set(
    slots.flatMap(({ name }) => (name.includes('.') ? [name, name.split('.')[0] ?? ''] : [])),
  )
  const numbers = Int32Array.from(rules, ({ number }) => number)
  let events = 0
  let always = new Int32Array()

  function chooseWitnesses(): void {
    const weights = (id: number): number => {
      const predicate = predicates[id]
      if (!predicate) return 1
      const guess = guessWeight(predicate, uses[id] ?? 0)
      return events === 0 ? guess : ((marks.counts[id] ?? 0) + guess) / (events + 1)
    }
    const found: number[][] = predicates.map(() => [])
    const open: number[] = []
    for (const [rule, tree] of trees.entries()) {
      const cover = coverOf(tree, predicates, weights)
      if (!cover) open.push(rule)
      for (const witness of cover?.witnesses ?? []) found[witness]?.push(rule)
    }
    marks.watch(found)
    always = Int32Array.from(open)
    for (const slot of slots) {
      slot.values.clear()
      slot.exists = marks.entryOf([...slot.onExists])
    }
    keywords?.clear()
  }

  // The event at hand: as a view, or as a line with the places of its values.
  let view: EventView = []
  let line: string | undefined
  let texts: readonly string[] | undefined
  const values: unknown[] = slots.map(() => undefined)
  const rawStarts = new Int32Array(slots.length)
  const rawEnds = new Int32Array(slots.length)

  const asker = createAsker(predicates, marks, {
    valueOf(field) {
      const slot = slotOf.get(field) ?? -1
      if (line !== undefined && rawEnds[slot] !== 0) {
        values[slot] = JSON.parse(line.slice(rawStarts[slot], rawEnds[slot]))
        rawEnds[slot] = 0
      }
      return values[slot]
    },
    texts() {
      if (texts) return texts
      const found: string[] = []
      visitTexts(line === undefined ? view : JSON.parse(line), text => found.push(text))
      texts = found
      return found
    },
  })

  function runRule(rule: number): boolean {
    let at = starts[rule] ?? 0
    while (at >= 0) {
      const id = steps[at] ?? 0
      const isTrue = stamps[id] === marks.epoch || (asker.isAsked[id] === 1 && asker.ask(id))
      at = steps[isTrue ? at + 1 : at + 2] ?? 0
    }
    return at === holds
  }

  function begin(): void {
    if (marks.begin(always)) asker.reset()
    texts = undefined
  }

  function decide(): readonly number[] {
    let found: number[] | undefined
    for (let i = 0; i < marks.candidateCount; i++) {
      const rule = marks.candidates[i] ?? 0
      if (!runRule(rule)) continue
      if (found) found.push(numbers[rule] ?? 0)
      else found = [numbers[rule] ?? 0]
    }
    if (marks.isCounting && reviews.includes(++events)) {
      chooseWitnesses()
      marks.isCounting = events < (reviews.at(-1) ?? 0)
    }
    if (!found) return none
    return found.length > 1 ? found.sort((a, b) => a - b) : found
  }

  function applyValue(value: unknown, target: Values): void {
    if (Array.isArray(value)) for (const element of value) applyValue(element, target)
    else {
      const text = textOf(value)
      if (text !== undefined) target.text(text)
    }
  }

  /** Slot or kind of each key of scanned lines, as far as it is known. */
  const keyKinds = new Int32Array(4096)
  function kindOfKey(name: string): number {
    if (nestedRoots.has(name)) return keyIs.nested
    const slot = slotOf.get(name)
    return slot === undefined ? keyIs.ignored : keyIs.slot + slot
  }

  function applyRaw(source: string, start: number, end: number, slot: Slot | undefined): void {
    const target = slot && !slot.isIdle ? slot.values : undefined
    if (source.charCodeAt(start) === quote) {
      target?.raw(source, start + 1, end - 1)
      keywords?.raw(source, start + 1, end - 1)
    } else if (isInteger(source, start, end)) {
      target?.raw(source, start, end)
      keywords?.raw(source, start, end)
    } else {
      const value: unknown = JSON.parse(source.slice(start, end))
      if (target) applyValue(value, target)
      if (keywords) visitTexts(value, text => keywords.text(text))
    }
  }

  function applyMember(source: string, start: number, end: number, number: number): void {
    const slot = slots[number]
    if (slot) {
      rawStarts[number] = start
      rawEnds[number] = end
      if (slot.exists !== noEntry) marks.apply(slot.exists)
    }
    if (keywords || (slot && !slot.isIdle)) applyRaw(source, start, end, slot)
  }

  chooseWitnesses()
  return {
    match(next) {
      begin()
      view = next
      line = undefined
      for (let i = 0; i < slots.length; i++) {
        const slot = slots[i]
        const value = slot?.read(next)
        values[i] = value
        if (value === undefined || !slot) continue
        if (slot.exists !== noEntry) marks.apply(slot.exists)
        if (!slot.isIdle) applyValue(value, slot.values)
      }
      if (keywords) visitTexts(next, text => keywords.text(text))
      return decide()
    },
    matchScan(next, scan, aliases) {
      begin()
      line = next
      rawEnds.fill(0)
      values.fill(undefined)
      const { count, keys } = scan
      for (let i = 0; i < count; i++) {
        const key = keys[i] ?? 0
        let kind = keyKinds[key] ?? 0
        if (kind === keyIs.unknown) {
          kind = kindOfKey(scan.name(key))
          keyKinds[key] = kind
        }
        if (kind === keyIs.nested) return undefined
        if (kind === keyIs.ignored && !keywords) continue
        applyMember(next, scan.starts[i] ?? 0, scan.ends[i] ?? 0, kind - keyIs.slot)
      }
      for (const [field, key] of aliases) {
        const number = slotOf.get(field) ?? -1
        const at = number >= 0 && rawEnds[number] === 0 ? scan.find(key) : -1
        if (at >= 0) applyMember(next, scan.starts[at] ?? 0, scan.ends[at] ?? 0, number)
      }
      return decide()
    },
  }
}
