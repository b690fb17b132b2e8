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
const readsOfFlood = 64
/** Where two that are new come within this time there are more, and who only forked rings nothing: everything is read at once until none came for so long. */
const calmMs = 500
const portionBytesMax = 256 * 1024

export function readInPortions({ stream, take, alarm }: Parts): Portions {
  const buffer = Buffer.allocUnsafeSlow(portionBytesMax)
  let readAt = 0
  let strangerAt = Number.NEGATIVE_INFINITY
  let restlessUntil = 0
  let reads = 0
  let timer: NodeJS.Timeout | undefined

  function stop(): void {
    clearTimeout(timer)
    timer = undefined
    reads = 0
    alarm.off()
  }

  function noteStranger(): void {
    const now = performance.now()
    if (now - strangerAt < calmMs) restlessUntil = now + calmMs
    strangerAt = now
  }

  function readNow(): number {
    try {
      return readSync(descriptorOf(stream), buffer)
    } catch {
      // Nothing is there (EAGAIN); whatever else it is, the stream will find it too.
      return 0
    }
  }

  /** Reads what is there; gives whether all who did something were known, and whether there was anything. */
  function portion(): { readonly areKnown: boolean; readonly isEmpty: boolean } {
    const bytes = readNow()
    const areKnown = take(buffer.subarray(0, bytes))
    if (!areKnown) noteStranger()
    return { areKnown, isEmpty: bytes === 0 }
  }

  function goOn(isFlood: boolean): void {
    if (isFlood) return
    stop()
    stream.resume()
  }

  function nextPortion(): void {
    const { areKnown, isEmpty } = portion()
    goOn(areKnown && !isEmpty)
    timer?.refresh()
  }

  return {
    heard: data => {
      const now = performance.now()
      if (!take(data)) noteStranger()
      const isNext = now - readAt < portionMs && now > restlessUntil
      readAt = now
      reads = isNext ? reads + 1 : 0
      if (reads < readsOfFlood) return
      stream.pause()
      timer = setTimeout(nextPortion, portionMs)
      // What rang may have been read already.
      alarm.on(() => goOn(portion().areKnown))
    },
    close: stop,
  }
}
