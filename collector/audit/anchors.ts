/** Carries signed heads of the chain out of the journal: to a file beside it, to a file elsewhere, to a witness over HTTP. */
import { appendFileSync, closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import type { Logger } from 'pino'
import type { Journal } from '../journal/journal.ts'

export interface AnchorSettings {
  /** Files that get one compact JWS a line. */
  readonly files: readonly string[]
  /** Gets each head as `{"head": "<compact JWS>"}` by POST. */
  readonly url?: string | undefined
  /** At most one head to the witness in this time; the last one always arrives, at the latest at the stop. */
  readonly everyMs: number
}

const fileEveryMs = 1000
const timeoutMs = 5000

/** Calls `send` with the newest head, at most once in `everyMs`; what failed is tried again, and told when it begins, changes and ends. */
function paced(
  send: (head: string) => Promise<void>,
  { to, everyMs, log }: { to: string; everyMs: number; log: Logger },
) {
  let failure: string | undefined
  let newest: string | undefined
  let sent: string | undefined
  let timer: NodeJS.Timeout | undefined
  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const head = newest
    if (head === undefined || head === sent) return
    try {
      await send(head)
      sent = head
      if (failure !== undefined) log.info({ to }, 'signed heads of the audit chain go out again')
      failure = undefined
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (reason !== failure)
        log.error({ to, reason }, 'signed heads of the audit chain cannot be handed out')
      failure = reason
      timer ??= setTimeout(flush, everyMs).unref()
    }
  }
  return {
    offer: (head: string) => {
      newest = head
      if (head !== sent) timer ??= setTimeout(flush, everyMs).unref()
    },
    flush,
  }
}

/** A line that a crash tore must not swallow the next one. */
function endsTorn(path: string): boolean {
  if (!existsSync(path)) return false
  const { size } = statSync(path)
  if (size === 0) return false
  const file = openSync(path, 'r')
  const last = Buffer.alloc(1)
  readSync(file, last, 0, 1, size - 1)
  closeSync(file)
  return last.toString() !== '\n'
}

async function post(url: string, head: string): Promise<void> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ head }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  })
  await reply.body?.cancel()
  if (!reply.ok) throw new Error(`the witness answered with HTTP ${reply.status}`)
}

/** Starts to hand out heads; the function that it gives hands out the last one and stops. */
export function startAnchors(
  { files, url, everyMs }: AnchorSettings,
  { journal, log }: { journal: Journal; log: Logger },
): () => Promise<void> {
  const targets = files.map(path => {
    let isTorn = endsTorn(path)
    const write = async (head: string) => {
      appendFileSync(path, `${isTorn ? '\n' : ''}${head}\n`, { mode: 0o600 })
      isTorn = false
    }
    return paced(write, { to: path, everyMs: fileEveryMs, log })
  })
  if (url !== undefined) targets.push(paced(head => post(url, head), { to: url, everyMs, log }))
  const offer = () => {
    const head = journal.chainHead()
    if (head !== undefined) for (const target of targets) target.offer(head)
  }
  offer()
  const off = journal.onCommit(offer)
  return async () => {
    off()
    offer()
    await Promise.all(targets.map(target => target.flush()))
  }
}
