/** What `customers import` and `people import` share: a file in, a report out. */
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { Command, type Option } from 'commander'
import { Fault, systemCode } from '../events/fault.ts'
import { withCollector } from './console.ts'
import { formatReport, parseReport } from './import-report.ts'
import { absolute, dataOption, defaultDataDir } from './options.ts'

interface ImportOptions {
  readonly data?: string
  readonly json?: boolean
  readonly strict?: boolean
  readonly column?: readonly string[]
}

/** Throws Fault ERR_INPUT_FILE where the path is no readable file. */
export function needFile(path: string, advice = 'give the path of a CSV or XLSX file'): void {
  try {
    if (statSync(path).isFile()) return
  } catch (cause) {
    const why =
      systemCode(cause) === 'ENOENT'
        ? 'there is no such file'
        : `cannot be read (${systemCode(cause)})`
    throw new Fault('ERR_INPUT_FILE', `${path}: ${why}; ${advice}`, {
      cause,
    })
  }
  throw new Fault('ERR_INPUT_FILE', `${path}: is not a file; ${advice}`)
}

/** An `import <file>` sub-command that posts the file to `route`. */
export function importCommand(settings: {
  route: string
  what: string
  description: string
  example: string
  /** Options of this import alone. */
  options?: readonly Option[]
}): Command {
  const command = new Command('import')
  for (const option of settings.options ?? []) command.addOption(option)
  return command
    .description(settings.description)
    .argument(
      '<file>',
      'CSV file (comma, semicolon or tab) or Excel workbook (xlsx) with a header row',
    )
    .addOption(dataOption())
    .option('--json', 'print the report as JSON')
    .option('--strict', 'exit with 1 when a row was refused')
    .addHelpText('after', `\nExample:\n  ${settings.example}`)
    .action(async (given: string, options: ImportOptions) => {
      const file = absolute(given)
      needFile(file)
      const columns = options.column?.join('\n') ?? ''
      const query = new URLSearchParams({ file: basename(file), ...(columns && { columns }) })
      const route = `${settings.route}?${query}`
      const answer = await withCollector(options.data ?? defaultDataDir, console =>
        console.post(route, { file }),
      )
      const report = parseReport(answer)
      console.log(
        options.json ? JSON.stringify(report, null, 2) : formatReport(report, given, settings.what),
      )
      if (options.strict && report.refused > 0) process.exitCode = 1
    })
}
