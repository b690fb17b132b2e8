/** Rows of a CSV by the names in its header, for every format of sets. */
import { createReadStream } from 'node:fs'
import { readTable } from '../../collector/imports/table.ts'
import { Fault, systemCode } from '../../events/fault.ts'

export interface Row {
  readonly line: number
  readonly cells: readonly string[]
  /** The trimmed cell under a header, compared without case; empty where there is none. */
  readonly text: (header: string) => string
  /** A fault at this row. */
  readonly fault: (message: string) => Fault
}

/** `a;b` as its parts, none of them empty. */
export const listOf = (text: string): string[] =>
  text
    .split(';')
    .map(part => part.trim())
    .filter(part => part !== '')

export function required(text: Row['text'], header: string): string {
  const value = text(header)
  if (value !== '') return value
  throw new Fault('ERR_INPUT_INVALID', `a row has no ${header}`)
}

/** Rows below the header; `names` stands in for a header that the file lacks. Throws Fault ERR_INPUT_FILE where there is no such file. */
export async function* recordsOf(path: string, names?: readonly string[]): AsyncGenerator<Row> {
  let columns = names?.map(name => name.toLowerCase())
  try {
    for await (const row of readTable(createReadStream(path, { encoding: 'utf8' }))) {
      // A broken row costs itself; logs of this size always have some.
      if ('fault' in row) continue
      const { line, cells } = row
      if (!columns || (line === 1 && cells[0]?.trim().toLowerCase() === columns[0])) {
        columns = cells.map(cell => cell.trim().toLowerCase())
        continue
      }
      const at = columns
      yield {
        line,
        cells,
        text: header => {
          const index = at.indexOf(header)
          return index < 0 ? '' : (cells[index] ?? '').trim()
        },
        fault: message => new Fault('ERR_INPUT_INVALID', `${path}:${line}: ${message}`),
      }
    }
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
    throw new Fault('ERR_INPUT_FILE', `${path}: there is no such file; it belongs to the set`)
  }
}
