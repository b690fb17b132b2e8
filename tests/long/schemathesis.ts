/** Schemathesis, the fuzzer of OpenAPI documents, in an environment of its own in the tests' cache; fetched once with pip. */
import { spawnSync } from 'node:child_process'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const version = '4.32.5'
const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'clientkeep')
const home = join(cache, `schemathesis-${version}`)

/** The fuzzer's command. */
export const schemathesis = join(home, 'bin', 'st')

const run = (command: string, ...args: string[]) =>
  spawnSync(command, args, { encoding: 'utf8', timeout: 300_000 })

/** Why it cannot run here, or undefined. Fetches it at the first call. */
export function noSchemathesis(): string | undefined {
  if (existsSync(schemathesis)) return undefined
  // Its programs name their own folder: made where they stay, and marked whole by the last one.
  rmSync(home, { recursive: true, force: true })
  const made = run('python3', '-m', 'venv', home)
  if (made.status !== 0) return 'Schemathesis needs Python: install python3-venv'
  const python = join(home, 'bin', 'python')
  const fetched = run(python, '-m', 'pip', 'install', '-q', `schemathesis==${version}`)
  if (fetched.status === 0) return undefined
  const aside = `${home}.broken`
  rmSync(aside, { recursive: true, force: true })
  renameSync(home, aside)
  return `Schemathesis could not be fetched: ${fetched.stderr.trim().slice(-300)}`
}
