/** `clientkeep scan`: how many customers of the base are in files. Reads the base; sends and keeps nothing. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import type { CustomerBase } from '../collector/customers/base.ts'
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

/** Opens the base read-only; it may be in use. Throws Fault ERR_SETUP_MISSING where there is none. */
async function openBase(dir: string): Promise<CustomerBase> {
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
  return openCustomerBase(path, { region, readonly: true })
}

/** The result for one file, as `--json` prints it. */
function resultOf(file: string, { summary, sha256, sizeBytes }: ScanOutcome, base: CustomerBase) {
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
  return `${formatTable([['CUSTOMERS', 'OF BASE', 'ROWS', 'FILE'], ...lines], [0, 1, 2])}\n${number(total)} customers in the base`
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
      const base = await openBase(data ?? defaultDataDir)
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
        results.push(resultOf(file, await sandbox.scan(absolute(file), filter), base))
      sandbox.close()
      const total = base.total()
      console.log(
        json ? JSON.stringify({ base: total, files: results }, null, 2) : table(results, total),
      )
      base.close()
      if (results.some(result => result.status !== 'complete')) process.exitCode = 1
    })
