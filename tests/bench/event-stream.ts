/** A dashboard's side of `/api/v1/stream`: reads server-sent events over real HTTP and tells when each alert arrived. */
import { get, type IncomingMessage } from 'node:http'
import type { AlertSummary } from '../../events/api.ts'
import type { Product } from './product.ts'

export interface Arrival {
  readonly alert: AlertSummary
  /** On the clock of `performance.now()`. */
  readonly at: number
}

export interface AlertStream {
  /** The first alert event that `fits` from now on; rejects after `withinMs`. */
  next(fits: (alert: AlertSummary) => boolean, what: string, withinMs?: number): Promise<Arrival>
  close(): void
}

interface Waiter {
  readonly fits: (alert: AlertSummary) => boolean
  readonly found: (arrival: Arrival) => void
}

/** Opens the stream; resolves when the collector has said hello. */
export async function openAlertStream({ url, consoleKey }: Product): Promise<AlertStream> {
  const waiters = new Set<Waiter>()
  const request = get(new URL('/api/v1/stream', url), {
    headers: { authorization: `Bearer ${consoleKey}`, accept: 'text/event-stream' },
  })
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject)
  })
  let rest = ''
  let greeted: () => void = () => {}
  const hello = new Promise<void>(resolve => {
    greeted = resolve
  })

  function take(block: string, at: number): void {
    const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? []
    if (name === 'hello') greeted()
    if (name !== 'alert' || data === undefined) return
    const alert: AlertSummary = JSON.parse(data)
    for (const waiter of waiters) if (waiter.fits(alert)) waiter.found({ alert, at })
  }

  reply.setEncoding('utf8').on('data', (text: string) => {
    const at = performance.now()
    const blocks = (rest + text).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) take(block, at)
  })
  reply.on('error', () => {})
  await hello
  return {
    next: (fits, what, withinMs = 20_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`waited ${withinMs / 1000} s for ${what}`)),
          withinMs,
        )
        const waiter: Waiter = {
          fits,
          found: arrival => {
            clearTimeout(timer)
            waiters.delete(waiter)
            resolve(arrival)
          },
        }
        waiters.add(waiter)
      }),
    close: () => request.destroy(),
  }
}
