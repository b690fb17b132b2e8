/** Bases of the product over the corpus' customers, with the filter that endpoints get: imported once. */
import { createReadStream, existsSync, rmSync, writeFileSync } from 'node:fs'
import { type CustomerBase, openCustomerBase } from '../../../collector/customers/base.ts'
import { importCustomers } from '../../../collector/customers/import.ts'
import { rebuildFilter } from '../../../collector/customers/rebuild-filter.ts'
import type { Say } from '../report.ts'
import { corpus } from './corpus.ts'

export interface Base {
  readonly base: CustomerBase
  readonly filterPath: string
  readonly filterBytes: number
  /** Of the first import and of the same file again, with the filter; undefined where it was imported in an earlier run. */
  readonly seconds?: { readonly first: number; readonly again: number }
}

/** The base of a CSV of the corpus. */
export async function openBase(name: string, say: Say): Promise<Base> {
  const path = corpus(`${name}.db`)
  const filterPath = corpus(`${name}.filter`)
  const isMade = existsSync(filterPath)
  if (!isMade) for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  const base = openCustomerBase(path, { region: 'ID' })
  const take = async () => {
    const start = performance.now()
    const text = createReadStream(corpus(`${name}.csv`), { encoding: 'utf8' })
    await importCustomers(text, { base, file: name, region: 'ID' })
    if (base.isFilterStale()) rebuildFilter(base)
    return (performance.now() - start) / 1e3
  }
  if (!isMade) say(`importing ${name}`)
  const seconds = isMade ? undefined : { first: await take(), again: await take() }
  const bytes = base.filter()?.bytes ?? new Uint8Array()
  if (!isMade) writeFileSync(filterPath, bytes)
  return { base, filterPath, filterBytes: bytes.length, ...(seconds && { seconds }) }
}
