/** Options that several sub-commands share, with one meaning and one wording. */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { InvalidArgumentError, Option } from 'commander'

const root = join(import.meta.dirname, '..')

/** The file that starts this command, for starting it again as another process. */
export const commandFile = join(root, 'clientkeep.ts')

/** Where the built dashboard lies. */
export const dashboardDir = join(root, 'dashboard', 'dist')

/** Where data lies when nobody says otherwise: beside the program. */
export const defaultDataDir = process.env.CLIENTKEEP_DATA ?? join(root, 'data')
export const demoDataDir = join(root, 'data-demo')

/** An absolute path; `~` is the home folder. */
export const absolute = (path: string): string =>
  path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : resolve(path)

export const dataOption = (): Option =>
  new Option('--data <dir>', 'data folder of the collector').argParser(absolute)

/** A TCP port; 0 lets the system choose. */
function parsePort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new InvalidArgumentError('a port is a whole number from 0 to 65535')
}

export const portOption = (): Option =>
  new Option(
    '--port <number>',
    'port to listen on (default: 8787, or what the configuration says)',
  ).argParser(parsePort)
