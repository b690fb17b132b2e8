/** Ends a server without cutting answers off: what is under way is answered, what waits for a next question is not waited for. */
import type { Server } from 'node:http'
import type { Http2SecureServer } from 'node:http2'
import { limits } from '../events/limits.ts'

const sweepMs = 50

/** Closes connections as they fall idle until `closing` resolves, and all of them where that takes longer than a stop may. */
export async function drain(
  server: Server | Http2SecureServer,
  closing: PromiseLike<void>,
): Promise<void> {
  // Who was answered keeps the connection for a next question, which would find nobody.
  const sweep = setInterval(() => {
    if ('closeIdleConnections' in server) server.closeIdleConnections()
  }, sweepMs)
  const cut = setTimeout(() => {
    if ('closeAllConnections' in server) server.closeAllConnections()
  }, limits.drainMs)
  try {
    await closing
  } finally {
    clearInterval(sweep)
    clearTimeout(cut)
  }
}
