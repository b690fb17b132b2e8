/** Carries bytes to the browser at the pace that it takes them. */
import type { Response } from './answers.ts'

/** The browser went away. */
export class Gone extends Error {}

/** Waits until more may be written; rejects with `Gone` where the browser went away. */
function drained(response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      response.off('drain', drain)
      response.off('close', close)
    }
    const drain = () => {
      settle()
      resolve()
    }
    const close = () => {
      settle()
      reject(new Gone('the browser went away'))
    }
    response.once('drain', drain)
    response.once('close', close)
    if (response.destroyed) close()
  })
}

/** Writes one piece and waits where the browser is slow. */
export async function write(response: Response, chunk: Uint8Array): Promise<void> {
  if (response.destroyed) throw new Gone('the browser went away')
  if (!response.write(chunk)) await drained(response)
}

/** Resolves when the last byte was handed to the system, true, or the browser went away before, false. */
export function ended(response: Response): Promise<boolean> {
  return new Promise(resolve => {
    // Nothing would tell of it any more.
    if (response.destroyed) return resolve(false)
    response.once('finish', () => resolve(true))
    response.once('close', () => resolve(false))
    response.end()
  })
}
