/** `npm run package -- deb`, `npm run package -- win`: builds what is installed on endpoints. */
import { join } from 'node:path'
import { Command } from 'commander'
import { runProgram } from '../cli/run-program.ts'
import { buildDeb } from './deb.ts'
import { buildWindowsZip } from './windows/zip.ts'

interface Options {
  readonly out: string
  readonly fast?: boolean
}

type Build = (options: { readonly out: string; readonly isFast: boolean }) => Promise<string>

const command = (name: string, description: string, build: Build) =>
  new Command(name)
    .description(description)
    .option('--out <dir>', 'folder that it is written to', join(import.meta.dirname, '..', 'dist'))
    .option('--fast', 'pack with little effort: larger, but built in seconds')
    .action(async ({ out, fast }: Options) => {
      console.log(await build({ out, isFast: fast ?? false }))
    })
    .exitOverride()

const program = new Command('package')
  .exitOverride()
  .addCommand(command('deb', 'build the Debian package of the agent', buildDeb))
  .addCommand(command('win', 'build the zip of the agent for Windows', buildWindowsZip))
await runProgram(program)
