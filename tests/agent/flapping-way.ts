/** A way to a server that breaks again and again: connections are cut in the middle, new ones refused for a while. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface FlappingWay {
  readonly url: string
  /** Leads to another address of this machine from now on. */
  lead(to: URL): void
  /** Holds from now on. */
  heal(): void
  close(): void
}

/** Opens it to a server of this machine; `random` gives numbers from 0 to 1. */
export async function flappingWay(to: URL, random: () => number): Promise<FlappingWay> {
  const open = new Set<Socket>()
  let isDown = false
  let port = Number(to.port)
  let timer: NodeJS.Timeout | undefined
  const cutAll = () => {
    for (const socket of open) socket.destroy()
  }
  const server = createServer(near => {
    if (isDown) {
      near.destroy()
      return
    }
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far).pipe(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  function flap(): void {
    isDown = !isDown
    if (isDown) cutAll()
    timer = setTimeout(flap, 10 + 100 * random())
  }
  flap()
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    lead: next => {
      port = Number(next.port)
    },
    heal: () => {
      clearTimeout(timer)
      isDown = false
    },
    close: () => {
      clearTimeout(timer)
      cutAll()
      server.close()
    },
  }
}
