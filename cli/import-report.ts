/** Prints what an import did, for people. */

import Value from 'typebox/value'
import type { ImportReport } from '../events/api.ts'
import { ImportReport as Schema } from '../events/api.ts'

/** Checks an answer to be an import's report. */
export const parseReport = (answer: unknown): ImportReport => Value.Parse(Schema, answer)

const number = (value: number): string => value.toLocaleString('en-US')

/** `file:line: column: message` for each fault, then the summary. */
export function formatReport(report: ImportReport, file: string, what: string): string {
  const { rows, added, changed, unchanged, refused, gone, faults, warnings, columns, total } =
    report
  const used = columns.filter(({ meaning }) => meaning !== 'not used')
  const lines = [
    ...faults.map(
      ({ line, column, message }) => `${file}:${line}: ${column ? `${column}: ` : ''}${message}`,
    ),
    ...warnings.map(warning => `${file}: ${warning}`),
    `columns: ${used.map(({ header, meaning }) => `"${header}" is ${meaning}`).join(', ')}`,
    `${number(rows)} rows: ${number(added)} added, ${number(changed)} changed, ${number(unchanged)} unchanged, ${number(refused)} refused${gone === undefined ? '' : `, ${number(gone)} gone`}`,
    `${number(total)} ${what} now`,
  ]
  return lines.join('\n')
}
