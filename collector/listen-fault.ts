/** Why the server could not listen, in words that say what to do. */
import { Fault, systemCode } from '../events/fault.ts'
import type { Config } from './config.ts'

/** The Fault for an error of `listen`; other errors come back as they are. */
export function listenFault(
  error: unknown,
  { host, port }: Pick<Config, 'host' | 'port'>,
): unknown {
  const code = systemCode(error)
  if (code === 'EADDRINUSE') {
    return new Fault(
      'ERR_PORT_IN_USE',
      `port ${port} on ${host} is in use by another program; stop it, or choose another with --port`,
      { cause: error },
    )
  }
  if (code === 'EACCES') {
    return new Fault(
      'ERR_PORT_IN_USE',
      `port ${port} needs more rights than this user has; choose one above 1023 with --port`,
      { cause: error },
    )
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new Fault(
      'ERR_CONFIG_INVALID',
      `host "${host}" is not an address of this machine; correct \`host\` in the configuration`,
      { cause: error },
    )
  }
  return error
}
