/** A base of customers and what is recognised in text of theirs: import, filter, scan and confirmation as in the product. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCustomerBase } from '../../../collector/customers/base.ts'
import { importCustomers } from '../../../collector/customers/import.ts'
import { rebuildFilter } from '../../../collector/customers/rebuild-filter.ts'
import type { Recognised } from '../../../collector/customers/recognise.ts'
import { openFilter } from '../../../content/filter.ts'
import { unpackGroups } from '../../../content/row-groups.ts'
import { scanStream } from '../../../content/scan.ts'
import { unpackTokens } from '../../../content/token.ts'

async function* pieces(text: string): AsyncGenerator<string> {
  const size = 1 << 20
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

export interface Recogniser {
  readonly filterBytes: number
  /** What the import said. */
  readonly report: Awaited<ReturnType<typeof importCustomers>>
  /** Imports more text on top. */
  again(csv: string): Promise<Recogniser['report']>
  recognise(text: string): Promise<Recognised>
  /** Customer numbers of what was recognised. */
  numbers(text: string): Promise<string[]>
  close(): void
}

/** Imports a CSV into a base of its own. */
export async function openRecogniser(csv: string, region: string): Promise<Recogniser> {
  const dir = mkdtempSync(join(tmpdir(), 'clientkeep-recognition-'))
  const base = openCustomerBase(join(dir, 'customers.db'), { region })
  const take = async (text: string) => {
    const report = await importCustomers(pieces(text), { base, file: 'base.csv', region })
    if (base.isFilterStale()) rebuildFilter(base)
    return report
  }
  const report = await take(csv)
  const bytes = () => base.filter()?.bytes ?? new Uint8Array()
  let filter = openFilter(bytes())
  async function recognise(text: string): Promise<Recognised> {
    const { summary } = await scanStream(bytesOf(text), 'text', filter)
    return base.recognise({
      tokens: unpackTokens(summary.tokens),
      rows: unpackGroups(summary.groups ?? ''),
    })
  }
  return {
    filterBytes: bytes().length,
    report,
    async again(text) {
      const next = await take(text)
      filter = openFilter(bytes())
      return next
    },
    recognise,
    async numbers(text) {
      const { customers } = await recognise(text)
      return base.describe(customers, customers.length).map(({ number }) => number)
    },
    close() {
      base.close()
      rmSync(dir, { recursive: true })
    },
  }
}
