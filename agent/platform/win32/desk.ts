/** The agent's part in a person's session on Windows: tells the agent what is copied there. Ends with the session; starts again with the agent. */
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { limits } from '../../../events/limits.ts'
import { type ClipboardCopy, clipboardSequence, readClipboard } from './clipboard.ts'
import { lineOf, readToDesk, servicePipe } from './desk-wire.ts'

/** Asking for a number: it costs nothing, and needs no window. */
const lookMs = 100
/** A program that copies has the clipboard open for a moment, and may set one format after the other. */
const settleMs = 40
const triesMax = 50
const reconnectMs = 2000

const copyLine = ({ app, pid, contents }: ClipboardCopy): string =>
  lineOf({
    copy: {
      ...(app !== undefined && { app }),
      ...(pid !== undefined && { pid }),
      contents: contents.map(({ type, bytes, isCut }) => ({
        type,
        bytes: bytes.toString('base64'),
        isCut,
      })),
    },
  })

/** The clipboard once it can be read and does not change any more, and the number it had then. */
async function readSettled(): Promise<{
  readonly copy: ReturnType<typeof readClipboard>
  readonly sequence: number
}> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const sequence = clipboardSequence()
    await delay(settleMs)
    if (clipboardSequence() !== sequence) continue
    const copy = readClipboard(limits.clipboardBytesMax)
    if (copy !== 'busy') return { copy, sequence }
  }
  return { copy: 'busy', sequence: clipboardSequence() }
}

/** Follows the clipboard until the pipe closes. */
async function serve(socket: Socket): Promise<void> {
  let isListening = false
  let sequence = clipboardSequence()
  createInterface({ input: socket }).on('line', line => {
    const order = readToDesk(line)
    if (!order) return
    if (order.listen && !isListening) sequence = clipboardSequence()
    isListening = order.listen
  })
  socket.write(lineOf({ pid: process.pid }))
  while (!socket.destroyed) {
    await delay(lookMs)
    if (!isListening || clipboardSequence() === sequence) continue
    const read = await readSettled()
    const { copy } = read
    sequence = read.sequence
    if (copy === 'busy') socket.write(lineOf({ missed: true }))
    else if (copy !== 'secret' && copy.contents.length > 0) socket.write(copyLine(copy))
  }
}

function open(pipe: string): Promise<Socket | undefined> {
  return new Promise(resolve => {
    const socket = connect(pipe)
    socket.once('connect', () => resolve(socket))
    socket.on('error', () => resolve(undefined))
  })
}

const [pipe = servicePipe] = process.argv.slice(2)
// Started by an agent, it ends with that one.
process.on('disconnect', () => process.exit())
for (;;) {
  const socket = await open(pipe)
  if (socket) await serve(socket)
  await delay(reconnectMs)
}
