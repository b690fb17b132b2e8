/** Cells of CSV (RFC 4180) that we print. */

/** A quoted cell that no spreadsheet takes for a formula: the texts come from customers (CWE-1236). */
export const quoted = (cell: string): string =>
  `"${cell.replace(/^[=+\-@\t\r](?!\d[\d\s()/.-]*$)/, "'$&").replaceAll('"', '""')}"`
