/** `npm run package -- deb`: builds what is installed on endpoints. */
import { join } from 'node:path'
import { Command } from 'commander'
import { runProgram } from '../cli/run-program.ts'
import { buildDeb } from './deb.ts'

interface Options {
  readonly out: string
  readonly fast?: boolean
}

const deb = new Command('deb')
  .description('build the Debian package of the agent')
  .option('--out <dir>', 'folder that it is written to', join(import.meta.dirname, '..', 'dist'))
  .option('--fast', 'pack with little effort: larger, but built in seconds')
  .action(async ({ out, fast }: Options) => {
    console.log(await buildDeb({ out, isFast: fast ?? false }))
  })

await runProgram(new Command('package').exitOverride().addCommand(deb.exitOverride()))
