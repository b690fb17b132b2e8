/** Starts our own engine in a process of its own, so that its heap and compiled code are its alone. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheDir } from './build.ts'
import { type Runner, startRunner } from './runner.ts'

/** Writes a file for runners; gives its path. */
export async function writeInput(name: string, text: string): Promise<string> {
  await mkdir(cacheDir, { recursive: true })
  const path = join(cacheDir, name)
  await writeFile(path, text)
  return path
}

/** Writes a list of rule files for runners; gives its path. */
export const writeList = (name: string, paths: readonly string[]): Promise<string> =>
  writeInput(`${name}.txt`, paths.map(path => `${path}\n`).join(''))

/** Our own engine on a list of rules; the flag `naive` takes the interpreter of the tests instead. */
export const startOurs = (list: string, ...flags: readonly string[]): Promise<Runner> =>
  startRunner(process.execPath, [
    '--expose-gc',
    join(import.meta.dirname, 'ours.ts'),
    list,
    ...flags,
  ])

/** Starts our own correlations on rules given as YAML. */
export async function startOurCorrelations(name: string, yaml: string): Promise<Runner> {
  const path = await writeInput(`${name}.yml`, yaml)
  return startRunner(process.execPath, [
    '--expose-gc',
    join(import.meta.dirname, 'ours-correlation.ts'),
    path,
  ])
}
