/** A progress bar on the terminal for a file that is being sent. Standard error only, and nothing where that is no terminal. */
import { createReadStream, statSync } from 'node:fs'
import type { Readable } from 'node:stream'

const width = 30
const redrawMs = 100

/** One line: how much, and how far. */
function lineOf(done: number, total: number): string {
  const share = total === 0 ? 1 : Math.min(1, done / total)
  const filled = Math.round(share * width)
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1)
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${Math.floor(share * 100)} % of ${megabytes(total)} MB`
}

/** The file as a stream; how much of it was taken is drawn on `terminal`, and wiped at its end. */
export function readWithProgress(
  path: string,
  terminal: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>,
): Readable {
  const stream = createReadStream(path)
  if (!terminal.isTTY) return stream
  const total = statSync(path).size
  let done = 0
  let drawnAt = Number.NEGATIVE_INFINITY
  stream.on('data', (chunk: string | Buffer) => {
    done += chunk.length
    const now = performance.now()
    if (now - drawnAt < redrawMs) return
    drawnAt = now
    terminal.write(`\r${lineOf(done, total)}`)
  })
  // Listening to data starts the stream; whoever takes it shall start it.
  stream.pause()
  stream.on('end', () =>
    terminal.write('\r\u001b[KAll is sent; the index and the filter are being made …'),
  )
  stream.on('close', () => terminal.write('\r\u001b[K'))
  return stream
}
