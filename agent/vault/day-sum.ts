/**
 * How many customers each account took to places that lead out within a day, file by file: a list that is cut into small ones is still the
 * whole list. Kept sealed, so that a restart begins no new day.
 */
import Type, { type Static } from 'typebox'
import type { ScanOutcome } from '../../content/scan.ts'
import { unpackTokens } from '../../content/token.ts'
import { customersIn } from '../scanner.ts'
import { sealedRecord } from './sealed-record.ts'

/** By account: when each token was last taken, and how many customers came with each file. */
const Taken = Type.Record(
  Type.String(),
  Type.Object({
    tokens: Type.Record(Type.String(), Type.Integer()),
    files: Type.Array(Type.Object({ at: Type.Integer(), customers: Type.Integer() })),
  }),
)
type Taken = Static<typeof Taken>

const dayMs = 24 * 3_600_000
const context = Buffer.from('clientkeep taken in a day')

const tokensOf = ({ summary }: ScanOutcome): string[] =>
  Array.from(unpackTokens(summary.tokens), token => token.toString(36))

export interface DaySum {
  /** Customers that the account took within a day, with those of this file; undefined where the file has none that it did not take already. */
  with(account: string, outcome: ScanOutcome): number | undefined
  /** The file was let be. Durable when it returns. */
  note(account: string, outcome: ScanOutcome): void
}

export function openDaySum(
  path: string,
  key: Buffer,
  { now, degraded }: { now: () => number; degraded: (reason: string) => void },
): DaySum {
  const record = sealedRecord(path, { key, context, shape: Taken, empty: {} })
  const stored = record.read()
  if (!stored) degraded('the record of what was taken within a day was changed; it begins anew')
  let taken: Taken = stored ?? {}

  /** What is not older than a day. */
  function lately(account: string): Taken[string] {
    const { tokens = {}, files = [] } = taken[account] ?? {}
    const since = now() - dayMs
    return {
      tokens: Object.fromEntries(Object.entries(tokens).filter(([, at]) => at > since)),
      files: files.filter(({ at }) => at > since),
    }
  }

  /** How many of the file's customers are new, by how many of its tokens are. */
  function added(outcome: ScanOutcome, { tokens }: Taken[string]): number {
    const all = tokensOf(outcome)
    const fresh = all.filter(token => !Object.hasOwn(tokens, token)).length
    return all.length === 0 ? 0 : Math.ceil((customersIn(outcome.summary) * fresh) / all.length)
  }

  return {
    with: (account, outcome) => {
      const before = lately(account)
      const more = added(outcome, before)
      if (more === 0) return undefined
      return before.files.reduce((sum, { customers }) => sum + customers, more)
    },
    note: (account, outcome) => {
      const before = lately(account)
      const customers = added(outcome, before)
      if (customers === 0) return
      const at = now()
      for (const token of tokensOf(outcome)) before.tokens[token] = at
      before.files.push({ at, customers })
      taken = { ...taken, [account]: before }
      record.keep(taken)
    },
  }
}
