/** Entries of the token index while they are gathered: columns of plain numbers, sorted at once in the end. */

/** Entries while they are gathered: token halves and `code`, which is the customer's id in the lower 24 bits and the field's code above. */
interface Entries {
  readonly count: number
  add(lo: number, hi: number, code: number): void
  /** Lower halves, upper halves, codes: by ascending token. */
  sorted(): EntryColumns
}

/** Entries as columns. */
export interface EntryColumns {
  readonly lo: Uint32Array
  readonly hi: Uint32Array
  readonly code: Uint32Array
}

/** Starts an empty gathering. */
export function gatherEntries(): Entries {
  let columns = newColumns(1024)
  let count = 0
  return {
    get count() {
      return count
    },
    add(lo, hi, code) {
      if (count === columns.lo.length) columns = grown(columns, count * 2)
      columns.lo[count] = lo
      columns.hi[count] = hi
      columns.code[count] = code
      count += 1
    },
    sorted: () => sort(columns, count),
  }
}

/** Empty columns of a length. */
export const newColumns = (length: number): EntryColumns => ({
  lo: new Uint32Array(length),
  hi: new Uint32Array(length),
  code: new Uint32Array(length),
})

function grown({ lo, hi, code }: EntryColumns, length: number): EntryColumns {
  const larger = newColumns(length)
  larger.lo.set(lo)
  larger.hi.set(hi)
  larger.code.set(code)
  return larger
}

/** A place below the upper 40 bits of a token. */
const placeMask = 2 ** 24 - 1

/** Sorts by the upper 40 bits with the place below them in one 64-bit number: the engine sorts those natively. Sixteen parts, so that a place fits. */
function sort({ lo, hi, code }: EntryColumns, count: number): EntryColumns {
  const out = newColumns(count)
  const starts = new Uint32Array(17)
  for (let at = 0; at < count; at += 1) {
    const part = ((hi[at] ?? 0) >>> 28) + 1
    starts[part] = (starts[part] ?? 0) + 1
  }
  for (let part = 1; part < 17; part += 1)
    starts[part] = (starts[part] ?? 0) + (starts[part - 1] ?? 0)
  const places = new Uint32Array(count)
  const next = starts.slice()
  for (let at = 0; at < count; at += 1) {
    const part = (hi[at] ?? 0) >>> 28
    places[next[part] ?? 0] = at
    next[part] = (next[part] ?? 0) + 1
  }
  for (let part = 0; part < 16; part += 1) {
    const start = starts[part] ?? 0
    const size = (starts[part + 1] ?? 0) - start
    const keys = new BigUint64Array(size)
    const halves = new Uint32Array(keys.buffer)
    for (let place = 0; place < size; place += 1) {
      const at = places[start + place] ?? 0
      halves[2 * place] = ((lo[at] ?? 0) & 0xff000000) | place
      halves[2 * place + 1] = hi[at] ?? 0
    }
    keys.sort()
    for (let place = 0; place < size; place += 1) {
      const at = places[start + ((halves[2 * place] ?? 0) & placeMask)] ?? 0
      out.lo[start + place] = lo[at] ?? 0
      out.hi[start + place] = hi[at] ?? 0
      out.code[start + place] = code[at] ?? 0
    }
  }
  return out
}
