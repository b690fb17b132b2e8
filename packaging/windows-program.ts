/** The program of the agent's package for Windows: `service`, as Windows starts it; `install` and `uninstall`, as an administrator; `doctor`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import Type from 'typebox'
import Value from 'typebox/value'
import { runProgram } from '../cli/run-program.ts'
import { describeEndpoint } from './windows/doctor.ts'
import { install, uninstall } from './windows/install.ts'
import { displayName } from './windows/names.ts'
import { runService } from './windows/service.ts'

/** Of the package that this is part of: its manifest lies one folder up. */
const folder = join(import.meta.dirname, '..')
const { version } = Value.Parse(
  Type.Object({ version: Type.String() }),
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
)

const service = () =>
  new Command('service')
    .argument('<dir>', "the agent's own folder")
    .description('run the agent; the service control manager of Windows does')
    .action((dir: string) => runService(dir, version))

const installCommand = () =>
  new Command('install')
    .description('install or update the service; the token is in CLIENTKEEP_ENROL_TOKEN')
    .action(async () => {
      await install(folder, process.env.CLIENTKEEP_ENROL_TOKEN?.trim())
      console.log(`${displayName} is installed and runs.`)
    })

const uninstallCommand = () =>
  new Command('uninstall')
    .description('tell the collector, and remove the service')
    .option('--remove-data', 'also remove keys, spool and held files')
    .action(async ({ removeData = false }: { removeData?: boolean }) => {
      await uninstall(removeData)
      console.log(`${displayName} is removed.`)
    })

const doctor = () =>
  new Command('doctor')
    .description('say what is missing or weaker than it should be on this endpoint')
    .action(async () => console.log(await describeEndpoint(version)))

const program = new Command('clientkeep-agent').version(version).exitOverride()
for (const command of [service, installCommand, uninstallCommand, doctor])
  program.addCommand(command().exitOverride())
await runProgram(program)
