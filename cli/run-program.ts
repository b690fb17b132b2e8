/** Runs a command line: what goes wrong becomes words and an exit code. */
import { type Command, CommanderError } from 'commander'
import { Fault, faultCodes, systemCode } from '../events/fault.ts'

const advice: Readonly<Record<string, string>> = {
  EACCES: 'this account may not; use the one that the folder belongs to',
  EPERM: 'this account may not; use the one that the folder belongs to',
  EROFS: 'the disk is mounted read-only; choose another place',
  ENOTDIR: 'a part of the path is no folder; check the path',
  ENOSPC: 'the disk is full; free some space',
  EDQUOT: 'the quota is used up; free some space',
}

/** What the operating system refused at a place, as a Fault; other errors come back as they are. */
function refused(error: unknown): unknown {
  const code = systemCode(error) ?? ''
  const what = advice[code]
  if (what === undefined || !(error instanceof Error)) return error
  const place = 'path' in error && typeof error.path === 'string' ? `${error.path}: ` : ''
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  return new Fault(isFull ? 'ERR_DISK_FULL' : 'ERR_INPUT_FILE', `${place}${what} (${code})`, {
    cause: error,
  })
}

/**
 * Never rejects; the exit code is the process's. What fails ends the process, whatever it had begun by then: a service that
 * neither works nor ends would never be started again.
 */
export async function runProgram(program: Command): Promise<void> {
  try {
    await program.parseAsync()
  } catch (cause) {
    const error = refused(cause)
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
