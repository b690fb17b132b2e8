/** One agent per folder: a name held in the kernel, that even a killed process gives back. */
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { Fault } from '../events/fault.ts'

/** The folder itself where the system numbers it, since one path may lead to several (other roots, mounts); else its path. */
function identityOf(dir: string): string {
  if (process.platform !== 'linux') return resolve(dir)
  const { dev, ino } = statSync(dir, { bigint: true })
  return `${dev}:${ino}`
}

/** Abstract socket (Linux) or named pipe (Windows); elsewhere nothing is held. */
function nameFor(dir: string): string | undefined {
  const name = `clientkeep-agent-${createHash('sha256').update(identityOf(dir)).digest('hex').slice(0, 16)}`
  if (process.platform === 'linux') return `\0${name}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : undefined
}

/** Holds the folder until the returned function is called; when that resolves another may take it. Throws Fault ERR_DATA_LOCKED where another agent has it. */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  const path = nameFor(dir)
  if (path === undefined) return async () => {}
  const server = createServer(socket => socket.destroy())
  await new Promise<void>((done, fail) => {
    server.once('error', cause =>
      fail(
        new Fault(
          'ERR_DATA_LOCKED',
          `${dir}: another agent works on this folder; stop it first, or choose another with --data`,
          { cause },
        ),
      ),
    )
    server.listen({ path }, done)
  })
  server.unref()
  return () => new Promise(resolve => server.close(() => resolve()))
}
