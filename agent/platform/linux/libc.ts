/** The C library's calls that Node does not have: handing open files from one process to another, and datagrams (unix(7)). Linux, 64 bits. */
import { closeSync } from 'node:fs'
import { koffi, libc } from './foreign.ts'

const iovec = koffi.struct({ base: 'void *', length: 'size_t' })
const message = koffi.struct({
  name: 'void *',
  nameLength: 'uint32_t',
  parts: koffi.pointer(iovec),
  partCount: 'size_t',
  control: 'void *',
  controlLength: 'size_t',
  flags: 'int',
})
const callSocketPair = libc.func('int socketpair(int domain, int type, int protocol, int *fds)')
const callSend = libc.func('sendmsg', 'int64_t', ['int', koffi.pointer(message), 'int'])
const callReceive = libc.func('recvmsg', 'int64_t', [
  'int',
  koffi.inout(koffi.pointer(message)),
  'int',
])

const callSocket = libc.func('int socket(int domain, int type, int protocol)')
const callSendTo = libc.func(
  'int64_t sendto(int fd, const void *bytes, size_t length, int flags, const void *address, uint32_t addressLength)',
)

const AF_UNIX = 1
const SOCK_DGRAM = 2
const SOCK_SEQPACKET = 5
const SOCK_CLOEXEC = 0o2000000
const SOL_SOCKET = 1
const SCM_RIGHTS = 1
const MSG_DONTWAIT = 0x40
const MSG_NOSIGNAL = 0x4000
const MSG_CMSG_CLOEXEC = 0x40000000
/** cmsg(3) with one descriptor: length (8), level (4), type (4), descriptor (4), padding (4). */
const controlBytes = 24
const controlUsed = 20

function failed(call: string): Error {
  const code = Number(koffi.errno())
  return Object.assign(new Error(`${call}: error ${code}`), { errno: code })
}

/** Two ends of a channel; both are closed in processes started later unless handed to them. Throws where the system refuses. */
export function socketPair(): readonly [number, number] {
  const fds = new Int32Array(2)
  if (callSocketPair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) !== 0)
    throw failed('socketpair')
  return [fds[0] ?? -1, fds[1] ?? -1]
}

function messageWith(control: Buffer) {
  return {
    name: null,
    nameLength: 0,
    parts: [{ base: Buffer.alloc(1), length: 1 }],
    partCount: 1,
    control,
    controlLength: controlBytes,
    flags: 0,
  }
}

/** Sends the open file `fd` through `channel`. Throws where nobody can take it. */
export function sendFile(channel: number, fd: number): void {
  const control = Buffer.alloc(controlBytes)
  control.writeBigUInt64LE(BigInt(controlUsed), 0)
  control.writeInt32LE(SOL_SOCKET, 8)
  control.writeInt32LE(SCM_RIGHTS, 12)
  control.writeInt32LE(fd, 16)
  if (callSend(channel, messageWith(control), MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
    throw failed('sendmsg')
}

/** The descriptor of the next file that came through `channel`. Throws where none did. */
export function receiveFile(channel: number): number {
  const control = Buffer.alloc(controlBytes)
  if (callReceive(channel, messageWith(control), MSG_DONTWAIT | MSG_CMSG_CLOEXEC) < 0)
    throw failed('recvmsg')
  if (control.readInt32LE(12) !== SCM_RIGHTS || Number(control.readBigUInt64LE(0)) !== controlUsed)
    throw new Error('recvmsg: no file came')
  return control.readInt32LE(16)
}

/** Sends a text to the socket at `path` (`@` in front: an abstract name). Nobody listening is no error: there is nobody to tell. */
export function sendDatagram(path: string, text: string): void {
  const fd = callSocket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)
  if (fd < 0) return
  const name = Buffer.from(path)
  if (path.startsWith('@')) name[0] = 0
  const address = Buffer.alloc(2 + name.length)
  address.writeUInt16LE(AF_UNIX, 0)
  name.copy(address, 2)
  const bytes = Buffer.from(text)
  callSendTo(fd, bytes, bytes.length, MSG_DONTWAIT | MSG_NOSIGNAL, address, address.length)
  closeSync(fd)
}
