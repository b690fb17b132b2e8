/** Calls the collector's API from the console: the running one over HTTP, or one opened in this process for the moment. */
import { existsSync } from 'node:fs'
import type { Readable } from 'node:stream'
import Type from 'typebox'
import Value from 'typebox/value'
import { openConsoleKey } from '../collector/identity/console-key.ts'
import { type Running, readMode, readRunning } from '../collector/store/data-folder.ts'
import { ErrorReply } from '../events/api.ts'
import { Fault, type FaultCode, faultCodes, systemCode } from '../events/fault.ts'
import { callCollector } from './call-collector.ts'
import { silentLog } from './log.ts'
import { dashboardDir } from './options.ts'
import { readWithProgress } from './progress.ts'
import { version } from './version.ts'

/** What a call carries: a file, streamed with its progress shown, or a JSON object. */
export type Content = { readonly file: string } | { readonly json: object }

export interface CollectorConsole {
  /** `running`: over HTTP; `opened`: in this process. */
  readonly how: 'running' | 'opened'
  /** Where people open its pages. */
  readonly url: string | undefined
  get(path: string): Promise<unknown>
  post(path: string, content?: Content): Promise<unknown>
  /** What a POST answers, as it is. */
  download(path: string): Promise<Uint8Array>
  close(): Promise<void>
}

const isCode = (code: string): code is FaultCode => code in faultCodes

/** An error answer as the Fault it was. */
function faultOf(status: number, body: unknown): Fault {
  if (Value.Check(ErrorReply, body) && isCode(body.error.code))
    return new Fault(body.error.code, body.error.message)
  return new Fault(
    'ERR_COLLECTOR_UNREACHABLE',
    `the collector answered with HTTP ${status}; its log tells more`,
  )
}

/** Headers of a call with the console's key. */
function headersOf(key: string, content: Content | undefined): Record<string, string> {
  const authorization = `Bearer ${key}`
  if (!content) return { authorization }
  return { authorization, 'content-type': 'file' in content ? 'text/csv' : 'application/json' }
}

/** The body as a stream of bytes, or as text. */
const bodyOf = (content: Content): Readable | string =>
  'file' in content ? readWithProgress(content.file, process.stderr) : JSON.stringify(content.json)

const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? systemCode(cause) || cause.message : String(cause)

type Send = (method: 'GET' | 'POST', path: string, content?: Content) => Promise<Uint8Array>

/** An answer without content is undefined. */
const parsed = (bytes: Uint8Array): unknown =>
  bytes.length === 0 ? undefined : JSON.parse(Buffer.from(bytes).toString())

/** The calls of a console over one way to send. */
const callsOf = (send: Send) => ({
  get: async (path: string) => parsed(await send('GET', path)),
  post: async (path: string, content?: Content) => parsed(await send('POST', path, content)),
  download: (path: string) => send('POST', path),
})

function overHttp({ url, pin, site }: Running, key: string): CollectorConsole {
  const send: Send = async (method, path, content) => {
    const headers = headersOf(key, content)
    const body = content && bodyOf(content)
    const call = { method, headers, body, pin }
    const { status, bytes } = await callCollector(new URL(path, url), call).catch(
      (cause: unknown) => {
        throw new Fault(
          'ERR_COLLECTOR_UNREACHABLE',
          `${url}: the collector does not answer (${reasonOf(cause)}); its log tells more`,
          { cause },
        )
      },
    )
    if (status > 299) throw faultOf(status, parsed(bytes))
    return bytes
  }
  return {
    how: 'running',
    url: site ?? url,
    ...callsOf(send),
    close: async () => {},
  }
}

async function inProcess(dir: string): Promise<CollectorConsole> {
  const { startCollector } = await import('../collector/main.ts')
  const mode = readMode(dir) ?? 'real'
  const collector = await startCollector({ dir, mode, version, dashboardDir, log: silentLog() })
  const send: Send = async (method, url, content) => {
    const reply = await collector.app.inject({
      method,
      url,
      headers: { host: '127.0.0.1', ...headersOf(collector.parts.consoleKey, content) },
      ...(content ? { payload: bodyOf(content) } : {}),
    })
    if (reply.statusCode >= 400) throw faultOf(reply.statusCode, reply.json())
    return reply.rawPayload
  }
  return {
    how: 'opened',
    url: undefined,
    ...callsOf(send),
    close: () => collector.close(),
  }
}

/** The collector that runs on the folder now, over HTTP. */
async function runningAt(dir: string): Promise<CollectorConsole | undefined> {
  const running = existsSync(dir) ? readRunning(dir) : undefined
  if (!running || !isProcess(running.pid)) return undefined
  return overHttp(running, openConsoleKey(dir))
}

/** An answer that a command cannot read is no bug where the collector that runs is of another version. */
function blamed(error: unknown, dir: string): unknown {
  if (error instanceof Fault || !existsSync(dir)) return error
  const running = readRunning(dir)
  if (!running || running.version === version) return error
  return new Fault(
    'ERR_COLLECTOR_UNREACHABLE',
    `the collector that runs on ${dir} is of version ${running.version ?? 'before 0.1.0'}, this command of ${version}, and they do not understand each other; restart the collector`,
    { cause: error },
  )
}

/** Runs `work` against the collector of the data folder, whether it runs or not. Throws Fault ERR_COLLECTOR_UNREACHABLE where its version is another and its answers cannot be read. */
export async function withCollector<T>(
  dir: string,
  work: (console: CollectorConsole) => Promise<T>,
): Promise<T> {
  const opened = (await runningAt(dir)) ?? (await inProcess(dir))
  try {
    return await work(opened)
  } catch (error) {
    throw blamed(error, dir)
  } finally {
    await opened.close()
  }
}

const Token = Type.Object({ token: Type.String() })

/** A one-time token of the running collector, with its address. Throws Fault ERR_COLLECTOR_UNREACHABLE where none runs. */
export async function newToken(
  dir: string,
  route: string,
): Promise<{ url: string; token: string }> {
  const running = await runningAt(dir)
  if (running?.url === undefined) {
    throw new Fault(
      'ERR_COLLECTOR_UNREACHABLE',
      `no collector runs on ${dir}; start it with \`clientkeep up\`, or name its data folder with --data`,
    )
  }
  const { token } = Value.Parse(Token, await running.post(route))
  return { url: running.url, token }
}

function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}
