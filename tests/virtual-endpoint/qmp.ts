/** QEMU's machine protocol: what a hand does at a real endpoint, plugging things in and pulling them out. */
import { openLines } from './line-socket.ts'

export interface Qmp {
  /** Rejects with QEMU's own words where it refuses. */
  execute(command: string, args?: object): Promise<unknown>
  /** Resolves with the next event of this name for this device, from now on. */
  event(name: string, device: string): Promise<void>
  close(): void
}

interface Waiter {
  readonly matches: (message: object) => boolean
  readonly resolve: (message: object) => void
  readonly reject: (error: unknown) => void
}

/** Connects and negotiates. */
export async function openQmp(path: string, isOver: () => boolean): Promise<Qmp> {
  const socket = await openLines(path, isOver)
  const waiters = new Set<Waiter>()
  let lastId = 0

  const wait = (matches: (message: object) => boolean) =>
    new Promise<object>((resolve, reject) => {
      waiters.add({ matches, resolve, reject })
    })

  async function listen(): Promise<void> {
    for (;;) {
      const message: object = JSON.parse(await socket.next())
      for (const waiter of [...waiters]) {
        if (!waiter.matches(message)) continue
        waiters.delete(waiter)
        waiter.resolve(message)
      }
    }
  }

  async function execute(command: string, args: object = {}): Promise<unknown> {
    lastId += 1
    const id = lastId
    const reply = wait(message => 'id' in message && message.id === id)
    socket.write(JSON.stringify({ execute: command, arguments: args, id }))
    const answer = await reply
    if ('error' in answer) throw new Error(`${command}: ${JSON.stringify(answer.error)}`)
    return 'return' in answer ? answer.return : undefined
  }

  listen().catch((error: unknown) => {
    for (const { reject } of waiters) reject(error)
  })
  await execute('qmp_capabilities')
  return {
    execute,
    event: async (name, device) => {
      await wait(
        message =>
          'event' in message &&
          message.event === name &&
          JSON.stringify(message).includes(`"device":"${device}"`),
      )
    },
    close: socket.close,
  }
}
