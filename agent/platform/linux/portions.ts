/**
 * Reads the kernel's feed in portions while it is flooded: to wake up for each event costs more than the event. Only while all who do
 * something are known already, and the start of a program ends a portion at once: who is new may be over before the next one.
 */
import { readSync } from 'node:fs'
import type { Socket } from 'node:net'
import { descriptorOf } from './native.ts'
import type { ProgramAlarm } from './program-alarm.ts'

interface Parts {
  readonly stream: Socket
  /** Takes events; gives whether all who did something were known. */
  readonly take: (data: Buffer) => boolean
  readonly alarm: ProgramAlarm
}

export interface Portions {
  /** What the event loop read. */
  readonly heard: (data: Buffer) => void
  readonly close: () => void
}

const portionMs = 5
/** So many reads in a row, each sooner after the last than a portion, are a flood. */
const readsOfFlood = 16
/** So long after somebody new did something everything is read at once: where there is one, there are more, and who only forked rings nothing. */
const calmMs = 250
const portionBytesMax = 256 * 1024

export function readInPortions({ stream, take, alarm }: Parts): Portions {
  const buffer = Buffer.allocUnsafeSlow(portionBytesMax)
  const descriptor = descriptorOf(stream)
  let readAt = 0
  let strangerAt = 0
  let reads = 0
  let timer: NodeJS.Timeout | undefined

  function stop(): void {
    clearTimeout(timer)
    timer = undefined
    reads = 0
    alarm.off()
  }

  function readNow(): number {
    try {
      return readSync(descriptor, buffer)
    } catch {
      // Nothing is there (EAGAIN); whatever else it is, the stream will find it too.
      return 0
    }
  }

  /** Gives whether the flood goes on. */
  function portion(): boolean {
    const bytes = readNow()
    const areKnown = take(buffer.subarray(0, bytes))
    if (areKnown && bytes > 0) return true
    if (!areKnown) strangerAt = performance.now()
    stop()
    stream.resume()
    return false
  }

  return {
    heard: data => {
      const now = performance.now()
      if (!take(data)) strangerAt = now
      const isNext = now - readAt < portionMs && now - strangerAt > calmMs
      readAt = now
      reads = isNext ? reads + 1 : 0
      if (reads < readsOfFlood) return
      stream.pause()
      timer = setTimeout(() => {
        if (portion()) timer?.refresh()
      }, portionMs)
      alarm.on(portion)
    },
    close: stop,
  }
}
