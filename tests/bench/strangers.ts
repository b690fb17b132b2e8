/** False positives at scale: everything below a folder of this machine against a base of a million customers, none of whom is in it. */
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { openCustomerBase } from '../../collector/customers/base.ts'
import { importCustomers } from '../../collector/customers/import.ts'
import { rebuildFilter } from '../../collector/customers/rebuild-filter.ts'
import { openFilter } from '../../content/filter.ts'
import { unpackGroups } from '../../content/row-groups.ts'
import { openSandbox } from '../../content/sandbox.ts'
import { unpackTokens } from '../../content/token.ts'
import { exportOf, makePeople } from '../collector/people/people.ts'
import { type BenchReport, below, figure, type Say } from './report.ts'
import { corpus } from './scan/corpus.ts'

const customersMade = 1_000_000
const portion = 50_000
const folder = process.env.CLIENTKEEP_BENCH_FOLDER ?? '/usr'

/** The export in portions, so that it is never one string. */
async function* exportPieces(): AsyncGenerator<string> {
  const people = makePeople(1, customersMade)
  for (let start = 0; start < people.length; start += portion) {
    const csv = exportOf(people.slice(start, start + portion))
    yield start === 0 ? `${csv}\n` : `${csv.slice(csv.indexOf('\n') + 1)}\n`
  }
}

async function* filesBelow(dir: string): AsyncGenerator<string> {
  for await (const entry of await opendir(dir)) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else if (entry.isFile()) yield path
  }
}

/** Runs it. */
export async function strangers(say: Say): Promise<BenchReport> {
  const path = corpus('strangers.db')
  const isMade = existsSync(`${path}.made`)
  if (!isMade) for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  const base = openCustomerBase(path, { region: 'ID' })
  const take = async () => {
    const start = performance.now()
    await importCustomers(exportPieces(), { base, file: 'base.csv', region: 'ID' })
    if (base.isFilterStale()) rebuildFilter(base)
    return (performance.now() - start) / 1e3
  }
  say(isMade ? 'importing again' : 'importing')
  const firstSeconds = isMade ? 0 : await take()
  writeFileSync(`${path}.made`, '')
  const againSeconds = await take()
  const filter = openFilter(base.filter()?.bytes ?? new Uint8Array())
  const sandbox = openSandbox()
  const sum = { files: 0, bytes: 0, candidates: 0, rows: 0, customers: 0, byFile: 0, seconds: 0 }
  const found = new Set<number>()
  const culprits: string[] = []
  for await (const file of filesBelow(folder)) {
    const start = performance.now()
    const { summary, sizeBytes } = await sandbox.scan(file, filter)
    sum.seconds += (performance.now() - start) / 1e3
    sum.files += 1
    sum.bytes += sizeBytes
    sum.candidates += summary.candidates
    sum.rows += summary.group_rows ?? 0
    if (sum.files % 5000 === 0) say(`${sum.files} files, ${found.size} customers`)
    if (summary.candidates === 0 && summary.group_rows === undefined) continue
    const { customers, fields } = base.recognise({
      tokens: unpackTokens(summary.tokens),
      rows: unpackGroups(summary.groups ?? ''),
    })
    for (const id of customers) found.add(id)
    if (customers.length > 0)
      culprits.push(`${file}: ${customers.length} by ${Object.keys(fields).join(', ')}`)
  }
  sandbox.close()
  const filterBytes = base.filter()?.bytes.length ?? 0
  base.close()
  return {
    bench: 'strangers',
    goals: [
      figure('customers', customersMade, 'customers'),
      ...(isMade ? [] : [figure('first import, 12 columns', firstSeconds, 's')]),
      figure('import again, nothing changed', againSeconds, 's'),
      figure('filter', (8 * filterBytes) / customersMade, 'bits per customer'),
      figure(`files below ${folder}`, sum.files, 'files'),
      figure('read', sum.bytes / 1e6, 'MB'),
      figure('scanned', sum.bytes / 1e6 / sum.seconds, 'MB/s'),
      figure('claimed tokens', sum.candidates, 'tokens'),
      figure('claimed rows', sum.rows, 'rows'),
      below('confirmed customers', found.size, 'customers', 1),
    ],
    peers: [],
    notes: culprits.slice(0, 40),
  }
}
