/** The command `clientkeep`: hands the arguments to one sub-command, and turns what goes wrong into words and an exit code. */
import { CommanderError } from 'commander'
import { program } from './cli/program.ts'
import { Fault, faultCodes } from './events/fault.ts'

try {
  await program().parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2
  } else if (error instanceof Fault) {
    console.error(`clientkeep: ${error.message}`)
    process.exitCode = faultCodes[error.code].exit
  } else {
    console.error('clientkeep: this is a bug; please report it with the lines below')
    console.error(error)
    process.exitCode = 70
  }
}
