/** The calls of Linux that Node does not have, as functions that give `errno` names instead of throwing. */
import { closeSync, openSync, readlinkSync } from 'node:fs'
import { Socket } from 'node:net'
import { constants } from 'node:os'
import { pathOf, systemPath } from '../../../events/path-bytes.ts'
import { koffi, libc } from './foreign.ts'

const call = {
  fanotifyInit: libc.func('int fanotify_init(unsigned int flags, unsigned int event_flags)'),
  fanotifyMark: libc.func(
    'int fanotify_mark(int fd, unsigned int flags, uint64_t mask, int folder, const char *path)',
  ),
  nameToHandle: libc.func(
    'int name_to_handle_at(int folder, const char *path, void *handle, _Out_ int *mount, int flags)',
  ),
  openByHandle: libc.func('int open_by_handle_at(int mount, const void *handle, int flags)'),
  statfs: libc.func('int statfs(const char *path, void *buffer)'),
  dup3: libc.func('int dup3(int from, int to, int flags)'),
  pipe2: libc.func('int pipe2(_Out_ int *fds, int flags)'),
  exit: libc.func('void _exit(int code)'),
  poll: libc.func('int poll(void *fds, unsigned long count, int timeout)'),
  getxattr: libc.func(
    'long lgetxattr(const char *path, const char *name, void *value, size_t size)',
  ),
} as const

const names = new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]))
const errorName = (): string => names.get(koffi.errno()) ?? `errno ${koffi.errno()}`

/** A call's result, or the name of its error (`EPERM` …). */
export type Called<T> = { readonly value: T } | { readonly error: string }

const done = (result: number): Called<number> =>
  result < 0 ? { error: errorName() } : { value: result }

const cwd = -100
const closeOnExec = 0o2000000
const nonBlocking = 0o4000
const pathOnly = 0o10000000
const handleBytesMax = 128

/** A path as C takes it. */
function cPath(path: string): string | Buffer {
  const bytes = systemPath(path)
  return typeof bytes === 'string' ? bytes : Buffer.concat([bytes, Buffer.of(0)])
}

/** The path of what is open. Throws the system's error. */
export const pathOfDescriptor = (descriptor: number): string =>
  pathOf(readlinkSync(`/proc/self/fd/${descriptor}`, 'buffer'))

/** fanotify_init(2): a group's descriptor. */
export const fanotifyInit = (flags: number, eventFlags: number): Called<number> =>
  done(call.fanotifyInit(flags, eventFlags))

/** fanotify_mark(2). */
export const fanotifyMark = (
  group: number,
  { flags, mask, path }: { readonly flags: number; readonly mask: number; readonly path: string },
): Called<number> => done(call.fanotifyMark(group, flags, BigInt(mask), cwd, cPath(path)))

/** What a path is known by in events: the id of its file system and its handle, both as bytes. */
export function handleOf(path: string): Called<{ readonly fsid: Buffer; readonly handle: Buffer }> {
  const status = Buffer.alloc(256)
  if (call.statfs(cPath(path), status) < 0) return { error: errorName() }
  const handle = Buffer.alloc(8 + handleBytesMax)
  handle.writeUInt32LE(handleBytesMax, 0)
  if (call.nameToHandle(cwd, cPath(path), handle, [0], 0) < 0) return { error: errorName() }
  return {
    // struct statfs: f_fsid behind seven 8-byte fields.
    value: {
      fsid: status.subarray(56, 64),
      handle: handle.subarray(0, 8 + handle.readUInt32LE(0)),
    },
  }
}

/** The path that a handle of a folder has now, in the mount that `mount` is open on. */
export function pathOfHandle(mount: number, handle: Buffer): Called<string> {
  const opened = done(call.openByHandle(mount, handle, pathOnly | closeOnExec))
  if ('error' in opened) return opened
  try {
    return { value: pathOfDescriptor(opened.value) }
  } catch (error) {
    return { error: String(error) }
  } finally {
    closeSync(opened.value)
  }
}

/** Nearly all are short; the longest that the kernel keeps (XATTR_SIZE_MAX). */
const attributeBytes = [4096, 65_536]

/** An extended attribute as text; undefined where there is none or the file system has no such thing. */
export function attributeOf(path: string, name: string): string | undefined {
  for (const sizeBytes of attributeBytes) {
    const value = Buffer.alloc(sizeBytes)
    const length = Number(call.getxattr(cPath(path), name, value, value.length))
    if (length >= 0) return value.toString('utf8', 0, length)
    if (koffi.errno() !== constants.errno.ERANGE) return undefined
  }
  return undefined
}

/** A second descriptor of what is open. */
export function duplicate(descriptor: number): Called<number> {
  const place = openSync('/dev/null', 'r')
  const moved = done(call.dup3(descriptor, place, closeOnExec))
  if ('error' in moved) closeSync(place)
  return moved
}

const readBytes = 256 * 1024

/**
 * Reads a descriptor that can be polled, which the event loop waits for as for a socket: no thread, no blocking. Node opens pipes and
 * sockets only, so it is given a pipe, in whose place the descriptor is then put. Takes the descriptor over; what `heard` gets is
 * overwritten by the next read.
 */
export function readingOf(descriptor: number, heard: (data: Buffer) => void): Called<Socket> {
  const fds = [0, 0]
  if (call.pipe2(fds, closeOnExec | nonBlocking) < 0) return { error: errorName() }
  const [reading = -1, writing = -1] = fds
  const buffer = Buffer.allocUnsafeSlow(readBytes)
  const onread = {
    buffer,
    callback: (length: number) => {
      heard(buffer.subarray(0, length))
      return true
    },
  }
  const stream = new Socket({ fd: reading, readable: true, writable: false, onread })
  const moved = done(call.dup3(descriptor, reading, closeOnExec))
  closeSync(descriptor)
  closeSync(writing)
  if ('error' in moved) {
    stream.destroy()
    return moved
  }
  return { value: stream }
}

/** The number of the descriptor that a stream of `readingOf` reads; -1 where it is closed. */
export function descriptorOf(stream: Socket): number {
  const handle: unknown = Reflect.get(stream, '_handle')
  const fd = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : undefined
  return typeof fd === 'number' ? fd : -1
}

/** Ends the process without waiting for its threads (_exit(2)). */
export const leaveAtOnce = (code: number): void => {
  call.exit(code)
}

const onPriority = 2

/** Waits up to `timeoutMs` for poll(2)'s POLLPRI on a descriptor, in a thread of the pool; true where it came. */
export function pollPriority(descriptor: number, timeoutMs: number): Promise<boolean> {
  const fds = Buffer.alloc(8)
  fds.writeInt32LE(descriptor, 0)
  fds.writeInt16LE(onPriority, 4)
  return new Promise((resolve, reject) => {
    call.poll.async(fds, 1, timeoutMs, (error: unknown, ready: number) => {
      if (error) reject(error)
      else resolve(ready > 0 && (fds.readInt16LE(6) & onPriority) !== 0)
    })
  })
}
