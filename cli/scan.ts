/** `clientkeep scan`: how many customers of the base are in files. Reads the base; sends and keeps nothing. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import type { CustomerBase } from '../collector/customers/base.ts'
import type { Exports } from '../collector/exports/exports.ts'
import { unpackGroups } from '../content/row-groups.ts'
import type { ScanOutcome } from '../content/scan.ts'
import { unpackTokens } from '../content/token.ts'
import { Fault } from '../events/fault.ts'
import { absolute, dataOption, defaultDataDir } from './options.ts'
import { formatTable } from './table.ts'

interface ScanOptions {
  readonly data?: string
  readonly json?: boolean
}

interface Sources {
  readonly base: CustomerBase
  readonly exports: Exports | undefined
  readonly close: () => void
}

/** Opens the base read-only; it may be in use. Throws Fault ERR_SETUP_MISSING where there is none. */
async function openBase(dir: string): Promise<Sources> {
  const path = join(dir, 'customers.db')
  if (!existsSync(path)) {
    throw new Fault(
      'ERR_SETUP_MISSING',
      `${dir}: no customer base here yet; import one with \`clientkeep customers import base.csv\``,
    )
  }
  const [{ readConfig }, { openCustomerBase }] = await Promise.all([
    import('../collector/config.ts'),
    import('../collector/customers/base.ts'),
  ])
  const region = readConfig(join(dir, 'config.yaml')).default_region
  const base = openCustomerBase(path, { region, readonly: true })
  return { base, ...(await openExportsOf(dir)) }
}

/** Exports are known where a collector has run on the folder. */
async function openExportsOf(dir: string): Promise<Omit<Sources, 'base'>> {
  const path = join(dir, 'projections.db')
  if (!existsSync(path)) return { exports: undefined, close: () => {} }
  const [{ openDatabase }, { projectionsSchema }, { openExports }] = await Promise.all([
    import('../collector/store/database.ts'),
    import('../collector/store/projections-schema.ts'),
    import('../collector/exports/exports.ts'),
  ])
  const database = openDatabase(path, projectionsSchema, { readonly: true })
  return { exports: openExports(database), close: () => database.close() }
}

/** Whose customers they are by the CRM, those with most first, with how many each has in all. */
function ownersOf(found: Uint32Array, base: CustomerBase) {
  const owners = found.length === 0 ? [] : [...base.owners(found)]
  if (owners.length === 0) return []
  const owned = base.owned()
  return owners
    .map(([owner, customers]) => {
      const of = owned.get(owner) ?? customers
      return { owner, customers, of, share_percent: Math.round((customers / of) * 1000) / 10 }
    })
    .sort((a, b) => b.customers - a.customers || (a.owner < b.owner ? -1 : 1))
}

/** The result for one file, as `--json` prints it. */
function resultOf(
  file: string,
  { summary, sha256, sizeBytes }: ScanOutcome,
  { base, exports }: Sources,
) {
  const { customers: found, fields } = base.recognise({
    tokens: unpackTokens(summary.tokens),
    rows: unpackGroups(summary.groups ?? ''),
  })
  const customers = found.length
  const total = base.total()
  const { status, reason, format, rows, candidates, kinds } = summary
  return {
    file,
    status,
    ...(reason === undefined ? {} : { reason }),
    customers,
    share_percent: total === 0 ? 0 : Math.round((customers / total) * 1000) / 10,
    owners: ownersOf(found, base),
    exports: exports?.match(found, { base: total }) ?? [],
    known_by: fields,
    candidates,
    candidate_rows: summary.group_rows ?? 0,
    kinds,
    rows,
    format,
    size_bytes: sizeBytes,
    sha256: status === 'failed' ? null : sha256,
  }
}

type Result = ReturnType<typeof resultOf>

/** Nothing was found because nothing could be read. */
const isUnknown = ({ status, customers }: Result): boolean =>
  customers === 0 && (status === 'failed' || status === 'unreadable' || status === 'encrypted')

const number = (value: number): string => value.toLocaleString('en-US')

function table(results: readonly Result[], total: number): string {
  const rows = results.map(result => [
    isUnknown(result) ? '?' : number(result.customers),
    `${result.share_percent} %`,
    number(result.rows),
    result.status === 'complete' ? '' : `${result.status}: ${result.reason ?? 'no reason known'}`,
    result.file,
  ])
  const lines = rows.map(([customers = '', share = '', count = '', note = '', file = '']) => [
    customers,
    share,
    count,
    note === '' ? file : `${file}  (${note})`,
  ])
  const head = formatTable([['CUSTOMERS', 'OF BASE', 'ROWS', 'FILE'], ...lines], [0, 1, 2])
  return [head, ...results.flatMap(detailsOf), `${number(total)} customers in the base`].join('\n')
}

const ownersShown = 3

/** What is known beside the counts. */
function detailsOf({ file, exports, owners, share_percent }: Result): string[] {
  const from = exports.map(
    ({ number: id, rows, of }) =>
      `${file}: export ${id}, ${number(rows)} of its ${number(of)} rows`,
  )
  const whose = owners
    .slice(0, ownersShown)
    .map(
      ({ owner, customers, of, share_percent: share }) =>
        `${file}: ${number(customers)} of the ${number(of)} customers of ${owner} (${share} %)`,
    )
  return share_percent === 0 && from.length === 0 ? [] : [...from, ...whose]
}

export const scan = (): Command =>
  new Command('scan')
    .description('print how many customers of the base are in files')
    .argument('<file...>', 'files to read')
    .addOption(dataOption())
    .option('--json', 'print the results as JSON')
    .addHelpText(
      'after',
      '\nExits with 1 when a file could not be read in full.\n\nExample:\n  clientkeep scan ~/Downloads/*.csv --json',
    )
    .action(async (files: string[], { data, json }: ScanOptions) => {
      const sources = await openBase(data ?? defaultDataDir)
      const { base } = sources
      const bundle = base.filter()
      if (!bundle)
        throw new Fault(
          'ERR_SETUP_MISSING',
          'the customer base is empty; import one with `clientkeep customers import base.csv`',
        )
      const [{ openFilter }, { openSandbox }] = await Promise.all([
        import('../content/filter.ts'),
        import('../content/sandbox.ts'),
      ])
      const filter = openFilter(bundle.bytes)
      const sandbox = openSandbox()
      const results: Result[] = []
      for (const file of files)
        results.push(resultOf(file, await sandbox.scan(absolute(file), filter), sources))
      sandbox.close()
      const total = base.total()
      console.log(
        json ? JSON.stringify({ base: total, files: results }, null, 2) : table(results, total),
      )
      base.close()
      sources.close()
      if (results.some(result => result.status !== 'complete')) process.exitCode = 1
    })
