/** A Unix socket of QEMU that speaks in lines: one at a time is waited for, or all are listened to. */
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

export interface LineSocket {
  write(line: string): void
  /** The next line that was not taken yet. Rejects when the socket closes. */
  next(): Promise<string>
  close(): void
}

async function open(path: string, isOver: () => boolean): Promise<Socket> {
  for (;;) {
    if (isOver()) throw new Error('the machine ended before it could be spoken to')
    if (existsSync(path)) {
      const socket = connect(path)
      const isOpen = await once(socket, 'connect').then(
        () => true,
        () => false,
      )
      if (isOpen) return socket
    }
    // QEMU makes its sockets when it has started; nothing tells when.
    await delay(50)
  }
}

/** Connects as soon as the socket is there. */
export async function openLines(path: string, isOver: () => boolean): Promise<LineSocket> {
  const socket = await open(path, isOver)
  const lines: string[] = []
  const takers: { resolve: (line: string) => void; reject: (error: Error) => void }[] = []
  let rest = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    for (const line of parts) {
      const taker = takers.shift()
      if (taker) taker.resolve(line)
      else lines.push(line)
    }
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    for (const { reject } of takers.splice(0)) reject(new Error('the machine has ended'))
  })
  return {
    write: line => socket.write(`${line}\n`),
    next: () => {
      const line = lines.shift()
      if (line !== undefined) return Promise.resolve(line)
      if (socket.destroyed) return Promise.reject(new Error('the machine has ended'))
      return new Promise((resolve, reject) => takers.push({ resolve, reject }))
    },
    close: () => socket.destroy(),
  }
}
