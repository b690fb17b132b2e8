/**
 * The kernel's feed for file systems without handles (overlays, exFAT, FUSE, shares): each event brings its file open, which says the path.
 * It tells who opens, closes and runs files, and nothing of names that change. Whoever has the file may hold the opening up.
 */
import { closeSync } from 'node:fs'
import type { Socket } from 'node:net'
import { systemCode } from '../../../events/fault.ts'
import { descriptorFlags, initFlag, markFlag, readEvents } from './fanotify.ts'
import { duplicate, fanotifyInit, fanotifyMark, pathOfDescriptor, readingOf } from './native.ts'

/** It was removed before it could be opened, and nobody needs to know who wrote it. */
const goneCodes: ReadonlySet<string> = new Set(['ENOENT', 'ESTALE'])

export interface OpenFileEvents {
  /** A path on each file system. */
  readonly places: readonly string[]
  /** Bits of events. */
  readonly mask: number
  /** Told of what other processes do. */
  readonly onEvent: (path: string, pid: number) => void
  /** Told why nothing, or not all, is told. */
  readonly onFailure: (reason: string) => void
}

/** Follows until it is closed. What cannot be opened has no name, and is left out. */
export function followOpenFiles({ places, mask, onEvent, onFailure }: OpenFileEvents): {
  close(): void
} {
  let stream: Socket | undefined
  let isClosed = false

  function heard(data: Buffer): void {
    for (const { descriptor, pid } of readEvents(data)) {
      if (descriptor < 0) continue
      try {
        if (pid !== process.pid) onEvent(pathOfDescriptor(descriptor), pid)
      } finally {
        closeSync(descriptor)
      }
    }
  }

  /** One event whose file cannot be opened ends a stream, and no other event is lost with it. */
  function read(group: number): void {
    const copy = duplicate(group)
    const reading = 'error' in copy ? copy : readingOf(copy.value, heard)
    if ('error' in reading) {
      onFailure(reading.error)
      return
    }
    stream = reading.value
    stream.on('error', error => {
      // The number of the group may be another file's by now.
      if (isClosed) return
      const code = systemCode(error) ?? error.message
      if (!goneCodes.has(code)) onFailure(`the agent may not open a file (${code})`)
      read(group)
    })
  }

  function start(): number | undefined {
    const flags = initFlag.closeOnExec | initFlag.nonBlocking | initFlag.unlimitedQueue
    const opened = fanotifyInit(flags, descriptorFlags)
    if ('error' in opened) {
      onFailure(opened.error)
      return undefined
    }
    read(opened.value)
    for (const path of places) {
      const mark = { flags: markFlag.add | markFlag.fileSystem, mask, path }
      const marked = fanotifyMark(opened.value, mark)
      if ('error' in marked) onFailure(marked.error)
    }
    return opened.value
  }

  const group = places.length === 0 ? undefined : start()
  return {
    close: () => {
      isClosed = true
      stream?.destroy()
      if (group !== undefined) closeSync(group)
    },
  }
}
