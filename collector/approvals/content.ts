/** What an approver decides on, as one digest; and the conditions of several approvals as one. Pure. */
import { createHash } from 'node:crypto'
import type { ApprovalConditions, ApprovalContent } from '../../events/approvals.ts'
import { canonicalJson } from '../../events/canonical.ts'

/** SHA-256, hexadecimal, of `clientkeep-approval-1`, a line feed, and the canonical JSON (RFC 8785). */
export const digestOf = (content: ApprovalContent): string =>
  createHash('sha256')
    .update(`clientkeep-approval-1\n${canonicalJson(content)}`)
    .digest('hex')

const lowest = (values: readonly (number | null)[]): number | null => {
  const given = values.filter(value => value !== null)
  return given.length === 0 ? null : Math.min(...given)
}

/** The strictest of all: the fewest rows, every dropped column, the earliest end. */
export function strictest(all: readonly ApprovalConditions[]): ApprovalConditions | null {
  if (all.length === 0) return null
  return {
    rows_max: lowest(all.map(({ rows_max }) => rows_max)),
    drop_columns: [...new Set(all.flatMap(({ drop_columns }) => drop_columns))].sort(),
    canaries: all.some(({ canaries }) => canaries),
    until: Math.min(...all.map(({ until }) => until)),
  }
}
