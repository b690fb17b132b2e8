/** Rings when any program starts: a group of the kernel's feed of its own, of which nothing but that is taken. Costs nothing while it is off. */
import { bit, initFlag, markFlag } from './fanotify.ts'
import { descriptorOf, fanotifyInit, fanotifyMark, readingOf } from './native.ts'

export interface ProgramAlarm {
  on(ring: () => void): void
  off(): void
  close(): void
}

/** `places`: a path on each file system whose programs it rings for. Undefined where the kernel gives no group more. */
export function openProgramAlarm(places: () => Iterable<string>): ProgramAlarm | undefined {
  const flags = initFlag.closeOnExec | initFlag.nonBlocking | initFlag.folderHandleAndName
  const opened = fanotifyInit(flags, 0)
  if ('error' in opened) return undefined
  let ring: (() => void) | undefined
  const stream = readingOf(opened.value, () => ring?.())
  if ('error' in stream) return undefined
  stream.value.on('error', () => {})
  const mark = (flag: number): void => {
    const group = descriptorOf(stream.value)
    for (const path of places())
      fanotifyMark(group, { flags: flag | markFlag.fileSystem, mask: bit.exec, path })
  }
  return {
    on: next => {
      ring = next
      mark(markFlag.add)
    },
    off: () => {
      if (!ring) return
      ring = undefined
      mark(markFlag.remove)
    },
    close: () => stream.value.destroy(),
  }
}
