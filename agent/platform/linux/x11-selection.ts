/** Reads a selection of an X display in one of its types (ICCCM 2.4 to 2.7): large content comes in pieces, slow and silent owners are left. */
import type { Content } from '../../clipboard/board.ts'
import { asked, propertyChange, type XClient, type XEvent } from './x11.ts'

/** How long an owner may take for an answer or a piece. */
const answerMsMax = 3000
const pieceBytes = 256 * 1024
const newValue = 0
const inputOnly = 2

interface Question {
  readonly client: XClient
  readonly root: number
  readonly selection: number
  readonly target: number
  /** The atoms `CLIENTKEEP` and `INCR`. */
  readonly property: number
  readonly incr: number
  readonly time: number
  readonly bytesMax: number
  /** Hands over events of a window until the function that it gives is called. */
  readonly follow: (window: number, onEvent: (event: XEvent) => void) => () => void
}

/** Events one by one; undefined where none comes in time. */
function eventQueue() {
  const waiting: XEvent[] = []
  let wake: () => void = () => {}
  return {
    push(event: XEvent): void {
      waiting.push(event)
      wake()
    },
    async next(isWanted: (event: XEvent) => boolean): Promise<XEvent | undefined> {
      const until = performance.now() + answerMsMax
      for (;;) {
        for (let event = waiting.shift(); event; event = waiting.shift())
          if (isWanted(event)) return event
        const left = until - performance.now()
        if (left <= 0) return undefined
        await new Promise<void>(resolve => {
          const timer = setTimeout(resolve, left)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
    },
  }
}

/** All of a property, or as much as is wanted. */
async function propertyOf(
  { client, property }: Question,
  window: number,
  bytesMax: number,
): Promise<{ readonly type: number; readonly bytes: Buffer; readonly isCut: boolean }> {
  const pieces: Buffer[] = []
  let size = 0
  for (;;) {
    const range = [size / 4, pieceBytes / 4] as const
    const piece = await asked<{ type: number; bytesAfter: number; data: Buffer }>(done =>
      client.GetProperty(0, window, property, 0, ...range, done),
    )
    pieces.push(Buffer.from(piece.data))
    size += piece.data.length
    const isCut = size > bytesMax || (piece.bytesAfter > 0 && piece.data.length === 0)
    if (piece.bytesAfter === 0 || isCut)
      return { type: piece.type, bytes: Buffer.concat(pieces).subarray(0, bytesMax), isCut }
  }
}

/** Content that the owner hands over piece by piece: each is taken away, then the next is put there (ICCCM 2.7.2). */
async function inPieces(
  question: Question,
  window: number,
  events: ReturnType<typeof eventQueue>,
): Promise<Content | undefined> {
  const { client, property, bytesMax } = question
  const pieces: Buffer[] = []
  let size = 0
  client.DeleteProperty(window, property)
  for (;;) {
    const isPiece = ({ name, atom, state }: XEvent) =>
      name === 'PropertyNotify' && atom === property && state === newValue
    if (!(await events.next(isPiece))) return undefined
    const { bytes, isCut } = await propertyOf(question, window, bytesMax - size)
    if (bytes.length === 0 && !isCut) return { bytes: Buffer.concat(pieces), isCut: false }
    pieces.push(bytes)
    size += bytes.length
    if (isCut) return { bytes: Buffer.concat(pieces), isCut }
    client.DeleteProperty(window, property)
  }
}

/** What the owner of a selection answers; undefined where it refuses or does not answer. */
export async function readSelection(question: Question): Promise<Content | undefined> {
  const { client, root, selection, target, property, incr, time, bytesMax, follow } = question
  // A window for each question: what an owner that was left still sends goes nowhere.
  const window = client.AllocID()
  const events = eventQueue()
  const unfollow = follow(window, events.push)
  client.CreateWindow(window, root, 0, 0, 1, 1, 0, 0, inputOnly, 0, { eventMask: propertyChange })
  try {
    client.ConvertSelection(window, selection, target, property, time)
    const answer = await events.next(
      ({ name, target: of }) => name === 'SelectionNotify' && of === target,
    )
    if (!answer?.property) return undefined
    const first = await propertyOf(question, window, bytesMax)
    return first.type === incr ? await inPieces(question, window, events) : first
  } finally {
    unfollow()
    client.DestroyWindow(window)
  }
}
