/** Secrets of channels: from a file or an environment variable that the configuration names, never from the configuration itself. */
import { readFileSync, statSync } from 'node:fs'
import { Fault, systemCode } from '../../events/fault.ts'
import type { Environment } from '../config-environment.ts'

export interface SecretSource {
  readonly file?: string | undefined
  readonly variable?: string | undefined
}

/** The secret, or undefined where neither is named. Throws Fault ERR_CONFIG_INVALID. */
export function readSecret(
  { file, variable }: SecretSource,
  { what, environment }: { what: string; environment: Environment },
): string | undefined {
  if (variable !== undefined) {
    const value = environment[variable]
    if (value) return value
    throw new Fault('ERR_CONFIG_INVALID', `${what}: the environment has no variable ${variable}`)
  }
  return file === undefined ? undefined : fromFile(file, what)
}

function fromFile(file: string, what: string): string {
  try {
    if ((statSync(file).mode & 0o004) !== 0)
      throw new Fault(
        'ERR_CONFIG_INVALID',
        `${what}: everybody on this machine can read ${file}; chmod o-r it`,
      )
    const secret = readFileSync(file, 'utf8').trim()
    if (secret !== '') return secret
    throw new Fault('ERR_CONFIG_INVALID', `${what}: ${file} is empty`)
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault(
      'ERR_CONFIG_INVALID',
      `${what}: ${file} cannot be read (${systemCode(error)})`,
      {
        cause: error,
      },
    )
  }
}
