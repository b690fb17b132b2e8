/** Starts our own engine in a process of its own, so that its heap and compiled code are its alone. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheDir } from './build.ts'
import { type Runner, startRunner } from './runner.ts'

/** Writes a list of rule files for runners; gives its path. */
export async function writeList(name: string, paths: readonly string[]): Promise<string> {
  await mkdir(cacheDir, { recursive: true })
  const list = join(cacheDir, `${name}.txt`)
  await writeFile(list, paths.map(path => `${path}\n`).join(''))
  return list
}

/** Our own engine on a list of rules; the flag `naive` takes the interpreter of the tests instead. */
export const startOurs = (list: string, ...flags: readonly string[]): Promise<Runner> =>
  startRunner(process.execPath, [
    '--expose-gc',
    join(import.meta.dirname, 'ours.ts'),
    list,
    ...flags,
  ])
