/** Runs a command line: what goes wrong becomes words and an exit code. */
import { type Command, CommanderError } from 'commander'
import { Fault, faultCodes } from '../events/fault.ts'

/**
 * Never rejects; the exit code is the process's. What fails ends the process, whatever it had begun by then: a service that
 * neither works nor ends would never be started again.
 */
export async function runProgram(program: Command): Promise<void> {
  try {
    await program.parseAsync()
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2
    } else if (error instanceof Fault) {
      console.error(`clientkeep: ${error.message}`)
      process.exit(faultCodes[error.code].exit)
    } else {
      console.error('clientkeep: this is a bug; please report it with the lines below')
      console.error(error)
      process.exit(70)
    }
  }
}
