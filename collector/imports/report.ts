/** Counts what an import did and keeps the first faults for people to read. */
import type { ImportFault, ImportReport } from '../../events/api.ts'
import { limits } from '../../events/limits.ts'
import type { Column } from './columns.ts'

type Outcome = 'added' | 'changed' | 'unchanged' | 'refused'

export class ImportTally {
  private readonly counts = { rows: 0, added: 0, changed: 0, unchanged: 0, refused: 0 }
  private readonly faults: ImportFault[] = []
  private readonly warnings: string[] = []
  private unshown = 0

  /** Counts one row. */
  row(outcome: Outcome): void {
    this.counts.rows += 1
    this.counts[outcome] += 1
  }

  /** A fault of one row or field; the row itself is counted by `row`. */
  fault(fault: ImportFault): void {
    if (this.faults.length < limits.importFaultsShown) this.faults.push(fault)
    else this.unshown += 1
  }

  /** Something about the whole file. */
  warn(message: string): void {
    this.warnings.push(message)
  }

  /** Says which columns are not used, once. */
  columns<M extends string>(columns: readonly Column<M>[]): void {
    const unknown = columns.filter(column => column.meaning === undefined)
    if (unknown.length === 0) return
    const names = unknown.map(column => `"${column.header || `column ${column.index + 1}`}"`)
    this.warn(
      `not used: ${names.join(', ')} (unknown column${unknown.length > 1 ? 's' : ''}); rename it if it matters`,
    )
  }

  /** The report; `total` is what base or directory hold afterwards. */
  report<M extends string>(
    file: string,
    total: number,
    columns: readonly Column<M>[],
  ): ImportReport {
    const warnings =
      this.unshown > 0
        ? [...this.warnings, `${this.unshown} more faults are not listed; correct these first`]
        : this.warnings
    return {
      file,
      ...this.counts,
      faults: this.faults,
      warnings,
      columns: columns.map(({ header, meaning }) => ({ header, meaning: meaning ?? 'not used' })),
      total,
    }
  }
}
