/** Matches events of one log source against the rules for it. Everything that can be is worked out before the first event. */
import type { Item } from '../ast.ts'
import { type EventView, fieldReader, textOf, visitTexts } from '../event.ts'
import type { Logic } from '../logic.ts'
import { type Current, compileAsked } from './asked.ts'
import { compileCode, holds } from './code.ts'
import { coverOf, guessWeight } from './cover.ts'
import { type FieldIndex, indexFields } from './fields.ts'
import type { JsonScan } from './json-scan.ts'
import { createMemo, type Memo } from './memo.ts'
import { tabulatePredicates } from './predicates.ts'

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

/** What a value of a field means: predicates that hold, rules that have a witness among them. */
interface Entry {
  readonly fired: Int32Array
  readonly rules: Int32Array
}

interface Slot extends FieldIndex {
  readonly name: string
  readonly read: (view: EventView) => unknown
  readonly memo: Memo<Entry>
  readonly rawMemo: Memo<Entry>
  exists: Entry
}

const none: readonly number[] = []
const noEntry: Entry = { fired: new Int32Array(), rules: new Int32Array() }
/** Events after which the witnesses are chosen anew, by what has been seen. */
const reviews = [512, 4096, 32_768]
const epochMax = 2_000_000_000
/** How a key of a line concerns the rules, beside the slots from 3 on. */
const keyIs = { unknown: 0, ignored: 1, nested: 2, slot: 3 } as const

/** A part of a line keeps the whole line in memory: what is remembered is a copy. */
function copyOf(text: string): string {
  const encoding = /^[\0-\xff]*$/.test(text) ? 'latin1' : 'utf16le'
  return Buffer.from(text, encoding).toString(encoding)
}

/** Builds the matcher of a set of rules. */
export function createPartition(rules: readonly PartitionRule[]): Partition {
  const { predicates, uses, trees } = tabulatePredicates(rules.map(({ logic }) => logic))
  const { steps, starts } = compileCode(trees, predicates)
  const index = indexFields(predicates)
  const slots = index.fields.map((field): Slot => {
    const name = field.field ?? ''
    const [memo, rawMemo] = [createMemo<Entry>(), createMemo<Entry>()]
    return { ...field, name, read: fieldReader(name), memo, rawMemo, exists: noEntry }
  })
  const slotOf = new Map(slots.map((slot, number) => [slot.name, number]))
  const { keywords } = index
  const [keywordMemo, keywordRawMemo] = [createMemo<Entry>(), createMemo<Entry>()]
  const nestedRoots = new Set(
    slots.flatMap(({ name }) => (name.includes('.') ? [name, name.split('.')[0] ?? ''] : [])),
  )

  let epoch = 0
  const stamps = new Int32Array(predicates.length)
  const seen = new Int32Array(predicates.length)
  const counts = new Int32Array(predicates.length)
  let entries = 0
  let events = 0
  const ruleStamps = new Int32Array(rules.length)
  const candidates = new Int32Array(rules.length)
  let candidateCount = 0
  let isCounting = true

  let witnessed: readonly (readonly number[])[] = []
  let always: readonly number[] = []
  const numbers = Int32Array.from(rules, ({ number }) => number)

  function chooseWitnesses(): void {
    const weights = (id: number): number => {
      const predicate = predicates[id]
      if (!predicate) return 1
      const guess = guessWeight(predicate, uses[id] ?? 0)
      return events === 0 ? guess : ((counts[id] ?? 0) + guess) / (events + 1)
    }
    const found: number[][] = predicates.map(() => [])
    const open: number[] = []
    for (const [rule, tree] of trees.entries()) {
      const cover = coverOf(tree, predicates, weights)
      if (!cover) open.push(rule)
      for (const witness of cover?.witnesses ?? []) found[witness]?.push(rule)
    }
    witnessed = found
    always = open
    for (const slot of slots) {
      slot.memo.clear()
      slot.rawMemo.clear()
      slot.exists = entryOf(slot.onExists)
    }
    keywordMemo.clear()
    keywordRawMemo.clear()
  }

  function entryOf(fired: Int32Array): Entry {
    const found = new Set<number>()
    for (const id of fired) for (const rule of witnessed[id] ?? []) found.add(rule)
    return { fired, rules: Int32Array.from(found) }
  }

  const fired: number[] = []
  function note(ids: Int32Array): void {
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] ?? 0
      if (seen[id] === entries) continue
      seen[id] = entries
      fired.push(id)
    }
  }

  function analyse(text: string, field: FieldIndex, other?: FieldIndex): Entry {
    entries++
    fired.length = 0
    note(field.onText)
    field.find(text, note)
    if (other) {
      note(other.onText)
      other.find(text, note)
    }
    return entryOf(Int32Array.from(fired))
  }

  function apply(entry: Entry): void {
    const { fired: ids, rules: found } = entry
    for (let i = 0; i < ids.length; i++) stamps[ids[i] ?? 0] = epoch
    if (isCounting) for (let i = 0; i < ids.length; i++) count(ids[i] ?? 0)
    for (let i = 0; i < found.length; i++) propose(found[i] ?? 0)
  }

  function count(id: number): void {
    counts[id] = (counts[id] ?? 0) + 1
  }

  function propose(rule: number): void {
    if (ruleStamps[rule] === epoch) return
    ruleStamps[rule] = epoch
    candidates[candidateCount++] = rule
  }

  function applyText(text: string, field: FieldIndex, memo: Memo<Entry>): void {
    let entry = memo.get(text)
    if (!entry) {
      entry = analyse(text, field)
      memo.set(text, entry)
    }
    apply(entry)
  }

  function applyValue(value: unknown, slot: Slot): void {
    if (Array.isArray(value)) for (const element of value) applyValue(element, slot)
    else {
      const text = textOf(value)
      if (text !== undefined) applyText(text, slot, slot.memo)
    }
  }

  // The event at hand: as a view, or as a line with the places of its values.
  let view: EventView = []
  let line = ''
  let texts: readonly string[] | undefined
  const raws: (string | undefined)[] = slots.map(() => undefined)
  const values: unknown[] = slots.map(() => undefined)
  const current: Current = {
    valueOf(field) {
      const slot = slotOf.get(field) ?? -1
      const raw = raws[slot]
      if (raw !== undefined) {
        raws[slot] = undefined
        values[slot] = JSON.parse(raw)
      }
      return values[slot]
    },
    texts() {
      if (texts) return texts
      const found: string[] = []
      visitTexts(line === '' ? view : JSON.parse(line), text => found.push(text))
      texts = found
      return found
    },
  }
  const asked: ((() => boolean) | undefined)[] = predicates.map(() => undefined)
  const isAsked = Uint8Array.from(predicates, ({ kind }) => (kind === 'asked' ? 1 : 0))
  const guards = Int32Array.from(predicates, predicate =>
    predicate.kind === 'asked' ? (predicate.guard ?? -1) : -1,
  )
  const answered = new Int32Array(predicates.length)

  function ask(id: number): boolean {
    if (answered[id] === epoch) return stamps[id] === epoch
    answered[id] = epoch
    const guard = guards[id] ?? -1
    if (guard >= 0 && stamps[guard] !== epoch) return false
    const predicate = predicates[id]
    if (!predicate) return false
    const test = asked[id] ?? compileAsked(predicate, current)
    asked[id] = test
    if (!test()) return false
    stamps[id] = epoch
    return true
  }

  function runRule(rule: number): boolean {
    let at = starts[rule] ?? 0
    while (at >= 0) {
      const id = steps[at] ?? 0
      const isTrue = isAsked[id] === 1 ? ask(id) : stamps[id] === epoch
      at = steps[isTrue ? at + 1 : at + 2] ?? 0
    }
    return at === holds
  }

  function begin(): void {
    if (++epoch > epochMax) {
      epoch = 1
      for (const array of [stamps, ruleStamps, answered]) array.fill(0)
    }
    candidateCount = 0
    texts = undefined
    for (let i = 0; i < always.length; i++) propose(always[i] ?? 0)
  }

  function decide(): readonly number[] {
    let found: number[] | undefined
    for (let i = 0; i < candidateCount; i++) {
      const rule = candidates[i] ?? 0
      if (!runRule(rule)) continue
      if (found) found.push(numbers[rule] ?? 0)
      else found = [numbers[rule] ?? 0]
    }
    if (isCounting && reviews.includes(++events)) {
      chooseWitnesses()
      isCounting = events < (reviews.at(-1) ?? 0)
    }
    if (!found) return none
    return found.length > 1 ? found.sort((a, b) => a - b) : found
  }

  /** Slot or kind of each key of scanned lines, as far as it is known. */
  const keyKinds = new Int32Array(4096)
  function kindOfKey(name: string): number {
    if (nestedRoots.has(name)) return keyIs.nested
    const slot = slotOf.get(name)
    return slot === undefined ? keyIs.ignored : keyIs.slot + slot
  }

  function applyRaw(raw: string, slot: Slot | undefined): void {
    const memo = slot ? slot.rawMemo : keywordRawMemo
    let entry = memo.get(raw)
    if (!entry) {
      const value: unknown = JSON.parse(raw)
      const text = textOf(value)
      if (text === undefined) {
        if (slot) applyValue(value, slot)
        if (keywords) visitTexts(value, inner => applyText(inner, keywords, keywordMemo))
        return
      }
      const field = slot ?? keywords
      entry = field ? analyse(text, field, slot ? keywords : undefined) : noEntry
      memo.set(copyOf(raw), entry)
    }
    apply(entry)
  }

  function applyMember(raw: string, number: number): void {
    const slot = slots[number]
    if (slot) {
      raws[number] = raw
      apply(slot.exists)
    }
    if (keywords || (slot && !slot.isIdle)) applyRaw(raw, slot)
  }

  chooseWitnesses()
  return {
    match(next) {
      begin()
      view = next
      line = ''
      for (let i = 0; i < slots.length; i++) {
        const slot = slots[i]
        const value = slot?.read(next)
        raws[i] = undefined
        values[i] = value
        if (value === undefined || !slot) continue
        apply(slot.exists)
        if (!slot.isIdle) applyValue(value, slot)
      }
      if (keywords) visitTexts(next, text => applyText(text, keywords, keywordMemo))
      return decide()
    },
    matchScan(next, scan, aliases) {
      begin()
      line = next
      for (let i = 0; i < slots.length; i++) {
        raws[i] = undefined
        values[i] = undefined
      }
      for (let i = 0; i < scan.count; i++) {
        const key = scan.keys[i] ?? 0
        let kind = keyKinds[key] ?? 0
        if (kind === keyIs.unknown) {
          kind = kindOfKey(scan.name(key))
          keyKinds[key] = kind
        }
        if (kind === keyIs.nested) return undefined
        if (kind === keyIs.ignored && !keywords) continue
        applyMember(next.slice(scan.starts[i], scan.ends[i]), kind - keyIs.slot)
      }
      for (const [field, key] of aliases) {
        const number = slotOf.get(field) ?? -1
        const at = number >= 0 && raws[number] === undefined ? scan.find(key) : -1
        if (at >= 0) applyMember(next.slice(scan.starts[at], scan.ends[at]), number)
      }
      return decide()
    },
  }
}
