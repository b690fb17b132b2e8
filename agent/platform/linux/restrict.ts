/** Takes writing, or the whole volume, away from everybody: in the mount namespace of the system, whatever the agent's own is. */
import { execFile } from 'node:child_process'
import { readlinkSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)

function isOwnNamespace(): boolean {
  try {
    return readlinkSync('/proc/self/ns/mnt') !== readlinkSync('/proc/1/ns/mnt')
  } catch {
    return false
  }
}

/** Gives undefined when it is done, else why it is not. */
export async function restrictVolume(
  path: string,
  access: 'read-only' | 'deny',
): Promise<string | undefined> {
  const inSystem = isOwnNamespace() ? ['nsenter', '--mount=/proc/1/ns/mnt', '--'] : []
  // mount(8) and umount(8) ask for the account, not for the capabilities that the service has.
  const asRoot =
    process.getuid?.() === 0 ? [] : ['setpriv', '--reuid=0', '--regid=0', '--clear-groups', '--']
  const command =
    access === 'deny' ? ['umount', '--lazy', '--', path] : ['mount', '-o', 'remount,ro', '--', path]
  const [program = '', ...args] = [...asRoot, ...inSystem, ...command]
  try {
    await run(program, args, { timeout: 10_000 })
    return undefined
  } catch (error) {
    return String(error).split('\n').slice(0, 2).join(' ').slice(0, 300)
  }
}
