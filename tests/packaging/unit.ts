/** Starts an installed service as its unit says, where no service manager runs: its account, capabilities, environment and command. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ThrowAwayRoot } from './throw-away-root.ts'

const valuesOf = (unit: string, name: string): string[] =>
  [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(match => match[1] ?? '')

/** The service, in a throw-away root. What the unit says beyond that (namespaces, filters of system calls) is not applied. */
export function startUnit(root: ThrowAwayRoot, file: string): ChildProcess {
  const unit = readFileSync(join(root.path, file), 'utf8')
  const [user = ''] = valuesOf(unit, 'User')
  const caps = (valuesOf(unit, 'AmbientCapabilities')[0] ?? '')
    .split(' ')
    .map(name => `+${name.replace('CAP_', '').toLowerCase()}`)
    .join(',')
  const bounding = caps.replaceAll('+', '+')
  const settings = valuesOf(unit, 'Environment').flatMap(line => line.split(' '))
  const given = Object.fromEntries(settings.map(pair => pair.split('=')))
  const command = (valuesOf(unit, 'ExecStart')[0] ?? '').split(' ')
  const [enter = '', ...into] = root.enter
  return spawn(
    enter,
    [
      ...into,
      'setpriv',
      `--reuid=${user}`,
      `--regid=${user}`,
      '--clear-groups',
      `--bounding-set=-all,${bounding}`,
      `--inh-caps=-all,${caps}`,
      `--ambient-caps=-all,${caps}`,
      '--no-new-privs',
      '--',
      ...command,
    ],
    {
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...given },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
}
