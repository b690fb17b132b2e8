/** How far the search for files at rest is, over restarts. Small, whatever the number of files. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'

const Ledger = Type.Object({
  /** Version of the filter of the last search through everything. */
  filter: Type.String(),
  /** Start of the last search that ended, UTC epoch milliseconds; files that did not change since are known. */
  searchedAt: Type.Integer(),
  /** Start of the search that is under way; 0 where none is. */
  startedAt: Type.Integer(),
  /** The last file that was looked at in it. */
  at: Type.String(),
})
export type Ledger = Static<typeof Ledger>

/** Reads a ledger; an empty one where there is none or it is damaged, so that everything is searched anew. */
export function readLedger(path: string): Ledger {
  const empty = { filter: '', searchedAt: 0, startedAt: 0, at: '' }
  try {
    const stored: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return Value.Check(Ledger, stored) ? stored : empty
  } catch {
    return empty
  }
}

export function writeLedger(path: string, ledger: Ledger): void {
  writeFileSync(`${path}.next`, JSON.stringify(ledger), { mode: 0o600, flush: true })
  renameSync(`${path}.next`, path)
}
