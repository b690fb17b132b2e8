/** The command `clientkeep`: hands the arguments to one sub-command. */
import { program } from './cli/program.ts'
import { runProgram } from './cli/run-program.ts'

await runProgram(program())
