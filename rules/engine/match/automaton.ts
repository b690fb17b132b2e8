/** Finds many texts in one value at once: Aho-Corasick as a dense automaton over typed arrays (Aho and Corasick 1975). Letters are folded. */
import { fold } from '../pattern.ts'

/** A folded text to find, tied to the ends of the value or not, and the number it is reported under. */
export interface Literal {
  readonly text: string
  readonly atStart: boolean
  readonly atEnd: boolean
  readonly id: number
}

/** Calls `hit` with the ids of the texts in the value; an id can come more than once. */
export type Automaton = (value: string, hit: (ids: Int32Array) => void) => void

/** Stand for the ends of a value; no UTF-16 unit is that large. */
const startMark = 0x10000
const endMark = 0x10001

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
    for (let i = 0; i < text.length; i++) node = childOf(trie, node, text.charCodeAt(i))
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

/** Builds the automaton of the literals. */
export function buildAutomaton(literals: readonly Literal[]): Automaton {
  const trie = plant(literals)
  const columns = columnsOf(trie)
  const { table, found, width } = tabulate(trie, columns)
  const ascii = new Uint16Array(128)
  for (const [unit, column] of columns) if (unit < 128) ascii[unit] = column
  for (let unit = 65; unit <= 90; unit++) ascii[unit] = ascii[unit + 32] ?? 0
  const startColumn = columns.get(startMark) ?? 0
  const endColumn = columns.get(endMark)
  const report = (cell: number, hit: (ids: Int32Array) => void): number => {
    const offset = ~cell
    const ids = found[offset / width]
    if (ids) hit(ids)
    return offset
  }

  function finish(state: number, hit: (ids: Int32Array) => void): void {
    const cell = endColumn === undefined ? 0 : (table[state + endColumn] ?? 0)
    if (cell < 0) report(cell, hit)
  }

  /** For text beyond ASCII, whose letters are folded beforehand. */
  function runFolded(text: string, hit: (ids: Int32Array) => void): void {
    let state = table[startColumn] ?? 0
    if (state < 0) state = report(state, hit)
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      const column = unit < 128 ? ascii[unit] : columns.get(unit)
      state = table[state + (column ?? 0)] ?? 0
      if (state < 0) state = report(state, hit)
    }
    finish(state, hit)
  }

  return (value, hit) => {
    let state = table[startColumn] ?? 0
    if (state < 0) state = report(state, hit)
    for (let i = 0; i < value.length; i++) {
      const unit = value.charCodeAt(i)
      if (unit > 127) {
        runFolded(fold(value), hit)
        return
      }
      state = table[state + (ascii[unit] ?? 0)] ?? 0
      if (state < 0) state = report(state, hit)
    }
    finish(state, hit)
  }
}
