/** `clientkeep rules backtest`: what a rule would have given on the journal's last days: how often, on whom, what was there already. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import type { Backtest } from '../../collector/detect/backtest.ts'
import { backtestReport } from '../../collector/detect/backtest-report.ts'
import { Fault } from '../../events/fault.ts'
import type { CompiledRules } from '../../rules/engine/engine.ts'
import { only } from '../../rules/run-tests.ts'
import { dataOption, defaultDataDir } from '../options.ts'
import { formatTable } from '../table.ts'
import { version } from '../version.ts'
import { findRules } from './rule-set.ts'

interface BacktestOptions {
  readonly days: number
  readonly data?: string
  readonly json?: boolean
  readonly rules?: string
}

const dayMs = 86_400_000
const daysMax = 3650

function parseDays(text: string): number {
  const days = Number(text)
  if (Number.isInteger(days) && days > 0 && days <= daysMax) return days
  throw new InvalidArgumentError(`days are a whole number from 1 to ${daysMax}`)
}

/** Opens the data read-only; the collector may run on it. */
async function replay(dir: string, rules: CompiledRules, from: number): Promise<Backtest> {
  const path = (name: string) => join(dir, name)
  if (!existsSync(path('journal.db'))) {
    throw new Fault(
      'ERR_SETUP_MISSING',
      `${dir}: no journal here; name the collector's data folder with --data`,
    )
  }
  const [
    { readConfig },
    { openCustomerBase },
    { openEmbeddedReader },
    { directorySettings, openDirectory },
    { openExports },
    { openDatabase },
    { projectionsSchema },
    { backtest },
  ] = await Promise.all([
    import('../../collector/config.ts'),
    import('../../collector/customers/base.ts'),
    import('../../collector/journal/embedded-reader.ts'),
    import('../../collector/people/directory.ts'),
    import('../../collector/exports/exports.ts'),
    import('../../collector/store/database.ts'),
    import('../../collector/store/projections-schema.ts'),
    import('../../collector/detect/backtest.ts'),
  ])
  const config = readConfig(path('config.yaml'))
  const region = config.default_region
  const journal = openEmbeddedReader(path('journal.db'))
  const projections = openDatabase(path('projections.db'), projectionsSchema, { readonly: true })
  const base = openCustomerBase(path('customers.db'), { region, readonly: true })
  try {
    const product = { name: 'Clientkeep', vendor_name: 'Clientkeep', version }
    const directory = openDirectory(projections, directorySettings(config))
    return await backtest(rules, from, {
      journal,
      base,
      directory,
      exports: openExports(projections),
      product,
    })
  } finally {
    base.close()
    projections.close()
    await journal.close()
  }
}

type Report = ReturnType<typeof backtestReport>

function print(names: string, { days, events, alerts_per_week, already_there, ...rest }: Report) {
  const { weeks, people, findings } = rest
  console.log(
    `${names}: ${findings.length} findings on ${people.length} people in ${events} events of ${days} days; ${already_there} were already there; ${alerts_per_week} alerts a week`,
  )
  if (findings.length === 0) return
  const cells = (row: { readonly findings: number; readonly known: number }) => [
    String(row.findings),
    String(row.known),
  ]
  const weekRows = weeks.map(week => [week.from, String(week.people), ...cells(week)])
  const personRows = people.map(person => [person.subject, ...cells(person)])
  const right = [1, 2, 3]
  console.log(
    `\n${formatTable([['WEEK OF', 'ALERTS', 'FINDINGS', 'ALREADY THERE'], ...weekRows], right)}`,
  )
  console.log(`\n${formatTable([['ON WHOM', 'FINDINGS', 'ALREADY THERE'], ...personRows], right)}`)
}

export const backtest = (): Command =>
  new Command('backtest')
    .description('try a rule on the past: alerts a week, on whom, and which were already there')
    .argument('<rule>', 'rule file, or name or id of a rule of the catalog')
    .option('--days <number>', 'how far back', parseDays, 90)
    .addOption(dataOption())
    .option('--json', 'print the result as JSON, with each finding')
    .option(
      '--rules <dir>',
      'where the rules are that correlations refer to (default: the catalog)',
    )
    .addHelpText(
      'after',
      `
Replays the collector's journal; nothing is written, and the collector may run. The
directory of people and the customer base are today's. People are pseudonyms.

Example:
  clientkeep rules backtest ./rules/new-rule.yml --days 90`,
    )
    .action(async (asked: string, { days, data, json, rules }: BacktestOptions) => {
      const { compiled, numbers } = await findRules(asked, rules)
      const from = Date.now() - days * dayMs
      const tried = only(compiled, ...numbers)
      const result = backtestReport(days, await replay(data ?? defaultDataDir, tried, from))
      const names = numbers.map(number => compiled.rules[number]?.name ?? '').join(', ')
      if (json) console.log(JSON.stringify({ rules: names.split(', '), ...result }, null, 2))
      else print(names, result)
    })
