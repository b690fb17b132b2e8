/** Finds many texts in one value at once: Aho-Corasick as a dense automaton over typed arrays (Aho and Corasick 1975). Letters are folded. */
import { fold } from '../pattern.ts'

/** A folded text to find, tied to the ends of the value or not, and the number it is reported under. */
export interface Literal {
  readonly text: string
  readonly atStart: boolean
  readonly atEnd: boolean
  readonly id: number
}

/** Takes the ids of what is found; an id can come more than once. */
export interface Sink {
  fire(ids: Int32Array): void
}

/** Finds the literals in a value. */
export interface Automaton {
  /** In the units of `text` from `start` to `end`; `isRaw` where they are the inside of a JSON string, with its escapes. */
  run(text: string, start: number, end: number, isRaw: boolean, sink: Sink): void
}

/** Stand for the ends of a value; no UTF-16 unit is that large. */
const startMark = 0x10000
const endMark = 0x10001
/** Units beyond ASCII are spelled in four digits of base 16, the first marked as such: a rule with a thousand scripts would widen every row. */
const firstDigit = 0x10010
const laterDigit = 0x10020

/** Calls `take` with the symbols of a unit. */
function spell(unit: number, take: (symbol: number) => void): void {
  if (unit < 128) return take(unit)
  take(firstDigit + (unit >> 12))
  for (let shift = 8; shift >= 0; shift -= 4) take(laterDigit + ((unit >> shift) & 15))
}

/** The trie in columns: for each node its unit, first child, next sibling and what ends there. */
interface Trie {
  readonly unit: number[]
  readonly child: number[]
  readonly sibling: number[]
  readonly ids: Map<number, Set<number>>
}

function childOf(trie: Trie, node: number, unit: number): number {
  let child = trie.child[node] ?? 0
  while (child !== 0 && trie.unit[child] !== unit) child = trie.sibling[child] ?? 0
  if (child !== 0) return child
  const added = trie.unit.push(unit) - 1
  trie.child.push(0)
  trie.sibling.push(trie.child[node] ?? 0)
  trie.child[node] = added
  return added
}

function plant(literals: readonly Literal[]): Trie {
  const trie: Trie = { unit: [0], child: [0], sibling: [0], ids: new Map() }
  for (const { text, atStart, atEnd, id } of literals) {
    let node = atStart ? childOf(trie, 0, startMark) : 0
    for (let i = 0; i < text.length; i++) {
      spell(text.charCodeAt(i), symbol => {
        node = childOf(trie, node, symbol)
      })
    }
    if (atEnd) node = childOf(trie, node, endMark)
    const ids = trie.ids.get(node)
    if (ids) ids.add(id)
    else trie.ids.set(node, new Set([id]))
  }
  return trie
}

/** Units in columns of the table; column 0 is every unit that no literal has. */
function columnsOf({ unit }: Trie): ReadonlyMap<number, number> {
  const units = [...new Set(unit.slice(1))].sort((a, b) => a - b)
  return new Map(units.map((value, index) => [value, index + 1]))
}

/** Rows in breadth-first order; a cell holds the next row's offset, as its complement where something is found. */
function tabulate(trie: Trie, columns: ReadonlyMap<number, number>) {
  const width = columns.size + 1
  const order = new Int32Array(trie.unit.length)
  const fails = new Int32Array(trie.unit.length)
  const table = new Int32Array(trie.unit.length * width)
  const found: (Int32Array | undefined)[] = [undefined]
  for (let row = 0, known = 1; row < known; row++) {
    const node = order[row] ?? 0
    const fail = fails[row] ?? 0
    if (row > 0) table.copyWithin(row * width, fail * width, (fail + 1) * width)
    for (let child = trie.child[node] ?? 0; child !== 0; child = trie.sibling[child] ?? 0) {
      const cell = row * width + (columns.get(trie.unit[child] ?? 0) ?? 0)
      const past = row === 0 ? 0 : (table[cell] ?? 0)
      const after = (past < 0 ? ~past : past) / width
      const ids = [...(trie.ids.get(child) ?? []), ...(found[after] ?? [])]
      found.push(ids.length > 0 ? Int32Array.from(new Set(ids)) : undefined)
      order[known] = child
      fails[known] = after
      table[cell] = ids.length > 0 ? ~(known * width) : known * width
      known++
    }
  }
  return { table, found, width }
}

const backslash = 92
/** What the letter after a backslash stands for in JSON; others stand for themselves. */
const escapes: Readonly<Record<number, number>> = { 98: 8, 102: 12, 110: 10, 114: 13, 116: 9 }

/** Builds the automaton of the literals. */
export function buildAutomaton(literals: readonly Literal[]): Automaton {
  const trie = plant(literals)
  const columns = columnsOf(trie)
  const { table, found, width } = tabulate(trie, columns)
  const ascii = new Uint16Array(128)
  for (const [unit, column] of columns) if (unit < 128) ascii[unit] = column
  for (let unit = 65; unit <= 90; unit++) ascii[unit] = ascii[unit + 32] ?? 0
  const endColumn = columns.get(endMark) ?? -1
  const first = table[columns.get(startMark) ?? 0] ?? 0

  function report(cell: number, sink: Sink): number {
    const ids = found[~cell / width]
    if (ids) sink.fire(ids)
    return ~cell
  }

  function begin(sink: Sink): number {
    return first < 0 ? report(first, sink) : first
  }

  function finish(state: number, sink: Sink): void {
    const cell = endColumn < 0 ? 0 : (table[state + endColumn] ?? 0)
    if (cell < 0) report(cell, sink)
  }

  /** For text beyond ASCII, whose letters are folded beforehand. */
  function runFolded(text: string, sink: Sink): void {
    let state = begin(sink)
    const step = (symbol: number): void => {
      state = table[state + (columns.get(symbol) ?? 0)] ?? 0
      if (state < 0) state = report(state, sink)
    }
    for (let i = 0; i < text.length; i++) spell(text.charCodeAt(i), step)
    finish(state, sink)
  }

  function run(text: string, start: number, end: number, isRaw: boolean, sink: Sink): void {
    let state = begin(sink)
    for (let i = start; i < end; i++) {
      let unit = text.charCodeAt(i)
      if (unit === backslash && isRaw) {
        const letter = text.charCodeAt(++i)
        unit = letter === 117 ? 128 : (escapes[letter] ?? letter)
      }
      if (unit > 127) {
        const part = text.slice(start, end)
        runFolded(fold(isRaw ? String(JSON.parse(`"${part}"`)) : part), sink)
        return
      }
      state = table[state + (ascii[unit] ?? 0)] ?? 0
      if (state < 0) state = report(state, sink)
    }
    finish(state, sink)
  }

  return { run }
}
