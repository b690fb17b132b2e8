/** Aligned columns for a terminal. */

/** Lines with each column as wide as its widest cell; columns named in `right` are aligned right. */
export function formatTable(
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [index, cell] of row.entries())
      widths[index] = Math.max(widths[index] ?? 0, cell.length)
  }
  const pad = (cell: string, index: number) =>
    right.includes(index) ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0)
  return rows.map(row => row.map(pad).join('  ').trimEnd()).join('\n')
}
