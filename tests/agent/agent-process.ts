/** The agent as a process of its own, as a service manager starts it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '..', '..')

export interface AgentProcess {
  readonly child: ChildProcess
  /** What it logged so far. */
  readonly said: readonly string[]
  /** Resolves when a line of its log holds the text. */
  says(text: string): Promise<void>
  /** Ends it and waits until it is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/** Starts it on the folder; with a token it enrols first. `launcher` is a command that runs what follows it. */
export function startAgentProcess(
  dir: string,
  collector: string,
  { token, launcher = [] }: { readonly token?: string; readonly launcher?: readonly string[] } = {},
): AgentProcess {
  const program = [process.execPath, '--import', join(root, 'runtime.mjs')]
  const [command = '', ...args] = [...launcher, ...program, join(root, 'clientkeep.ts')]
  const child = spawn(command, [...args, 'agent', '--data', dir, '--collector', collector], {
    env: { ...process.env, ...(token !== undefined && { CLIENTKEEP_ENROL_TOKEN: token }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: string[] = []
  let listeners: (() => void)[] = []
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  createInterface({ input: child.stdout }).on('line', line => {
    said.push(line)
    for (const listener of listeners) listener()
  })
  return {
    child,
    said,
    says: text =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!said.some(line => line.includes(text))) return
          listeners = listeners.filter(listener => listener !== look)
          resolve()
        }
        listeners.push(look)
        look()
        ended.then(() => reject(new Error(`ended without "${text}":\n${said.join('\n')}`)))
      }),
    end: signal => {
      child.kill(signal)
      return ended
    },
  }
}
