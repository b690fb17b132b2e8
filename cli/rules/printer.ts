/** Prints many lines to standard output: in large pieces, no faster than the reader takes them, silent once the reader has gone. */
import { once } from 'node:events'

interface Printer {
  line(text: string): void
  flush(): Promise<void>
  isClosed(): boolean
}

/** A printer over standard output. */
export function printer(): Printer {
  const lines: string[] = []
  let isClosed = false
  process.stdout.on('error', error => {
    if (!('code' in error) || error.code !== 'EPIPE') throw error
    isClosed = true
  })
  return {
    line: text => void lines.push(text),
    isClosed: () => isClosed,
    flush: async () => {
      if (lines.length === 0 || isClosed) return
      const isRoom = process.stdout.write(`${lines.join('\n')}\n`)
      lines.length = 0
      if (!isRoom)
        await Promise.race([once(process.stdout, 'drain'), once(process.stdout, 'close')])
    },
  }
}
