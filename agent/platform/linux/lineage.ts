/**
 * Which process started which, and as whom: the kernel's process connector tells it of each one (cn_proc, netlink(7)). Of a process that
 * is over before anybody looks nothing else is left. Read once a second, and when somebody is asked for; so a start costs no wake-up.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { koffi, libc } from './foreign.ts'

export interface Lineage {
  /** The account's number; undefined where the process was never told of. */
  uid(pid: number): number | undefined
  parent(pid: number): number | undefined
  /** The process whose program it runs: itself, or the one that it was forked from, as long as that runs what it did then. */
  runsProgramOf(pid: number): number | undefined
  close(): void
}

export type Told =
  | { readonly kind: 'fork'; readonly parent: number; readonly pid: number }
  | { readonly kind: 'exec'; readonly pid: number }
  | { readonly kind: 'exit'; readonly pid: number }
  | { readonly kind: 'uid'; readonly pid: number; readonly uid: number }

const call = {
  socket: libc.func('int socket(int domain, int type, int protocol)'),
  bind: libc.func('int bind(int fd, const void *address, uint32_t length)'),
  send: libc.func('int64_t send(int fd, const void *bytes, size_t length, int flags)'),
  receive: libc.func('int64_t recv(int fd, void *bytes, size_t length, int flags)'),
  setOption: libc.func(
    'int setsockopt(int fd, int level, int name, const void *value, uint32_t length)',
  ),
  close: libc.func('int close(int fd)'),
}

const netlink = 16
const datagramCloseOnExecNonBlocking = 2 | 0o2000000 | 0o4000
const connector = 11
/** CN_IDX_PROC and CN_VAL_PROC. */
const processGroup = 1
const [socketLevel, receiveBufferForce] = [1, 33]
/** Some 10,000 messages: three for each process. */
const bufferBytes = 8 * 1024 * 1024
const noRoom = 105

/** Behind the headers of netlink (16) and of the connector (20): what, processor, time; then the facts. */
const [whatAt, factsAt] = [36, 52]
const what = { fork: 0x1, exec: 0x2, uid: 0x4, exit: 0x80000000 } as const

/** One message; undefined of threads, and of what does not matter here. */
export function readTold(data: Buffer): Told | undefined {
  if (data.length < factsAt + 16) return undefined
  const fact = (index: number) => data.readUInt32LE(factsAt + 4 * index)
  switch (data.readUInt32LE(whatAt)) {
    case what.fork:
      // A thread has a number of its own, and its process's.
      return fact(2) === fact(3) ? { kind: 'fork', parent: fact(1), pid: fact(3) } : undefined
    case what.exec:
      return { kind: 'exec', pid: fact(1) }
    case what.uid:
      return { kind: 'uid', pid: fact(1), uid: fact(2) }
    case what.exit:
      return fact(0) === fact(1) ? { kind: 'exit', pid: fact(1) } : undefined
    default:
      return undefined
  }
}

interface Born {
  readonly parent: number
  /** How often the parent had become another program by then. */
  readonly parentExecs: number
  uid: number | undefined
  execs: number
}

/** Processes that are over are remembered, the last ones. */
const overMax = 8192

/** What was told, put together. Pure. */
export function createFamily() {
  const all = new Map<number, Born>()
  const over = new Set<number>()

  function add(pid: number, born: Born): void {
    over.delete(pid)
    all.set(pid, born)
  }

  function forgetOldest(): void {
    const [oldest] = over
    if (over.size <= overMax || oldest === undefined) return
    over.delete(oldest)
    all.delete(oldest)
  }

  return {
    /** One that was there before. */
    add: (pid: number, { parent, uid }: { readonly parent: number; readonly uid: number }) =>
      add(pid, { parent, parentExecs: -1, uid, execs: 0 }),
    told: (told: Told) => {
      const { pid } = told
      const known = all.get(pid)
      if (told.kind === 'fork') {
        const parent = all.get(told.parent)
        const parentExecs = parent?.execs ?? -1
        add(pid, { parent: told.parent, parentExecs, uid: parent?.uid, execs: 0 })
      } else if (told.kind === 'exit') {
        if (known) over.add(pid)
        forgetOldest()
      } else if (told.kind === 'exec') {
        if (known) known.execs += 1
      } else if (known) known.uid = told.uid
    },
    /** Something was not told: numbers may have been given anew. */
    forgetOver: () => {
      for (const pid of over) all.delete(pid)
      over.clear()
    },
    uid: (pid: number) => all.get(pid)?.uid,
    parent: (pid: number) => all.get(pid)?.parent,
    runsProgramOf: (pid: number) => {
      let at = pid
      for (let born = all.get(at); born && born.execs === 0 && born.parentExecs >= 0; ) {
        const parent = all.get(born.parent)
        if (parent?.execs !== born.parentExecs) return undefined
        at = born.parent
        born = parent
      }
      return all.has(at) ? at : undefined
    },
  }
}

const readMs = 1000

function addThoseThere(family: ReturnType<typeof createFamily>): void {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const text = readFileSync(`/proc/${name}/status`, 'latin1')
      const field = (of: string) => Number(new RegExp(`^${of}:\\t(\\d+)`, 'm').exec(text)?.[1])
      family.add(Number(name), { parent: field('PPid'), uid: field('Uid') })
    } catch {
      // It ended meanwhile.
    }
  }
}

function listen(): number | string {
  const failed = (at: string) => `${at}: error ${Number(koffi.errno())}`
  const fd = call.socket(netlink, datagramCloseOnExecNonBlocking, connector)
  if (fd < 0) return failed('socket')
  const size = Buffer.alloc(4)
  size.writeInt32LE(bufferBytes)
  call.setOption(fd, socketLevel, receiveBufferForce, size, size.length)
  const address = Buffer.alloc(12)
  address.writeUInt16LE(netlink, 0)
  address.writeUInt32LE(processGroup, 8)
  const order = Buffer.alloc(40)
  order.writeUInt32LE(order.length, 0)
  order.writeUInt16LE(3, 4)
  order.writeUInt32LE(processGroup, 16)
  order.writeUInt32LE(processGroup, 20)
  order.writeUInt16LE(4, 32)
  order.writeUInt32LE(1, 36)
  const refused =
    call.bind(fd, address, address.length) < 0
      ? failed('bind')
      : call.send(fd, order, order.length, 0) < 0 && failed('send')
  if (!refused) return fd
  call.close(fd)
  return refused
}

/** Listens from now on; or says why the kernel does not tell (it needs CAP_NET_ADMIN). */
export function openLineage(): Lineage | string {
  const fd = listen()
  if (typeof fd === 'string') return fd
  const family = createFamily()
  addThoseThere(family)
  const buffer = Buffer.allocUnsafeSlow(4096)

  function read(): void {
    for (;;) {
      const length = Number(call.receive(fd, buffer, buffer.length, 0))
      if (length < 0) {
        if (koffi.errno() !== noRoom) return
        family.forgetOver()
      } else if (length === 0) return
      else {
        const told = readTold(buffer.subarray(0, length))
        if (told) family.told(told)
      }
    }
  }

  const timer = setInterval(read, readMs).unref()
  const asked = <T>(answer: (pid: number) => T) => {
    return (pid: number): T => {
      read()
      return answer(pid)
    }
  }
  return {
    uid: asked(family.uid),
    parent: asked(family.parent),
    runsProgramOf: asked(family.runsProgramOf),
    close: () => {
      clearInterval(timer)
      call.close(fd)
    },
  }
}
