/** Peers that are packages of Debian. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Installs the packages whose program is not there. Throws where that takes root, with the command. */
export function needPackages(
  packages: readonly (readonly [name: string, program: string])[],
): void {
  const missing = packages.filter(([, program]) => !existsSync(program)).map(([name]) => name)
  if (missing.length === 0) return
  const command = ['apt-get', 'install', '-y', '--no-install-recommends', ...missing]
  if (process.getuid?.() !== 0)
    throw new Error(
      `this benchmark needs ${missing.join(', ')}; install with: sudo ${command.join(' ')}`,
    )
  execFileSync('apt-get', ['update', '-q'], { stdio: 'ignore' })
  execFileSync('apt-get', command.slice(1), { stdio: 'ignore' })
}
