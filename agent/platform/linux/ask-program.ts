/**
 * The program that the kernel asks before a guarded file is opened (fanotify permission events). It is a process of its own, so that
 * nothing else can keep it from answering, and does nothing but look whose program asks. When it ends, the kernel allows what waits.
 */
import { closeSync, readFileSync, readlinkSync, writeSync } from 'node:fs'
import type { FromAsked, ToAsked } from './ask-wire.ts'
import {
  bit,
  descriptorFlags,
  type FanotifyEvent,
  initFlag,
  markFlag,
  readEvents,
} from './fanotify.ts'
import { descriptorOf, fanotifyInit, fanotifyMark, readingOf } from './native.ts'

const [allowAnswer, denyAnswer] = [1, 2]

const tell = (message: FromAsked): void => {
  process.send?.(message)
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path).replace(/ \(deleted\)$/, '')
  } catch {
    return ''
  }
}

function statusOf(pid: number): { readonly parent: number; readonly uid: number } {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'latin1')
    const field = (name: string) => Number(new RegExp(`^${name}:\\t(\\d+)`, 'm').exec(text)?.[1])
    return { parent: field('PPid'), uid: field('Uid') }
  } catch {
    return { parent: 0, uid: 0 }
  }
}

let programs: ReadonlySet<string> = new Set()
const agent = process.ppid

function answer(group: number, { descriptor, pid }: FanotifyEvent): void {
  const program = linkOf(`/proc/${pid}/exe`)
  const { parent, uid } = statusOf(pid)
  // The agent and its readers see everything.
  const isAllowed = programs.has(program) || pid === agent || parent === agent
  const response = Buffer.alloc(8)
  response.writeInt32LE(descriptor, 0)
  response.writeUInt32LE(isAllowed ? allowAnswer : denyAnswer, 4)
  const path = isAllowed ? '' : linkOf(`/proc/self/fd/${descriptor}`)
  writeSync(group, response)
  closeSync(descriptor)
  // Of one that was ended meanwhile nothing is known, and nobody was kept out.
  if (!isAllowed && program !== '') tell({ refused: { path, pid, program, uid } })
}

function run(): void {
  const opened = fanotifyInit(
    initFlag.closeOnExec | initFlag.nonBlocking | initFlag.content | initFlag.unlimitedMarks,
    descriptorFlags,
  )
  const heard = (data: Buffer) => {
    for (const event of readEvents(data)) if (event.descriptor >= 0) answer(group, event)
  }
  const stream = 'error' in opened ? opened : readingOf(opened.value, heard)
  if ('error' in stream) {
    tell({ failed: stream.error })
    process.exit(1)
  }
  const group = descriptorOf(stream.value)
  process.on('message', (message: ToAsked) => {
    if ('programs' in message) programs = new Set(message.programs)
    else if ('ping' in message) tell({ pong: message.ping })
    else {
      const flags = 'guard' in message ? markFlag.add : markFlag.remove
      const path = 'guard' in message ? message.guard : message.release
      // A file that is gone needs no guard.
      fanotifyMark(group, { flags, mask: bit.openPermission, path })
    }
  })
  process.on('disconnect', () => process.exit())
  tell({ ready: true })
}

// Compiling it must not ask the kernel for anything.
if (process.send) run()
