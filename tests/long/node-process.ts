/** A node in its own process: started, spoken to over HTTP, killed, started again on the same folder. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Value from 'typebox/value'
import { NonceRefusal, nonceHeader } from '../../events/wire.ts'
import type { Agent } from '../cluster/load.ts'

const root = join(import.meta.dirname, '..', '..')

export interface NodeProcess {
  /** Where it listens now. */
  readonly url: string
  /** Hands a batch in; rejects where the node is away. */
  post(agent: Agent, records: readonly unknown[]): Promise<{ readonly status: number }>
  /** Ends it at once, as power loss of a process would, and starts it again. */
  crash(): Promise<void>
  end(): Promise<void>
}

export async function startProcess(dir: string): Promise<NodeProcess> {
  let child: ChildProcess | undefined
  let url = ''
  /** What it wants signed, as it said last. */
  let nonce: string | null = null

  async function launch(): Promise<void> {
    const args = [
      '--import',
      join(root, 'runtime.mjs'),
      join(import.meta.dirname, 'node-forever.ts'),
    ]
    const errors = openSync(join(dir, 'errors.log'), 'a')
    const started = spawn(process.execPath, [...args, dir], { stdio: ['ignore', 'pipe', errors] })
    child = started
    const [line] = await Promise.race([
      once(started.stdout ?? started, 'data'),
      once(started, 'exit').then(() => {
        throw new Error(`the node ended: ${readFileSync(join(dir, 'errors.log'), 'utf8')}`)
      }),
    ])
    url = String(line).trim()
  }

  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  async function send(agent: Agent, body: string) {
    const authorization = `Bearer ${await agent.assertion({ nonce })}`
    const reply = await fetch(`${url}/api/v1/agents/events`, {
      ...{ method: 'POST', body, signal: AbortSignal.timeout(20_000) },
      headers: { authorization, 'content-type': 'application/x-ndjson' },
    })
    nonce = reply.headers.get(nonceHeader)
    const wasAboutNonce = reply.status === 400 && Value.Check(NonceRefusal, await reply.json())
    return { status: reply.status, wasAboutNonce }
  }

  await launch()
  return {
    get url() {
      return url
    },
    post: async (agent, records) => {
      const body = records.map(record => `${JSON.stringify(record)}\n`).join('')
      const answer = await send(agent, body)
      return answer.wasAboutNonce ? send(agent, body) : answer
    },
    crash: async () => {
      await kill()
      await launch()
    },
    end: kill,
  }
}
