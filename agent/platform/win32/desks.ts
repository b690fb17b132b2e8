/**
 * The desktops of this machine, as the agent's parts in people's sessions tell of them. A service has no desktop, and no session sees the
 * clipboard of another. Who a desk belongs to, Windows says of its process; what it tells of copies, its person could make up.
 */
import { fork } from 'node:child_process'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Clipboards, Copy, Desktop, Handlers } from '../../clipboard/board.ts'
import { accountOfProcess, hasDesktop, personAtDesk } from './accounts.ts'
import {
  type DeskCopy,
  type FromDesk,
  lineBytesMax,
  lineOf,
  readFromDesk,
  servicePipe,
} from './desk-wire.ts'
import { programOf } from './processes.ts'

interface Desk {
  readonly socket: Socket
  readonly pid: number
  handlers: Handlers | undefined
  /** The newest copy that was not handed on yet. */
  waiting: DeskCopy | undefined
  isHanding: boolean
}

const desksMax = 32
const restartMs = 5000
const board = 'CLIPBOARD'
/** A desk starts with the session, within a minute. */
const unseenMs = 90_000

function copyOf({ app, pid, contents }: DeskCopy): Copy {
  return {
    board,
    types: contents.map(({ type }) => type),
    ...(app !== undefined && { app }),
    ...(pid !== undefined && { pid }),
    read: async (type, bytesMax) => {
      const found = contents.find(content => content.type === type)
      if (!found) return undefined
      const bytes = Buffer.from(found.bytes, 'base64')
      return { bytes: bytes.subarray(0, bytesMax), isCut: found.isCut || bytes.length > bytesMax }
    },
  }
}

/** Hands copies on one after the other; one that is replaced meanwhile is missed. */
async function handOn(desk: Desk): Promise<void> {
  if (desk.isHanding) return
  desk.isHanding = true
  for (let copy = desk.waiting; copy && desk.handlers; copy = desk.waiting) {
    desk.waiting = undefined
    await desk.handlers.onCopy(copyOf(copy)).catch(() => desk.handlers?.onMissed())
  }
  desk.isHanding = false
}

function told(desk: Desk, message: FromDesk): void {
  if ('missed' in message) desk.handlers?.onMissed()
  if (!('copy' in message) || !desk.handlers) return
  if (desk.waiting) desk.handlers.onMissed()
  desk.waiting = message.copy
  handOn(desk)
}

/** A line that grows beyond what a desk may say ends the connection: it would fill the memory. */
function limitLines(socket: Socket): void {
  let bytes = 0
  socket.on('data', (chunk: Buffer) => {
    const end = chunk.lastIndexOf(10)
    bytes = end < 0 ? bytes + chunk.length : chunk.length - end
    if (bytes > lineBytesMax) socket.destroy()
  })
}

const listenTo = (desk: Desk, handlers: Handlers): Promise<void> =>
  new Promise(resolve => {
    const { socket } = desk
    const end = () => {
      desk.handlers = undefined
      desk.waiting = undefined
      if (!socket.destroyed) socket.write(lineOf({ listen: false }))
      resolve()
    }
    desk.handlers = handlers
    socket.write(lineOf({ listen: true }))
    socket.once('close', end)
    handlers.signal.addEventListener('abort', end, { once: true })
    handlers.onReady()
  })

/** Whether a process is one of ours: it runs the same Node as this one. */
const isOurs = (pid: number): boolean =>
  programOf(pid)?.file?.path.toLowerCase() === process.execPath.toLowerCase()

/** An agent that a person started has a desk of its own, as long as it runs. */
function startDesk(pipe: string): void {
  const desk = fork(new URL('./desk.ts', import.meta.url), [pipe], { stdio: 'ignore' })
  desk.unref()
  desk.channel?.unref()
  desk.once('exit', () => setTimeout(startDesk, restartMs, pipe).unref())
}

/** The desktops of this machine: a service is told of them by their sessions, another agent sees its own. Nothing is opened before they are asked for. */
export function windowsClipboards(): Clipboards {
  let opened: Clipboards | undefined
  function open(): Clipboards {
    if (opened) return opened
    const isService = !hasDesktop()
    const pipe = isService ? servicePipe : `${servicePipe}-${process.pid}`
    opened = openDesks(pipe, isService)
    if (!isService) startDesk(pipe)
    return opened
  }
  return { desktops: () => open().desktops(), unseen: () => open().unseen?.() }
}

/** Opens the pipe that desks connect to. `isService`: desks are started by their sessions, and are missed where they are not. */
function openDesks(pipe: string, isService: boolean): Clipboards {
  const desks = new Map<number, Desk>()
  let fault: string | undefined
  let unseenSince: number | undefined

  function admit(socket: Socket, pid: number): Desk | undefined {
    if (desks.size >= desksMax || desks.has(pid) || !isOurs(pid)) {
      socket.destroy()
      return undefined
    }
    const desk: Desk = { socket, pid, handlers: undefined, waiting: undefined, isHanding: false }
    desks.set(pid, desk)
    socket.once('close', () => desks.delete(pid))
    return desk
  }

  const server = createServer(socket => {
    let desk: Desk | undefined
    // Who is connected does not keep an agent that was stopped.
    socket.unref()
    socket.on('error', () => socket.destroy())
    limitLines(socket)
    createInterface({ input: socket }).on('line', line => {
      const message = readFromDesk(line)
      if (!message) socket.destroy()
      else if (desk) told(desk, message)
      else if ('pid' in message) desk = admit(socket, message.pid)
      else socket.destroy()
    })
  })
  server.on('error', error => {
    fault = `people's sessions cannot reach the agent (${error.message})`
  })
  server.listen({ path: pipe, readableAll: true, writableAll: true })
  server.unref()

  const desktopOf = (desk: Desk): Desktop => ({
    id: `desk ${desk.pid}`,
    account: accountOfProcess(desk.pid) ?? { name: 'unknown' },
    listen: handlers => listenTo(desk, handlers),
  })

  return {
    desktops: () => [...desks.values()].map(desktopOf),
    unseen: () => {
      const person = isService ? personAtDesk() : undefined
      if (!person || [...desks.values()].some(({ pid }) => isOf(pid, person.uid))) {
        unseenSince = undefined
        return fault
      }
      unseenSince ??= performance.now()
      return performance.now() - unseenSince > unseenMs
        ? `copies of ${person.name} are not seen: the part of the agent in the session does not run`
        : fault
    },
  }
}

const isOf = (pid: number, uid: string | undefined): boolean => accountOfProcess(pid)?.uid === uid
