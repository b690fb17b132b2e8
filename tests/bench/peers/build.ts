/** Fetches and builds the peers by their package names below the dependency cache; none of their code is kept in the project. A second run finds what is built. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync } from 'node:fs'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Say } from '../report.ts'

/** Everything that the benchmarks make and fetch. */
export const cacheDir: string = join(
  import.meta.dirname,
  '../../../node_modules/.cache/clientkeep/peers',
)

/** How a peer comes to be. */
export interface Recipe {
  readonly name: string
  readonly version: string
  /** Folder of ours beside this file with the runner's sources; none for a peer that is run as it comes. */
  readonly sources?: string
  readonly steps: readonly (readonly string[])[]
}

/** A peer in its folder, or why there is none. */
export type Built =
  | { readonly name: string; readonly version: string; readonly dir: string }
  | { readonly name: string; readonly reason: string }

const lines = (output: string) => output.split('\n').filter(line => /\S/.test(line))

/** Runs a command; the reason why it failed, or undefined. */
function run([command = '', ...args]: readonly string[], cwd: string): Promise<string | undefined> {
  return new Promise(resolve => {
    const child = spawn('nice', ['-n', '10', command, ...args], { cwd })
    let output = ''
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', error => resolve(error.message))
    child.on('close', code => {
      const fault = lines(output).find(line => /error|forbidden|no such/i.test(line))
      const reason = (fault ?? lines(output).at(-1) ?? 'no output').replaceAll(
        /https?:\/\/\S+/g,
        '…',
      )
      resolve(code === 0 ? undefined : `${command} ${args[0] ?? ''}: ${reason}`)
    })
  })
}

async function stampOf(recipe: Recipe, from: string | undefined): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(recipe))
  if (from !== undefined) {
    for (const name of globSync('**/*.*', { cwd: from }).toSorted()) {
      hash.update(name).update(await readFile(join(from, name)))
    }
  }
  return hash.digest('hex')
}

/** Builds a peer unless that is done. Never throws for a missing toolchain or package: it says the reason. */
export async function buildPeer(recipe: Recipe, say: Say): Promise<Built> {
  const { name, version, sources, steps } = recipe
  const dir = join(cacheDir, name)
  const from = sources === undefined ? undefined : join(import.meta.dirname, sources)
  const stamp = await stampOf(recipe, from)
  const stampPath = join(dir, 'built')
  if (existsSync(stampPath) && (await readFile(stampPath, 'utf8')) === stamp) {
    return { name, version, dir }
  }
  say(`building ${name} ${version}: once, some minutes`)
  await mkdir(dir, { recursive: true })
  await rm(stampPath, { force: true })
  if (from !== undefined) await cp(from, dir, { recursive: true })
  for (const step of steps) {
    const reason = await run(step, dir)
    if (reason !== undefined) return { name, reason }
  }
  await writeFile(stampPath, stamp)
  return { name, version, dir }
}
