/** Decides at the end of each line whether its atoms are worth reporting. A table's row stands alone; short lines below each other are one record. */
import { charClass, charClasses } from './characters.ts'
import type { Row } from './lookup.ts'
import type { AtomReader } from './row-atoms.ts'
import type { RowGroups } from './row-groups.ts'

/** `name: …` above `birth date: …`: so many short lines are read together. */
const blockLinesMax = 12
const shortLineUnits = 120
const separatorsMin = 2
const atomsMin = 2
/** A row that lacks more than this is not helped by words that are nearly right. */
const nearBitsMax = 16

/** The rows of one scan. */
export interface Rows {
  /** Called behind each line with whether the line has a candidate of its own. */
  end(units: Uint16Array, start: number, end: number, isClaimed: boolean): void
  /** Reports what is open. */
  close(): void
}

/** Whether the line has cells of a table: two commas, semicolons, tabs or bars. */
function isTableRow(units: Uint16Array, start: number, end: number): boolean {
  let separators = 0
  for (let at = start; at < end; at += 1) {
    const unit = units[at] ?? 0
    if (unit === 0x2c || unit === 0x3b || unit === 0x09 || unit === 0x7c) separators += 1
    if (separators >= separatorsMin) return true
  }
  return false
}

/** Starts the rows of one scan: `atoms` fills `row`. */
export function openRows({
  atoms,
  row,
  bitsMin,
  groups,
}: {
  readonly atoms: AtomReader
  readonly row: Row
  readonly bitsMin: number
  readonly groups: RowGroups
}): Rows {
  const classes = charClasses()
  let lines = 0
  /** What the open record had at the end of its last line. */
  const before = { count: 0, bits: 0 }

  function reset(): void {
    row.count = 0
    row.bits = 0
  }

  function close(): void {
    if (row.bits >= bitsMin - nearBitsMax) atoms.readNear()
    if (row.count >= atomsMin && row.bits >= bitsMin) groups.add(row.halves, row.count)
    atoms.reset()
    reset()
    lines = 0
  }

  /** Closes what was there before this line; what the line itself has noted already stays. */
  function closeBefore(): void {
    if (lines === 0) return
    const count = row.count - before.count
    const bits = row.bits - before.bits
    if (count === 0) {
      close()
      return
    }
    const own = row.halves.slice(2 * before.count, 2 * row.count)
    row.count = before.count
    row.bits = before.bits
    close()
    row.halves.set(own)
    row.count = count
    row.bits = bits
  }

  const isBlank = (units: Uint16Array, start: number, end: number): boolean => {
    for (let at = start; at < end; at += 1) {
      const kind = classes[units[at] ?? 0] ?? 0
      if (kind === charClass.word || kind >= charClass.digit) return false
    }
    return true
  }

  return {
    end(units, start, end, isClaimed) {
      const isLone = end - start > shortLineUnits || isTableRow(units, start, end)
      if (isLone || isClaimed || lines >= blockLinesMax || isBlank(units, start, end)) closeBefore()
      if (isClaimed) {
        reset()
        return
      }
      for (let at = start; at < end; ) {
        at = atoms.read(units, at, end)
        if (at < end) close()
      }
      if (isLone) close()
      else {
        lines += 1
        before.count = row.count
        before.bits = row.bits
      }
    },
    close,
  }
}
