/** The product as a newcomer starts it: `node setup.mjs up …` as a process of its own, its one-time link, Ctrl-C. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const setupFile = join(root, 'setup.mjs')
const readyMsMax = 30_000

export interface Product {
  readonly url: string
  /** Signs the first administrator in, once. */
  readonly link: string
  /** What it printed so far. */
  output(): string
  /** Presses Ctrl-C, which a terminal sends to the whole process group. Resolves with the exit code. */
  interrupt(): Promise<number | null>
}

const running = new Set<Product>()

/** Starts it with `options` of `clientkeep up` and waits for its link; rejects with what it said when none comes. */
export async function startProduct(...options: readonly string[]): Promise<Product> {
  const child = spawn(process.execPath, [setupFile, 'up', ...options], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { pid } = child
  let said = ''
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  const link = await new Promise<string>((resolve, reject) => {
    const fail = () => reject(new Error(`no link to the dashboard; it said:\n${said}`))
    const timer = setTimeout(fail, readyMsMax)
    const listen = (text: string) => {
      said += text
      const found = /http:\S+\/sign-in#token=\S+/.exec(said)
      if (found && said.includes('Stop: Ctrl-C')) resolve(found[0])
    }
    child.stdout.setEncoding('utf8').on('data', listen)
    child.stderr.setEncoding('utf8').on('data', listen)
    child.once('close', fail)
    ended.finally(() => clearTimeout(timer))
  })
  const product: Product = {
    url: new URL(link).origin,
    link,
    output: () => said,
    interrupt: () => {
      running.delete(product)
      if (pid !== undefined && child.exitCode === null) process.kill(-pid, 'SIGINT')
      return ended
    },
  }
  running.add(product)
  return product
}

/** Stops what a failed test left running. */
export async function stopProducts(): Promise<void> {
  for (const product of [...running]) await product.interrupt()
}
